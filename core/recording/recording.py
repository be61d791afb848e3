"""What a run leaves behind: one Track of arrays per method, together a Recording.

The keys and shapes are those of the `.npz` file; `recording_file` reads and writes it.
No torch here: the window shows the shipped recording before torch is imported.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from core.experiment.experiment import Experiment
from core.recording.arrays import ARRAYS
from core.recording.keep import Keep, MemoryDepth
from core.recording.shapes import dtype_of, track_shapes
from landscapes.base import Array

NONE, STORED, REPLACED, REJECTED = 0, 1, 2, 3


@dataclasses.dataclass(frozen=True)
class Chunk:
    """Some consecutive steps of one method.

    `method` counts the methods that are enabled. `stop` is the number of steps done at the end;
    the arrays' leading axis ends there: states at index `stop`, steps at index `stop - 1`, and
    what is kept of some times alone at the last of them; there may be none among these steps.
    """

    method: int
    stop: int
    arrays: Mapping[str, Array]


class Track:
    """One method's arrays over T steps and S starts, filled from the front as chunks arrive.

    `arrays` maps the keys of the recording (without the leading method axis) to numpy arrays;
    `filled` steps of them are valid. With memory "last" the state axis of the items, priorities
    and births has length 1 and holds the newest; with "none" there are no `memory_*` keys. Of a
    network it is a summary: `keep.summary` says of which times there are positions, if any.
    Its points beyond `filled` are any numbers: to blank them would take as long as some steps.
    `measured` (K+1, S) is what somebody has had measured since at its kept times, NaN elsewhere;
    it is no part of a recording.
    """

    def __init__(self, experiment: Experiment, memory: MemoryDepth | Keep = "all") -> None:
        self.steps = experiment.steps
        self.keep = Keep.of(experiment, memory)
        self.filled = 0
        self.measured: dict[str, Array] = {}
        self.arrays = {
            key: np.empty(shape, dtype_of(key, self.keep))
            if self.keep.summary and ARRAYS[key].single
            else blank(key, shape, dtype_of(key, self.keep))
            for key, shape in track_shapes(experiment, self.keep).items()
        }
        if self.keep.summary:
            self.arrays["kept"][:] = self.keep.summary.kept(self.steps)

    def append(self, chunk: Chunk) -> None:
        """Write a chunk's rows in their place."""
        for key, rows in chunk.arrays.items():
            target = self.arrays.get(key)
            if target is None:
                continue
            along = ARRAYS[key].along
            if along == "end":
                target[:] = rows
                continue
            end = chunk.stop
            if along == "states":
                end = self.keep.count(key, chunk.stop, self.steps)
            rows = rows[-len(target) :]
            target[end - len(rows) : end] = rows
        self.filled = chunk.stop

    def __getitem__(self, key: str) -> Array:
        return self.arrays[key]

    def __contains__(self, key: str) -> bool:
        return key in self.arrays

    @property
    def memory(self) -> MemoryDepth:
        """Of which times the memories are kept."""
        return self.keep.memory

    def row(self, key: str, time: int) -> int | None:
        """Where the state of a time stands in an array; None where it is not kept or not there."""
        if key not in self:
            return None
        return self.keep.row(key, time, self.filled, self.steps)

    @property
    def starts(self) -> int:
        """S, from how many starts it runs."""
        return int(self.arrays["losses"].shape[1])

    @property
    def kept(self) -> Array:
        """The times, 0 … T, of which there are positions (or would be, were they kept)."""
        kept: Array = self.arrays.get("kept", np.arange(self.steps + 1))
        return kept

    def kept_row(self, time: int) -> int:
        """Which of the kept times is the last at or before a time that is there."""
        time = min(time, self.filled)
        return self.keep.summary.row(time, self.steps) if self.keep.summary else time

    def position_at(self, time: int) -> Array | None:
        """The points (S, D) of the last kept time at or before one that is there; None where no
        points are kept but the last and the run is not there."""
        if "positions" in self:
            return self.arrays["positions"][self.kept_row(time)]
        return self.arrays["ends"] if min(time, self.filled) == self.steps else None

    @property
    def complete(self) -> bool:
        """Whether every step is there."""
        return self.filled == self.steps


@dataclasses.dataclass(frozen=True)
class Recording:
    """An experiment and a track for each of its enabled methods, in order."""

    experiment: Experiment
    tracks: tuple[Track, ...]

    @classmethod
    def blank(cls, experiment: Experiment, memory: MemoryDepth | Keep = "all") -> Recording:
        """Room for a run of the experiment."""
        return cls(experiment, tuple(Track(experiment, memory) for _ in experiment.enabled_methods))

    def append(self, chunk: Chunk) -> None:
        """Write a chunk into its method's track."""
        self.tracks[chunk.method].append(chunk)


def blank(key: str, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    """An array with nothing in it yet: NaN, −1, or no event."""
    if key == "memory_events":
        return np.zeros(shape, dtype)
    return np.full(shape, np.nan if dtype.kind == "f" else -1, dtype)
