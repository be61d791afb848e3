"""How much of a run a recording file holds: what its keys and their lengths tell, without trust."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping

import numpy as np

from core.experiment.experiment import Experiment
from core.experiment.record import What
from core.recording.arrays import ARRAYS
from core.recording.keep import Keep, Summary
from core.recording.npy import fault, fill, read_header
from core.recording.shapes import track_shapes
from landscapes.base import Array
from landscapes.networks import Network

MOST_ITEMS_BYTES = 2**28
"""A file that holds more of one method's memory items than a run keeps is not trusted."""


def keep_of_file(
    archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], experiment: Experiment
) -> Keep:
    """What the recording in an archive keeps; ExperimentError where its keys contradict it."""
    if not isinstance(experiment.landscape, Network):
        memory = Keep.of_rows(_rows(archive, entries, "memory_items", experiment)).memory
        return Keep(memory)
    every = _every(archive, entries, experiment)
    what: What = "scalars"
    for key in ("projections", "positions"):
        if key in entries:
            what = "positions" if key == "positions" else "projections"
    summary = Summary(every, what, "memory_items" in entries)
    memory = Keep.of_rows(_rows(archive, entries, "memory_births", experiment)).memory
    keep = Keep(memory, summary)
    items = track_shapes(experiment, keep).get("memory_items", (0,))
    if 4 * np.prod(items, dtype=np.float64) > MOST_ITEMS_BYTES:
        raise fault("memory_items", "is too large; leave it out")
    return keep


def _rows(
    archive: zipfile.ZipFile,
    entries: Mapping[str, zipfile.ZipInfo],
    key: str,
    experiment: Experiment,
) -> int | None:
    """How many rows of memories there are, as a key tells that has all; None where there are
    none."""
    if not any(name.startswith("memory_") for name in entries):
        return None
    if key not in entries:
        return experiment.steps + 1
    with archive.open(entries[key]) as file:
        return next(iter(read_header(key, file).shape[1:2]), experiment.steps + 1)


def _every(
    archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], experiment: Experiment
) -> int:
    """The points of every so many-th step are kept, as the kept times say."""
    key, count, steps = "kept", len(experiment.enabled_methods), experiment.steps
    if key not in entries:
        raise fault(key, "is missing; a recording of a network holds it")
    with archive.open(entries[key]) as file:
        header = read_header(key, file)
        fits = len(header.shape) == 2 and header.shape[0] == count
        if not fits or not 2 <= header.shape[1] <= steps + 1 or header.dtype.kind not in "iu":
            raise fault(key, f"is no list of some of the times 0 to {steps} of {count} methods")
        kept: Array = np.empty(header.shape, ARRAYS[key].dtype)
        fill(key, file, header, list(kept))
    every = int(kept[0, 1])
    if every < 1 or not np.array_equal(kept, np.tile(Summary(every).kept(steps), (count, 1))):
        raise fault(key, f"does not count from 0 in equal steps, and last to {steps}")
    return every
