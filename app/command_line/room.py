"""What a run will take, said before it starts; above a gigabyte it has to be asked for."""

from __future__ import annotations

import dataclasses

from app.command_line.console import RefusedError
from app.running.to_end import check_room
from core.experiment.experiment import Experiment
from core.experiment.record import Record
from core.recording.keep import Keep, MemoryDepth
from core.recording.shapes import recording_bytes
from landscapes.networks import Network

LARGEST_BYTES = 10**9


def check_asked(experiment: Experiment, memory: MemoryDepth, *, large: bool) -> None:
    """Refuse a recording that is large without having been asked for, or too large at all.

    Raises:
        RefusedError: above a gigabyte, in words that name what takes less.
        TooLargeError: this machine has too little memory for it.
    """
    needed = recording_bytes(experiment, memory)
    network = isinstance(experiment.landscape, Network)
    if not large and needed > LARGEST_BYTES and (network or memory == "all"):
        ways = _less_of_a_network(experiment) if network else _less_memory(experiment)
        raise RefusedError(f"the recording would take {_size(needed)}, more than 1 GB; {ways}")
    check_room(experiment, memory)


def announcement(experiment: Experiment, memory: MemoryDepth) -> str:
    """What a network's run will take; empty of any other, whose runs are short."""
    network, keep = experiment.landscape, Keep.of(experiment, memory)
    if keep.summary is None or not isinstance(network, Network):
        return ""
    count, methods = experiment.start_count, len(experiment.enabled_methods)
    batch = experiment.batch or network.train_count
    what = {"positions": "the parameters", "projections": "projections", "scalars": "measures"}
    kept = len(keep.summary.kept(experiment.steps))
    return (
        f"{methods} × {count} networks of {network.dimension:,} parameters, "
        f"{experiment.steps:,} steps of {batch:,} samples each; {what[keep.summary.what]} of "
        f"{kept:,} times: {_size(recording_bytes(experiment, keep))}"
    )


def _less_memory(experiment: Experiment) -> str:
    last, none = (_size(recording_bytes(experiment, depth)) for depth in ("last", "none"))
    return (
        f"--memory last ({last}) keeps only the newest memories, --memory none ({none}) keeps none"
    )


def _less_of_a_network(experiment: Experiment) -> str:
    least = dataclasses.replace(experiment, record=Record(what="scalars"))
    return (
        'in the file "record": {"every": k} keeps the parameters of fewer steps, '
        f'{{"what": "scalars"}} ({_size(recording_bytes(least, "none"))} with --memory none) those '
        "of the last alone; run --large records it all the same"
    )


def _size(count: int) -> str:
    """Bytes for people: 31 MB, 1.2 GB."""
    return f"{count / 1e9:,.1f} GB" if count >= 1e8 else f"{max(1, round(count / 1e6))} MB"
