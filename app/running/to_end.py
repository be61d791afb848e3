"""Running an experiment to its end for a file, with progress and a way out."""

from __future__ import annotations

import os
from collections.abc import Callable

from app.running.simulation import load_simulate
from core.experiment.experiment import Experiment
from core.recording.keep import MemoryDepth
from core.recording.recording import Recording
from core.recording.shapes import recording_bytes, waiting_bytes

GIGABYTE = 2**30
# What a run may take of the machine's memory: more would only end in swapping.
SHARE_OF_MEMORY = 0.8

Report = Callable[[int, int], None]
"""Told (done, total) now and then; an exception that it raises ends the work."""


class TooLargeError(ValueError):
    """The recording would not fit into the memory of this machine."""


def run_to_end(
    experiment: Experiment, memory: MemoryDepth = "all", report: Report | None = None
) -> Recording:
    """The whole recording, with `report` told the steps done.

    Raises:
        ExperimentError: every method is disabled.
        TooLargeError: this machine has too little memory for it.
    """
    check_room(experiment, memory)
    simulate = load_simulate()
    last = len(experiment.enabled_methods) - 1
    recording = Recording.blank(experiment, memory)
    for chunk in simulate(experiment, memory=memory):
        recording.append(chunk)
        if report and chunk.method == last:
            report(chunk.stop, experiment.steps)
    return recording


def check_room(experiment: Experiment, memory: MemoryDepth) -> None:
    """Raise TooLargeError for a recording that this machine cannot hold while it is made."""
    needed = recording_bytes(experiment, memory) + waiting_bytes(experiment)
    there = _machine_bytes()
    if needed > SHARE_OF_MEMORY * there:
        raise TooLargeError(
            f"the run would take {needed / GIGABYTE:,.1f} GB of memory, "
            f"this machine has {there / GIGABYTE:,.1f} GB; ask for fewer starts, steps or slots"
        )


def _machine_bytes() -> float:
    try:
        return float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    except (AttributeError, ValueError, OSError):  # not every system tells
        return float("inf")
