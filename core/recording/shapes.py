"""The arrays of a recording: which there are, of what shape and type, and the room they take."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.experiment.experiment import Experiment
from core.recording.keep import Keep, MemoryDepth
from landscapes.networks import Network

# Along the T+1 axis (index 0 is the start) and along the T axis.
STATES = (
    "positions",
    "losses",
    "first_moments",
    "second_moments",
    "memory_items",
    "memory_priorities",
    "memory_births",
    "memory_norms",
    "memory_cosines",
    "memory_mean_norms",
    "agreement",
)
STEPS = ("gradients", "gradient_norms", "memory_events", "memory_slots", "step_lengths")
DIRECTIONS = 32
"""Random directions that a network is projected on where its points are not kept."""
DTYPES: dict[str, np.dtype[Any]] = {
    "kept": np.dtype(np.int32),
    "memory_births": np.dtype(np.int32),
    "memory_events": np.dtype(np.int8),
    "memory_slots": np.dtype(np.int16),
}
OF_NETWORKS = ("positions", "projections", "ends", "memory_items")
"""Of a network these have thousands of numbers each, of single precision."""
LONGEST_CHUNK, CHUNK_BYTES = 64, 2**26
CHUNK_WORK = 2e7
"""Parameters times labels of a chunk of a network's steps: about ten milliseconds."""
MEASURED = 1 / 3
"""What a sample of the whole sets costs when a time is kept, where one of a step costs 1."""
Shape = tuple[int, ...]


def dtype_of(key: str, keep: Keep) -> np.dtype[Any]:
    """The type of an array's numbers."""
    if keep.summary and key in OF_NETWORKS:
        return np.dtype(np.float32)
    return DTYPES.get(key, np.dtype(np.float64))


def track_shapes(experiment: Experiment, memory: MemoryDepth | Keep) -> dict[str, Shape]:
    """Shape of each array of one method's track."""
    keep = Keep.of(experiment, memory)
    shapes = _whole(experiment, keep) if keep.summary is None else _summary(experiment, keep)
    return {key: shape for key, shape in shapes.items() if keep.holds(key)}


def _whole(experiment: Experiment, keep: Keep) -> dict[str, Shape]:
    steps, starts = experiment.steps, experiment.start_count
    dimension, slots = experiment.landscape.dimension, experiment.capacity
    held = keep.times("memory_items", steps)
    return {
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


def _summary(experiment: Experiment, keep: Keep) -> dict[str, Shape]:
    network = experiment.landscape
    assert isinstance(network, Network)
    steps, starts = experiment.steps, experiment.start_count
    dimension, slots = experiment.landscape.dimension, experiment.capacity
    kept = keep.times("positions", steps)
    held, items = (keep.times(key, steps) for key in ("memory_births", "memory_items"))
    measured = ("train_losses", "test_losses", "train_accuracies", "test_accuracies", "distances")
    shapes: dict[str, Shape] = {
        "kept": (kept,),
        "positions": (kept, starts, dimension),
        "projections": (kept, starts, DIRECTIONS),
        "ends": (starts, dimension),
        "losses": (steps + 1, starts),
        "gradient_norms": (steps, starts),
        "step_lengths": (steps, starts),
        **dict.fromkeys(measured, (kept, starts)),
        "agreement": (steps + 1, starts),
        "memory_mean_norms": (steps + 1, starts),
        "memory_items": (items, starts, slots, dimension),
        "memory_priorities": (held, starts, slots),
        "memory_births": (held, starts, slots),
        "memory_norms": (held, starts, slots),
        "memory_cosines": (held, starts, slots),
        "memory_events": (steps, starts),
        "memory_slots": (steps, starts),
    }
    if network.tasks:
        shapes["task_accuracies"] = (kept, starts, len(network.tasks))
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
