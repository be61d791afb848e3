"""What `reproduce` runs: the races behind the papers' toy claims, of this extent unless asked."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import Value
from core.experiment.twins import SETTLING_STEPS
from core.study.asking.question import Question
from core.study.asking.studying import Part, Studying, together
from core.study.claims.agreement import Place
from core.study.results.setting import setting
from core.study.results.starts import MethodEnds, StartsResult
from core.study.starting.sampling import Sampling
from core.study.work.means import Means
from landscapes import make
from landscapes.two_basins import TwoBasins

Report = Callable[[int, int], None]
CAPACITIES, DECAYS = (1, 2, 5, 10, 20), (0.7, 0.99)
POLICIES = ("fifo", "random", "ema")
FEWEST_STARTS = 16


@dataclasses.dataclass(frozen=True)
class Extent:
    """Over how much the claims are tried; the default is the report's."""

    sharpnesses: tuple[float, ...] = (10.0, 30.0, 100.0, 300.0)
    toys: tuple[str, ...] = ("ackley", "goldstein-price", "levy")
    rates: tuple[float, ...] = (0.01, 0.05, 0.1)
    escape_starts: int = 512
    escape_steps: int = 500
    toy_starts: int = 1024
    toy_steps: int = 1000
    agreement_starts: int = 256
    agreement_steps: int = 500
    agreement_rate: float = 0.05
    agreement_places: tuple[Place, ...] = (
        "two-basins", "ackley", "levy", "goldstein-price",
    )  # fmt: skip

    def scaled(self, scale: float) -> Extent:
        """With so many of the starts."""
        counts = {
            name: max(FEWEST_STARTS, round(scale * getattr(self, name)))
            for name in ("escape_starts", "toy_starts", "agreement_starts")
        }
        return dataclasses.replace(self, **counts)


def _spec(method: str, label: str, **values: Value) -> MethodSpec:
    return MethodSpec.create(method, values, label=label)


def buffer(capacity: int, decay: float = 0.7, policy: str = "priority") -> str:
    """The label of a memory that is used after settling."""
    kept = "" if policy == "priority" else f", {policy}"
    return f"CM, C = {capacity}, λ = {decay:g}{kept}"


ADAM, CONTROL = "Adam", "no memory (κ = 0)"
CG, AT_ONCE, CONTROL_AT_ONCE = "CG, C = 5", "CM, C = 5, at once", "no memory, at once"
SGDM, SGDM_CM = "SGD with momentum", "SGDM + CM, C = 5"
SHORT, LONG = buffer(5), buffer(20, 0.99)


def escapers() -> tuple[MethodSpec, ...]:
    """Who may leave the sharp basin. Plain Adam goes first, so that nothing but the memory can
    carry a start out, but where it says at once."""
    later = {"memory_start": SETTLING_STEPS}
    return (
        _spec("adam", ADAM),
        _spec("adam+cm", CONTROL, strength=0.0, **later),
        *(
            _spec("adam+cm", buffer(c, decay), capacity=c, decay=decay, **later)
            for decay in DECAYS
            for c in CAPACITIES
        ),
        *(
            _spec("adam+cm", buffer(c, policy=policy), capacity=c, policy=policy, **later)
            for c in (5, 20)
            for policy in POLICIES
        ),
        _spec("adam+cg", CG, capacity=5, **later),
        _spec("adam+cm", AT_ONCE, capacity=5),
        _spec("adam+cm", CONTROL_AT_ONCE, strength=0.0),
        _spec("sgdm", SGDM, lr=0.003),
        _spec("sgdm+cm", SGDM_CM, lr=0.003, capacity=5, **later),
    )


def racers(rate: float, steps: int) -> tuple[MethodSpec, ...]:
    """Who runs on the toy functions: the memory is off after half of the steps, so that all may
    settle."""
    half = {"lr": rate, "memory_stop": steps // 2}
    return (
        _spec("adam", ADAM, lr=rate),
        _spec("adam+cm", SHORT, capacity=5, decay=0.7, **half),
        _spec("adam+cm", LONG, capacity=20, decay=0.99, **half),
        _spec("adam+cm", CONTROL, strength=0.0, **half),
    )


@dataclasses.dataclass(frozen=True, eq=False)
class Trials:
    """What was found: one escape result a sharpness, and one of each toy and learning rate."""

    extent: Extent
    escapes: tuple[StartsResult, ...]
    toys: dict[tuple[str, float], StartsResult]


def run_trials(
    extent: Extent,
    means: Means | None = None,
    report: Report | None = None,
    beside: Part | None = None,
    escaped: Callable[[Trials], None] | None = None,
) -> Trials:
    """Run them all together, and what is asked beside; `report` is told how many tasks are done, of
    how many, `escaped` the escapes as soon as they are known, before any toy is."""
    escape = Question(
        "escape",
        Experiment(TwoBasins(), escapers(), ((-1.5, 0.0),), steps=extent.escape_steps),
        Sampling("disc", extent.escape_starts),
        extent.sharpnesses,
    )
    places = [(name, rate) for name in extent.toys for rate in extent.rates]
    toys = [
        Question(
            "starts", _toy(name, rate, extent.toy_steps), Sampling("uniform", extent.toy_starts)
        )
        for name, rate in places
    ]

    means = means or Means()
    first, *others = studies = [Studying(question, means) for question in (escape, *toys)]
    parts: list[Part] = [*studies, *([beside] if beside else [])]
    known: list[Trials] = []

    def tell() -> None:
        if report:
            report(sum(part.done for part in parts), sum(len(part.tasks) for part in parts))
        if first.done == len(first.tasks) and not known:
            known.append(Trials(extent, first.answer().known, {}))
            if escaped:
                escaped(known[0])

    together(parts, means, tell)
    results = [each.answer().known[0] for each in others]
    return dataclasses.replace(known[0], toys=dict(zip(places, results, strict=True)))


def _toy(name: str, rate: float, steps: int) -> Experiment:
    return Experiment(make({"name": name}), racers(rate, steps), ((0.0, 0.0),), steps=steps)


def method_of(result: StartsResult, label: str) -> MethodEnds:
    """The method of a result by its label."""
    return next(method for method in result.methods if method.spec.label == label)


def setting_of(result: StartsResult) -> dict[str, Any]:
    """What a result was found with."""
    return setting(result.experiment, result.sampling)
