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
from core.recording.keep import Keep, MemoryDepth
from landscapes.base import Array

# Along the T+1 axis (index 0 is the start) and along the T axis.
STATES = (
    "positions",
    "losses",
    "first_moments",
    "second_moments",
    "memory_items",
    "memory_priorities",
    "memory_births",
)
STEPS = ("gradients", "gradient_norms", "memory_events", "memory_slots")
MEMORY = tuple(key for key in STATES + STEPS if key.startswith("memory_"))
DTYPES: dict[str, np.dtype[Any]] = {
    "memory_births": np.dtype(np.int32),
    "memory_events": np.dtype(np.int8),
    "memory_slots": np.dtype(np.int16),
}
NONE, STORED, REPLACED, REJECTED = 0, 1, 2, 3
LONGEST_CHUNK, CHUNK_BYTES = 64, 2**26


@dataclasses.dataclass(frozen=True)
class Chunk:
    """Some consecutive steps of one method.

    `method` counts the methods that are enabled. `stop` is the number of steps done at the end;
    the arrays' leading axis ends there: states at index `stop`, steps at index `stop - 1`.
    """

    method: int
    stop: int
    arrays: Mapping[str, Array]


class Track:
    """One method's arrays over T steps and S starts, filled from the front as chunks arrive.

    `arrays` maps the keys of the recording (without the leading method axis) to numpy arrays;
    `filled` steps of them are valid. With memory "last" the state axis of the items, priorities
    and births has length 1 and holds the newest; with "none" there are no `memory_*` keys.
    """

    def __init__(self, experiment: Experiment, memory: MemoryDepth = "all") -> None:
        self.steps = experiment.steps
        self.keep = Keep(memory)
        self.filled = 0
        self.arrays = {
            key: _blank(key, shape) for key, shape in track_shapes(experiment, memory).items()
        }

    def append(self, chunk: Chunk) -> None:
        """Write a chunk's rows in their place."""
        for key, rows in chunk.arrays.items():
            target = self.arrays.get(key)
            if target is None:
                continue
            if key in STATES and len(target) == 1:
                target[0] = rows[-1]
                continue
            end = chunk.stop + (1 if key in STATES else 0)
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
        return self.keep.row(key, time, self.filled) if key in self else None

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
    def blank(cls, experiment: Experiment, memory: MemoryDepth = "all") -> Recording:
        """Room for a run of the experiment."""
        return cls(experiment, tuple(Track(experiment, memory) for _ in experiment.enabled_methods))

    def append(self, chunk: Chunk) -> None:
        """Write a chunk into its method's track."""
        self.tracks[chunk.method].append(chunk)


def track_shapes(experiment: Experiment, memory: MemoryDepth) -> dict[str, tuple[int, ...]]:
    """Shape of each array of one method's track."""
    steps, starts = experiment.steps, experiment.start_count
    dimension, slots = experiment.landscape.dimension, experiment.capacity
    keep = Keep(memory)
    held = keep.times("memory_items", steps)
    shapes: dict[str, tuple[int, ...]] = {
        "positions": (steps + 1, starts, dimension),
        "losses": (steps + 1, starts),
        "gradients": (steps, starts, dimension),
        "gradient_norms": (steps, starts),
        "first_moments": (steps + 1, starts, dimension),
        "second_moments": (steps + 1, starts, dimension),
        "memory_items": (held, starts, slots, dimension),
        "memory_priorities": (held, starts, slots),
        "memory_births": (held, starts, slots),
        "memory_events": (steps, starts),
        "memory_slots": (steps, starts),
    }
    return {key: shape for key, shape in shapes.items() if keep.holds(key)}


def recording_bytes(experiment: Experiment, memory: MemoryDepth) -> int:
    """Bytes that a recording of the experiment takes."""
    one = sum(
        int(np.prod(shape, dtype=np.float64)) * DTYPES.get(key, np.dtype(np.float64)).itemsize
        for key, shape in track_shapes(experiment, memory).items()
    )
    return one * len(experiment.enabled_methods)


def state_bytes(experiment: Experiment) -> int:
    """Bytes that all methods' points and states take at one time."""
    dimension, slots = experiment.landscape.dimension, experiment.capacity
    point, number, count = 8 * dimension, 8, 4
    one = 4 * point + slots * (point + number + count)  # θ, g and both moments; the memory
    return one * experiment.start_count * len(experiment.enabled_methods)


def chunk_length(experiment: Experiment) -> int:
    """Steps of a chunk: as many as take little room while they wait to be stacked."""
    return max(1, min(LONGEST_CHUNK, CHUNK_BYTES // max(1, state_bytes(experiment))))


def _blank(key: str, shape: tuple[int, ...]) -> Array:
    if key == "memory_events":
        return np.zeros(shape, DTYPES[key])
    if key in DTYPES:
        return np.full(shape, -1, DTYPES[key])
    return np.full(shape, np.nan)
