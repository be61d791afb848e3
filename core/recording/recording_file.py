"""The recording file (`.npz`): every array of a Recording, and the experiment that made it.

An `.npz` is a zip of `.npy` files. They are stored uncompressed with a fixed date, so that equal
recordings are equal bit for bit. Reading a stranger's file is safe: nothing is unpickled, and no
array is made before its shape has been held against the experiment and the size of the file, and
the whole against what the reader has room for.
"""

from __future__ import annotations

import dataclasses
import os
import zipfile
from collections.abc import Mapping
from typing import Any

import numpy as np

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError, shown
from core.experiment.experiment import Experiment
from core.experiment.experiment_file import Check
from core.experiment.record import Record
from core.files import rewriting
from core.recording.archive import entries_of, opened, read_text, write_arrays
from core.recording.keep import Keep
from core.recording.kept_in_file import keep_of_file
from core.recording.npy import Header, can_become, fault, fill, read_header
from core.recording.recording import REJECTED, Recording, Track, blank
from core.recording.shapes import dtype_of, track_shapes
from landscapes.base import Array

SUFFIX = ".npz"
_EXPERIMENT = "experiment"


def save(recording: Recording, path: str | os.PathLike[str]) -> None:
    """Write a recording, whole or not at all.

    Raises:
        OSError: it cannot be written.
        ValueError: the recording holds no method, or not all of its steps.
    """
    if not recording.tracks or not all(track.complete for track in recording.tracks):
        raise ValueError("only a recording of every step of at least one method is saved")
    text = np.array(experiment_file.dumps(recording.experiment))
    with rewriting(path) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        write_arrays(archive, _EXPERIMENT, text.shape, [text])
        for key, shape in _shapes(recording).items():
            rows = [_in_shape(track[key], key, shape) for track in recording.tracks]
            write_arrays(archive, key, (len(rows), *shape), rows)


def _shapes(recording: Recording) -> dict[str, tuple[int, ...]]:
    """The shapes of the arrays that all tracks have; each may have its own number of slots."""
    shapes = track_shapes(recording.experiment, recording.tracks[0].keep)
    return {key: s for key, s in shapes.items() if all(key in track for track in recording.tracks)}


def _in_shape(rows: Array, key: str, shape: tuple[int, ...]) -> Array:
    """Rows (T, S, C, …) with the slots of all together; a method uses no more than it has."""
    if rows.shape == shape:
        return rows
    slots = min(rows.shape[2], shape[2])
    wider = blank(key, shape, rows.dtype)
    wider[:, :, :slots] = rows[:, :, :slots]
    return wider


def load(path: str | os.PathLike[str], check: Check | None = None) -> Recording:
    """The recording in a file.

    `check` is told the experiment before any array is read, and raises where there is no room.

    Raises:
        OSError: it cannot be read.
        ExperimentError: it is not a recording; the path is the key at fault, or `$` and what
            follows for a fault of the experiment in it.
    """
    with opened(path) as (archive, size):
        entries = entries_of(archive, size)
        experiment = _experiment(archive, entries, check)
        if check is not None:
            check(experiment)
        return _read(archive, entries, experiment, check)


def load_experiment(path: str | os.PathLike[str], check: Check | None = None) -> Experiment:
    """The experiment of the recording in a file, none of whose arrays is looked at.

    `check` as in `experiment_file.loads`. Raises as `load`.
    """
    with opened(path) as (archive, size):
        return _experiment(archive, entries_of(archive, size), check)


def _read(
    archive: zipfile.ZipFile,
    entries: Mapping[str, zipfile.ZipInfo],
    experiment: Experiment,
    check: Check | None,
) -> Recording:
    keep = keep_of_file(archive, entries, experiment)
    if check is not None and keep.summary is not None:
        wished = Record(keep.summary.every, keep.summary.what)
        check(dataclasses.replace(experiment, record=wished))  # the room that is really taken
    shapes = _expected(entries, experiment, keep)
    headers = {
        key: _header(archive, entries[key], key, shape, dtype_of(key, keep))
        for key, shape in shapes.items()
    }
    recording = Recording.blank(experiment, keep)
    for key, header in headers.items():
        with archive.open(entries[key]) as file:
            read_header(key, file)
            fill(key, file, header, [track[key] for track in recording.tracks])
            if file.read(1):  # reading to the end also verifies the checksum
                raise fault(key, "goes on after its end")
    for track in recording.tracks:
        _check_numbers(track, experiment)
        track.filled = experiment.steps
    return recording


def _experiment(
    archive: zipfile.ZipFile,
    entries: Mapping[str, zipfile.ZipInfo],
    check: Check | None = None,
) -> Experiment:
    if _EXPERIMENT not in entries:
        raise fault(_EXPERIMENT, "is missing; a recording holds its experiment")
    experiment = experiment_file.loads(read_text(archive, entries[_EXPERIMENT], _EXPERIMENT), check)
    if not experiment.enabled_methods:
        raise ExperimentError("$.methods", "every method is disabled; a recording has at least one")
    return experiment


def _expected(
    entries: Mapping[str, zipfile.ZipInfo], experiment: Experiment, keep: Keep
) -> dict[str, tuple[int, ...]]:
    """The shape that each key has to have (M, …)."""
    count = len(experiment.enabled_methods)
    shapes = {key: (count, *shape) for key, shape in track_shapes(experiment, keep).items()}
    for key in shapes:
        if key not in entries:
            raise fault(key, "is missing; a recording of this experiment holds it")
    for key in entries:
        if key not in shapes and key != _EXPERIMENT:
            raise fault(key, "is not a key of a recording")
    return shapes


def _header(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    key: str,
    expected: tuple[int, ...],
    wanted: np.dtype[Any],
) -> Header:
    """An array's header, once it is known to hold what the experiment says, to its end."""
    with archive.open(entry) as file:
        header = read_header(key, file)
    if header.shape != expected or not can_become(header.dtype, wanted):
        raise fault(
            key,
            f"is {shown(str(header.dtype))} of shape {shown(header.shape)}; "
            f"{wanted} of shape {list(expected)} is expected",
        )
    if entry.file_size < header.size + header.array_bytes:
        raise fault(key, "ends too early")
    return header


def _check_numbers(track: Track, experiment: Experiment) -> None:
    """Refuse what would point outside the recording's own axes."""
    slots = experiment.capacity
    bounds = {
        "memory_births": (-1, experiment.steps),
        "memory_events": (0, REJECTED),
        "memory_slots": (-1, slots - 1),
    }
    for key, (low, high) in bounds.items():
        if key in track and not (low <= track[key].min() and track[key].max() <= high):
            raise fault(key, f"holds a number that is not from {low} to {high}")
