"""Do gradients cancel where momenta agree? Both memories step by step, along one path and along
the path of each: the answers differ."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import torch

from core.experiment import experiment_file
from core.experiment.experiment import Experiment, MethodSpec
from core.stepping.norms import row_norm
from core.stepping.race import Race
from core.study.claims.claim import Claim, Figure, decisions, higher, tally, told, verdict
from core.study.results.intervals import LEVEL, Estimate, normal_quantile
from core.study.starting.sampling import Sampling
from core.study.work.arithmetic import FORMAT, arithmetic, check_device, one_thread
from core.study.work.tasks import Ends, digest, padded
from landscapes import make
from landscapes.base import Array

SAME_PATH_FROM, OWN_PATH_FROM = 100, 20
"""Steps that are not looked at, in which the memories fill and the point comes down."""
BUFFERS = ((5, 0.7), (20, 0.99))
SEED = 0
STEPS_A_CHECK = 20
Place = str
"""The name of a landscape; two-basins is started about its sharp minimum."""


@dataclasses.dataclass(frozen=True, eq=False)
class AgreementTask:
    """Mean agreement ‖Σb‖ / Σ‖b‖ of each enabled method's memory from each start (n, D), over the
    steps after `after`. An empty or vanishing memory agrees."""

    experiment: Experiment
    starts: Array
    after: int
    device: str = "cpu"

    @property
    def key(self) -> str:
        """A digest of all that the result depends on, processor and libraries included."""
        asked = f"agreement {self.after} {FORMAT} {arithmetic(self.device)}"
        return digest(asked, experiment_file.dumps(self.experiment), self.starts)

    def run(self, check: Callable[[], None] | None = None) -> Ends:
        """`agreement` (n, M)."""
        check_device(self.device)
        n, steps = len(self.starts), self.experiment.steps
        race = Race(self.experiment, starts=padded(self.starts), device=self.device, apart=True)
        totals = [theta.new_zeros(len(theta)) for theta in race.thetas]
        with one_thread(), torch.inference_mode():
            for t in range(1, steps + 1):
                race.step(reuse=True)
                if check and t % STEPS_A_CHECK == 0:
                    check()
                if t <= self.after:
                    continue
                for total, state in zip(totals, race.states, strict=True):
                    items = state.memory_items
                    assert items is not None
                    lengths = row_norm(items).sum(0)
                    sums = row_norm(items.sum(0))
                    total += torch.where(lengths > 0, sums / lengths, 1.0)
        means = torch.stack(totals, -1)[:n] / (steps - self.after)
        return {"agreement": means.cpu().numpy()}


def memories(rate: float, capacity: int, decay: float, start: int) -> tuple[MethodSpec, MethodSpec]:
    """Adam with a memory of momenta and one with a memory of gradients, used from a step on."""
    values = {"lr": rate, "capacity": capacity, "decay": decay, "memory_start": start}
    cm, cg = (MethodSpec.create(method, values) for method in ("adam+cm", "adam+cg"))
    return cm, cg


class Agreements:
    """Momenta's agreement against gradients' from n starts of each place: first while both only
    look on along plain Adam's path (memory_start = steps), then each at work on its own path."""

    def __init__(
        self, places: tuple[Place, ...], rate: float, steps: int, n: int, device: str = "cpu"
    ) -> None:
        self._asked = [
            (same, place, buffer)
            for same in (True, False)
            for place in places
            for buffer in BUFFERS
        ]
        self.tasks = tuple(
            _task(place, rate, buffer, steps, n, device, same=same)
            for same, place, buffer in self._asked
        )
        self._found: dict[int, Array] = {}

    @property
    def done(self) -> int:
        """How many tasks are finished."""
        return len(self._found)

    def take(self, index: int, ends: Ends) -> None:
        """What a task came to."""
        self._found[index] = ends["agreement"]

    @property
    def figures(self) -> tuple[Figure, ...]:
        """What all of them came to, in their order."""
        return tuple(_figure(*asked, self._found[index]) for index, asked in enumerate(self._asked))


def _task(
    place: Place,
    rate: float,
    buffer: tuple[int, float],
    steps: int,
    n: int,
    device: str,
    *,
    same: bool,
) -> AgreementTask:
    landscape = make({"name": place})
    starts = Sampling("disc" if place == "two-basins" else "uniform", n).points(landscape, SEED)
    specs = memories(rate, *buffer, steps if same else 0)
    after = min(SAME_PATH_FROM if same else OWN_PATH_FROM, steps // 2)
    experiment = Experiment(landscape, specs, ((0.0, 0.0),), steps=steps)
    return AgreementTask(experiment, starts, after, device)


def _figure(same: bool, place: Place, buffer: tuple[int, float], found: Array) -> Figure:
    momenta, gradients = found.T
    difference = momenta - gradients
    figure = Figure(
        "", ("CM", "CG"), (_mean(momenta), _mean(gradients)), _mean(difference), len(found),
        _p_value(difference),
    )  # fmt: skip
    return figure.among(
        path="the same path" if same else "own paths",
        landscape=place,
        memory=f"C = {buffer[0]}, λ = {buffer[1]:g}",
    )


def gradients_cancel(figures: tuple[Figure, ...], rate: float, steps: int) -> Claim:
    """The claim, told of one path and of own paths apart."""
    same = tuple(figure for figure in figures if ("path", "the same path") in figure.factors)
    own = tuple(figure for figure in figures if figure not in same)
    first = "; ".join(f"{f.where}: CM {told(f.shares[0])}, CG {told(f.shares[1])}" for f in own[:2])
    differ = set(decisions(same)) != set(decisions(own))
    return Claim(
        "Gradients in the memory cancel where momenta agree",
        "critical momenta, arXiv 2307.09638",
        verdict(figures, higher(figures)),
        f"Mean agreement ‖Σb‖/Σ‖b‖ of the momenta against that of the gradients. Along the same "
        f"path it is {tally(same)}. Each on a path of its own it is {tally(own)}"
        f"{', so the answers differ' if differ else ''}. For example {first}.",
        "Along the same path both only look on while plain Adam moves; on paths of their own "
        "they also look at different places.",
        figures,
        {"steps": steps, "lr": rate, "starts": figures[0].n if figures else 0, "seed": SEED},
    )


def _p_value(values: Array) -> float:
    """Two-sided, that the mean is 0, by the normal law."""
    spread = float(values.std(ddof=1)) / math.sqrt(len(values))
    return math.erfc(abs(float(values.mean())) / spread / math.sqrt(2)) if spread else 1.0


def _mean(values: Array) -> Estimate:
    """The mean over starts with its normal interval."""
    centre = float(values.mean())
    half = normal_quantile(LEVEL) * float(values.std(ddof=1)) / math.sqrt(len(values))
    return Estimate(centre, centre - half, centre + half)
