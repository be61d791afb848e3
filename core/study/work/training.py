"""The work of a seeds study: some replicas of one method trained to the end, and looked at where
their training loss first comes down to each of some levels.

At one step a method that is further along looks flatter, so that a comparison at one step compares
progress. At one training loss it compares what there is to find there.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
import torch

from core.experiment import experiment_file
from core.experiment.experiment import Experiment
from core.stepping.curvature import CURVATURES, curvature
from core.stepping.race import Race
from core.study.work.arithmetic import FORMAT, arithmetic, check_device, one_thread
from core.study.work.tasks import Ends, digest
from landscapes.base import Array
from landscapes.networks import Network

REPLICAS = 8
"""Replicas of one task: enough to step as one batch, few enough to part the work."""
LOOKS = 200
"""So often, at least, a run is looked at for the levels."""
AT_LEVELS = (
    "caught_at", "train_loss", "train_accuracy", "test_loss", "test_accuracy",
    "validation_accuracy", *CURVATURES,
)  # fmt: skip
"""What is known of each replica at each level and, last, at the end: arrays (n, L + 1)."""
OF_TASKS = ("learning_accuracy", "final_accuracy", "forgetting")
"""Of a network with tasks in sequence, arrays (n,): the mean test accuracy of each task right after
it, that of all tasks at the end, and how much of the first is lost of all tasks but the last."""


@dataclasses.dataclass(frozen=True, eq=False)
class TrainingTask:
    """The replicas of the one method of `experiment` that begin at `starts` (n, D), the first of
    them the `first` of all; they are looked at where the training loss first is at or below each
    of the L levels of `at`."""

    experiment: Experiment
    starts: Array
    first: int
    at: tuple[float, ...]
    device: str = "cpu"

    @property
    def key(self) -> str:
        """A digest of all that the result depends on, processor and libraries included."""
        asked = f"seeds {self.first} {self.at} {FORMAT} {arithmetic(self.device)}"
        return digest(asked, experiment_file.dumps(self.experiment), self.starts)

    def run(self, check: Callable[[], None] | None = None) -> Ends:
        """What became of each replica: `AT_LEVELS`, NaN (−1 for the step `caught_at`) where a level
        was not reached; `diverged` and `undefined` (n,); of a network with tasks `OF_TASKS`."""
        check_device(self.device)
        network = self.experiment.landscape
        assert isinstance(network, Network)
        with one_thread(), torch.inference_mode():
            right_after = _RightAfter(network, self.experiment.batch)
            caught, lost = self._trained(network, right_after, check or _nothing)
            found = [self._looked_at(network, *each, check or _nothing) for each in caught]
        ends = {name: np.stack([each[name] for each in found], 1) for name in AT_LEVELS}
        ends |= right_after.told(caught[-1][1])
        return ends | {"diverged": lost, "undefined": np.zeros_like(lost)}

    def _trained(
        self, network: Network, right_after: _RightAfter, check: Callable[[], None]
    ) -> tuple[list[tuple[Array, Array]], Array]:
        """For each level and for the end the steps (n,) and the points (n, D) there; and which
        replicas have diverged."""
        steps, n = self.experiment.steps, len(self.starts)
        every = max(1, steps // LOOKS)
        race = Race(self.experiment, starts=self.starts, first=self.first, device=self.device)
        caught = [(np.full(n, -1), np.full(self.starts.shape, np.nan)) for _ in self.at]
        for step in range(steps + 1):
            if step % every == 0 or step == steps:
                check()
                points = race.thetas[0].cpu().numpy()
                losses = network.measured(points, "train").loss
                for level, (at, where) in zip(self.at, caught, strict=True):
                    now = (losses <= level) & (at < 0)
                    at[now], where[now] = step, points[now]
            right_after.note(step, race)
            if step < steps:
                race.step(reuse=True)
        lost = ~np.isfinite(points).all(-1) | ~np.isfinite(losses)
        end = np.where(lost, -1, steps), np.where(lost[:, None], np.nan, points)
        return [*caught, end], lost

    def _looked_at(
        self, network: Network, at: Array, points: Array, check: Callable[[], None]
    ) -> dict[str, Array]:
        """All that is known of replicas (n, D) there, row by row: a curvature's last bits must not
        tell which others came there too."""
        found = {name: np.full(len(at), np.nan) for name in AT_LEVELS}
        found["caught_at"] = at.astype(np.float64)
        for row in np.flatnonzero(at >= 0):
            check()
            for name, value in self._measures(network, points[row], self.first + int(row)).items():
                found[name][row] = value
        return found

    def _measures(self, network: Network, point: Array, replica: int) -> dict[str, float]:
        part = {name: network.measured(point, name) for name in ("train", "validation", "test")}
        around = curvature(
            network,
            point,
            seed=self.experiment.seed,
            replica=replica,
            batch=self.experiment.batch,
        )
        return {
            "train_loss": float(part["train"].loss),
            "train_accuracy": float(part["train"].accuracy),
            "test_loss": float(part["test"].loss),
            "test_accuracy": float(part["test"].accuracy),
            "validation_accuracy": float(part["validation"].accuracy),
            **around,
        }


class _RightAfter:
    """The test accuracy of each task right after it was learnt, of a network that has any."""

    def __init__(self, network: Network, batch: int | None) -> None:
        self._network, self._found = network, dict[int, Array]()
        self._ends = network.task_ends(batch or network.train_count)

    def note(self, step: int, race: Race) -> None:
        """Look at the points after a step, if a task ends with it."""
        if step in self._ends:
            task = self._ends.index(step)
            self._found[task] = self._measured(race.thetas[0].cpu().numpy(), task)

    def told(self, points: Array) -> Ends:
        """`OF_TASKS` of replicas that end at points (n, D); NaN where not all tasks were learnt."""
        if not self._ends:
            return {}
        nowhere = np.full(len(points), np.nan)
        tasks = range(len(self._ends))
        right = np.stack([self._found.get(task, nowhere) for task in tasks])
        final = np.stack([self._measured(points, task) for task in tasks])
        final = np.where(np.isfinite(points).all(-1), final, np.nan)
        lost = right[:-1] - final[:-1]
        return dict(zip(OF_TASKS, (right.mean(0), final.mean(0), lost.mean(0)), strict=True))

    def _measured(self, points: Array, task: int) -> Array:
        return np.asarray(self._network.measured(points, "test", task=task).accuracy)


def _nothing() -> None:
    pass
