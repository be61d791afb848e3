"""What a recording takes: the shapes and types of its arrays, their bytes, the steps of a chunk."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.experiment.experiment import Experiment
from core.recording.arrays import ARRAYS
from core.recording.keep import Keep, MemoryDepth
from landscapes.networks import Network

DIRECTIONS = 32
"""Random directions that a network is projected on where its points are not kept."""
LONGEST_CHUNK, CHUNK_BYTES = 64, 2**26
CHUNK_WORK = 5e7
"""Parameters times labels of a chunk of a network's steps: some tens of milliseconds."""
MEASURED = 1 / 3
"""What a sample of the whole sets costs when a time is kept, where one of a step costs 1."""
Shape = tuple[int, ...]


def dtype_of(key: str, keep: Keep) -> np.dtype[Any]:
    """The type of an array's numbers."""
    kind = ARRAYS[key]
    return np.dtype(np.float32) if keep.summary and kind.single else kind.dtype


def track_shapes(experiment: Experiment, memory: MemoryDepth | Keep) -> dict[str, Shape]:
    """Shape of each array of one method's track."""
    keep, steps = Keep.of(experiment, memory), experiment.steps
    landscape = experiment.landscape
    tasks = len(landscape.tasks) if isinstance(landscape, Network) else 0
    sizes = {
        "starts": experiment.start_count,
        "dimension": landscape.dimension,
        "slots": experiment.capacity,
        "directions": DIRECTIONS,
        "tasks": tasks,
    }
    shapes: dict[str, Shape] = {}
    for key, kind in ARRAYS.items():
        if keep.holds(key) and (tasks or "tasks" not in kind.axes):
            along = {"states": keep.times(key, steps), "steps": steps}.get(kind.along)
            first = () if along is None else (along,)
            shapes[key] = (*first, *(sizes[axis] for axis in kind.axes))
    return shapes


def recording_bytes(experiment: Experiment, memory: MemoryDepth | Keep) -> int:
    """Bytes that a recording of the experiment takes."""
    keep = Keep.of(experiment, memory)
    one = sum(
        int(np.prod(shape, dtype=np.float64)) * dtype_of(key, keep).itemsize
        for key, shape in track_shapes(experiment, keep).items()
    )
    return one * len(experiment.enabled_methods)


def state_bytes(experiment: Experiment) -> int:
    """Bytes that all methods' points and states take at one time."""
    dimension, slots = experiment.landscape.dimension, experiment.capacity
    width = 4 if isinstance(experiment.landscape, Network) else 8
    point, number, count = width * dimension, width, 4
    one = 4 * point + slots * (point + number + count)  # θ, g and both moments; the memory
    return one * experiment.start_count * len(experiment.enabled_methods)


def waiting_bytes(experiment: Experiment) -> int:
    """Bytes of states that wait to be recorded while a run goes on."""
    if isinstance(experiment.landscape, Network):  # before and after a step, and what it is made of
        return 3 * state_bytes(experiment)
    # A chunk's states wait to be stacked, and then stand there twice.
    return 2 * (chunk_length(experiment) + 1) * state_bytes(experiment)


def chunk_length(experiment: Experiment) -> int:
    """Steps of a chunk: as many as take little room while they wait to be stacked; of a network,
    whose states do not wait, as many as take little time."""
    network, runs = experiment.landscape, experiment.start_count * len(experiment.enabled_methods)
    if isinstance(network, Network):
        sets = (network.train_count + network.test_count) / Keep.of(experiment, "none").every
        samples = (experiment.batch or network.train_count) + MEASURED * sets
        work = max(1, runs) * network.dimension * network.places * samples
        return max(1, min(LONGEST_CHUNK, int(CHUNK_WORK / work)))
    return max(1, min(LONGEST_CHUNK, CHUNK_BYTES // max(1, state_bytes(experiment))))
