"""What a quantity over time is, and some starts of a track as a track of their own."""

from __future__ import annotations

import copy
import dataclasses
from collections.abc import Callable
from typing import Literal

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.recording.recording import Track
from landscapes.base import Array
from landscapes.networks import Network

Of = Literal["all", "planes", "networks", "tasks"]
Rows = Callable[[Experiment, MethodSpec, Track, slice], Array]


@dataclasses.dataclass(frozen=True)
class Series:
    """One quantity over time.

    `rows(experiment, spec, track, slice)` gives (n, S, L): n consecutive rows, S starts, L
    `lines` of the chart. Row 0 belongs to time `first` (0: the start; 1: the first step's end);
    `per_step` series have no row for the last point. `accumulate` runs along the rows, if there
    is one. A logarithmic axis suits it where all values are positive and span `log_ratio` (None:
    nowhere). One of the `inside` is not known of optimizers of other packages. Among many starts
    one that is lost has the value `worst` where it would have none; None where no value is worse
    than another. One that is measured at the `kept` times of a network alone has rows up to the
    last of them. `of` says which races have it.
    """

    key: str
    title: str
    description: str
    rows: Rows
    lines: Callable[[Experiment], tuple[str, ...]]
    first: int = 0
    per_step: bool = False
    accumulate: np.ufunc | None = None
    log_ratio: float | None = None
    memory_only: bool = False
    inside: bool = False
    worst: float | None = np.inf
    kept: bool = False
    of: Of = "all"

    def suits(self, experiment: Experiment) -> bool:
        """Whether the quantity is one of such a race."""
        network = experiment.landscape
        if not isinstance(network, Network):
            return self.of in ("all", "planes")
        return self.of in ("all", "networks") or (self.of == "tasks" and bool(network.tasks))

    def count(self, track: Track) -> int:
        """How many rows of a track are valid."""
        if self.kept and track.keep.summary is not None:
            return int(track.kept[track.kept_row(track.filled)]) + 1
        return track.filled if self.per_step else track.filled + 1 - self.first

    def new_rows(
        self,
        experiment: Experiment,
        spec: MethodSpec,
        track: Track,
        rows: slice,
        last: Array | None = None,
    ) -> Array:
        """Some rows (n, S, L); `last` (S, L) is the row before them, None for the first ones."""
        new = self.rows(experiment, spec, track, rows)
        if self.accumulate is None or not len(new):
            return new
        if last is None:
            return np.asarray(self.accumulate.accumulate(new, axis=0))
        carried = np.concatenate([last[None], new])
        return np.asarray(self.accumulate.accumulate(carried, axis=0)[1:])

    def values(self, experiment: Experiment, spec: MethodSpec, track: Track) -> Array:
        """All valid rows (n, S, L)."""
        return self.new_rows(experiment, spec, track, slice(0, self.count(track)))

    def lost(self, track: Track, rows: slice) -> Array:
        """Which starts (n, S) have no loss any more, diverged or undefined, at these rows."""
        return np.isnan(track["losses"][rows.start + self.first : rows.stop + self.first])


def subset(track: Track, starts: slice) -> Track:
    """The same track with only some of its starts; nothing is copied."""
    found = copy.copy(track)
    along = {"kept": (), "ends": (starts,)}  # all else has the times before the starts
    found.arrays = {
        key: array[along.get(key, (slice(None), starts))] for key, array in track.arrays.items()
    }
    found.measured = {key: array[:, starts] for key, array in track.measured.items()}
    return found


def one(name: str) -> Callable[[Experiment], tuple[str, ...]]:
    return lambda experiment: (name,)
