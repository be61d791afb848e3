"""Where a method stands at some time: its loss, what became of it, and where it has arrived."""

from __future__ import annotations

import dataclasses

import numpy as np

from core.experiment.experiment import Experiment
from core.measures import endings, quantities
from core.measures.outcomes import Lost, undefined_since
from core.measures.sharpness import sharpness
from core.measures.status import TRAINED, UNSETTLED, Status, status
from core.recording.recording import Track
from core.writing import point
from landscapes.base import Array, Landscape
from landscapes.networks import Network


@dataclasses.dataclass(frozen=True)
class Figures:
    """How well one replica of a network does, at the last kept time; NaN where it has diverged, and
    of the last three where it learns no tasks in sequence or has not come to the end of one."""

    train_loss: float
    test_loss: float
    train_accuracy: float
    test_accuracy: float
    gap: float
    distance: float
    learning: float = np.nan
    average: float = np.nan
    forgetting: float = np.nan


@dataclasses.dataclass(frozen=True)
class Standing:
    """One row of the table; NaN where the run is lost by then (not `best`). Of a network the losses
    are those of mini-batches, `trained` tells of whole sets, and how sharp it is there is known
    where that has been measured.

    `reached` names the known minimum that the point is at, or else the place where it rests;
    empty while it is on its way.
    """

    loss: float
    best: float
    sharpness: float
    path_length: float
    status: Status
    reached: str
    trained: Figures | None = None


class Course:
    """What a whole run of one start tells about any of its times, computed once."""

    def __init__(self, experiment: Experiment, track: Track, start: int) -> None:
        self._experiment, self._track, self._start = experiment, track, start
        rows = slice(0, track.filled + 1)
        self.filled, self._steps = track.filled, track.steps
        self._losses: Array = track["losses"][rows, start]
        self._best = quantities.best_so_far(self._losses)
        self._lost = Lost.of_track(track, slice(start, start + 1))
        self._network = track.keep.summary is not None
        if self._network:
            walked = np.add.accumulate(track["step_lengths"][: track.filled, start])
            self._paths, self._converged = np.append(0.0, walked), -1
            self._scores = _scores(experiment, track, start)
            return
        self._positions: Array = track["positions"][rows, start]
        self._paths = quantities.path_lengths(self._positions)
        seen = experiment.comoving(self._positions)
        self._converged = int(endings.converged_at(experiment.landscape, seen))

    def at(self, time: int) -> Standing:
        """The standing at a time; the last one computed where the run is not there yet."""
        time = min(time, self.filled)
        status, curvature, arrived = self._status(time), np.nan, ""
        if self._network:
            curvature = self._measured(time)
        else:
            place, there = self._positions[time], self._experiment.landscape_at(time)
            if status.kind != "undefined":  # a formula may have a curvature where it has no value
                curvature = float(sharpness(there, place).largest)
            arrived = reached(there, place, at_rest=status.kind == "converged")
        return Standing(
            loss=float(self._losses[time]),
            best=float(self._best[time]),
            sharpness=curvature,
            path_length=float(self._paths[time]),
            status=status,
            reached=arrived,
            trained=self._figures(time) if self._network else None,
        )

    def _measured(self, time: int) -> float:
        """λ_max at the last kept time, NaN where nobody has measured it."""
        known = self._track.measured.get("lambda_max")
        return np.nan if known is None else float(known[self._track.kept_row(time), self._start])

    def _figures(self, time: int) -> Figures | None:
        from core.measures.trained import trained  # of networks alone

        found = trained(self._track, time)
        if found is None:
            return None
        row = self._track.kept_row(time)
        each = (
            found.train_loss, found.test_loss, found.train_accuracy, found.test_accuracy,
            found.gap, found.distance,
        )  # fmt: skip
        scored = (float(score[row]) for score in self._scores)
        return Figures(*(float(values[self._start]) for values in each), *scored)

    def _status(self, time: int) -> Status:
        """What has become of the run by a time."""
        (diverged,), (undefined,) = self._lost.at(time)
        gone = int(self._lost.since[0])
        last = gone - 1 if 0 <= gone <= time else time
        found = status(
            time,
            converged=self._converged,
            diverged=gone if diverged else -1,
            undefined=undefined_since(self._losses[: last + 1]) if undefined else -1,
            ended=time == self._steps,
        )
        return Status(TRAINED) if self._network and found.kind == UNSETTLED else found


def _scores(experiment: Experiment, track: Track, start: int) -> tuple[Array, ...]:
    """Learning, average and forgetting (K+1,) of a network that learns tasks in sequence."""
    network = experiment.landscape
    if not isinstance(network, Network) or "task_accuracies" not in track:
        return ()
    from core.measures.task_scores import scores  # of few networks

    return tuple(found[:, start] for found in scores(network, track, experiment.batch))


def reached(landscape: Landscape, place: Array, *, at_rest: bool) -> str:
    """The name of the minimum at a place (D,), or, at rest elsewhere, what kind of place it is."""
    index = int(quantities.minimum_reached(landscape, place))
    if index >= 0:
        minimum = landscape.minima[index]
        return f"{minimum.name or minimum.kind} {point(minimum.position)}"
    if not at_rest or not np.isfinite(place).all():
        return ""
    curvature = sharpness(landscape, place)
    kind = "maximum" if curvature.largest < 0 else "saddle" if curvature.smallest < 0 else "local"
    return f"{kind} {point(place, 3)}"
