"""The recording file (`.npz`): every array of a Recording, and the experiment that made it.

An `.npz` is a zip of `.npy` files. They are stored uncompressed with a fixed date, so that equal
recordings are equal bit for bit. Reading a stranger's file is safe: nothing is unpickled, and no
array is made before its shape has been held against the experiment and the size of the file.
"""

from __future__ import annotations

import ast
import contextlib
import os
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, NoReturn

import numpy as np

from core.experiment import experiment_file, strict_json
from core.experiment.errors import ExperimentError, shown
from core.experiment.experiment import Experiment
from core.files import rewriting
from core.recording.recording import (
    DTYPES,
    MEMORY,
    REJECTED,
    MemoryDepth,
    Recording,
    Track,
    track_shapes,
)
from landscapes.base import Array

SUFFIX = ".npz"
_EXPERIMENT = "experiment"
_ENDING = ".npy"
_MAGIC = b"\x93NUMPY\x01\x00"
_LONGEST_HEADER = 10_000  # bytes; a recording's take 118
_BLOCK = 2**22  # bytes read at a time
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the oldest a zip can name


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
        _write(archive, _EXPERIMENT, text.shape, [text])
        for key, first in recording.tracks[0].arrays.items():
            shape = (len(recording.tracks), *first.shape)
            _write(archive, key, shape, [track[key] for track in recording.tracks])


def load(path: str | os.PathLike[str]) -> Recording:
    """The recording in a file.

    Raises:
        OSError: it cannot be read.
        ExperimentError: it is not a recording; the path is the key at fault, or `$` and what
            follows for a fault of the experiment in it.
    """
    with Path(path).open("rb") as file, _faults_of_the_archive():
        size = file.seek(0, os.SEEK_END)
        with zipfile.ZipFile(file) as archive:
            return _read(archive, size)


def _write(archive: zipfile.ZipFile, key: str, shape: tuple[int, ...], arrays: list[Array]) -> None:
    """Write arrays of one shape one after another, as one array with a leading axis."""
    entry = zipfile.ZipInfo(key + _ENDING, _FIRST_DAY)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    with archive.open(entry, "w", force_zip64=True) as file:
        header = {
            "descr": np.lib.format.dtype_to_descr(arrays[0].dtype),
            "fortran_order": False,
            "shape": shape,
        }
        np.lib.format.write_array_header_1_0(file, header)
        for array in arrays:
            file.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)


def _read(archive: zipfile.ZipFile, size: int) -> Recording:
    entries = _entries(archive, size)
    if _EXPERIMENT not in entries:
        raise ExperimentError(_EXPERIMENT, "is missing; a recording holds its experiment")
    experiment = _experiment(archive, entries[_EXPERIMENT])
    if not experiment.enabled_methods:
        raise ExperimentError("$.methods", "every method is disabled; a recording has at least one")
    shapes, depth = _expected(archive, entries, experiment)
    for key, shape in shapes.items():
        with archive.open(entries[key]) as file:
            _check_header(key, file, shape)
        if entries[key].file_size < _bytes(key, shape):
            raise ExperimentError(key, "ends too early")
    recording = Recording.blank(experiment, depth)
    for key in shapes:
        with archive.open(entries[key]) as file:
            _header(key, file)
            for track in recording.tracks:
                _fill(key, file, track[key])
            if file.read(1):  # reading to the end also verifies the checksum
                raise ExperimentError(key, "goes on after its end")
    for track in recording.tracks:
        _check_numbers(track, experiment)
        track.filled = experiment.steps
    return recording


def _entries(archive: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    """The archive's files by key; refused where they could hold more than the file itself."""
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        key = entry.filename.removesuffix(_ENDING)
        if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
            raise ExperimentError(key, "is compressed or encrypted; recordings are stored plainly")
        if key in entries:
            raise ExperimentError(key, "appears twice")
        entries[key] = entry
    if sum(entry.file_size for entry in entries.values()) > size:
        raise ExperimentError("$", "the archive says that it holds more than its size")
    return entries


def _experiment(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Experiment:
    if entry.file_size > 4 * strict_json.MAX_BYTES:
        raise ExperimentError(_EXPERIMENT, "is too long a text")
    with archive.open(entry) as file:
        shape, dtype = _header(_EXPERIMENT, file)
        if shape != () or dtype.kind != "U":
            raise ExperimentError(_EXPERIMENT, f"{dtype} of shape {shape}; a text is expected")
        data = file.read()
    if len(data) != dtype.itemsize:
        raise ExperimentError(_EXPERIMENT, "does not have the length it says")
    codes = np.frombuffer(data, np.dtype(np.uint32).newbyteorder(dtype.byteorder))
    if codes.size and codes.max() > 0x10FFFF:
        raise ExperimentError(_EXPERIMENT, "is not a text")
    return experiment_file.loads(str(np.frombuffer(data, dtype)[0]) if codes.size else "")


def _expected(
    archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], experiment: Experiment
) -> tuple[dict[str, tuple[int, ...]], MemoryDepth]:
    """The shape that each key has to have (M, …), and how much of the memories there is."""
    depth: MemoryDepth = "none"
    if any(key in entries for key in MEMORY):
        depth = "all"
        if "memory_items" in entries:
            with archive.open(entries["memory_items"]) as file:
                shape, _ = _header("memory_items", file)
            depth = "last" if shape[1:2] == (1,) else "all"
    count = len(experiment.enabled_methods)
    shapes = {key: (count, *shape) for key, shape in track_shapes(experiment, depth).items()}
    for key in shapes:
        if key not in entries:
            raise ExperimentError(key, "is missing; a recording of this experiment holds it")
    for key in entries:
        if key not in shapes and key != _EXPERIMENT:
            raise ExperimentError(key, "is not a key of a recording")
    return shapes, depth


def _check_header(key: str, file: IO[bytes], expected: tuple[int, ...]) -> None:
    shape, dtype = _header(key, file)
    if shape != expected or dtype != _dtype(key):
        raise ExperimentError(
            key,
            f"{shown(str(dtype))} of shape {shown(shape)} is not allowed; "
            f"{_dtype(key)} of shape {list(expected)}",
        )


def _header(key: str, file: IO[bytes]) -> tuple[tuple[int, ...], np.dtype[np.generic]]:
    """Shape and type of the array that follows in the file."""
    try:
        start, length = file.read(len(_MAGIC)), int.from_bytes(file.read(2), "little")
        if start != _MAGIC or length > _LONGEST_HEADER:
            raise ValueError
        # Not numpy's own reader: it accepts what older Pythons wrote by more lenient ways.
        header = ast.literal_eval(file.read(length).decode("ascii").strip())
        shape, fortran, dtype = (header[name] for name in ("shape", "fortran_order", "descr"))
        if not all(type(n) is int and n >= 0 for n in shape) or not isinstance(dtype, str):
            raise ValueError
        shape, dtype = tuple(shape), np.dtype(dtype)
    except (ValueError, TypeError, KeyError, SyntaxError, RecursionError, MemoryError):
        raise ExperimentError(key, "is not an array of the npy format, version 1.0") from None
    if fortran and len(shape) > 1:
        raise ExperimentError(key, "is in Fortran's order; C's order is expected")
    return shape, dtype


def _fill(key: str, file: IO[bytes], array: Array) -> None:
    """Read an array's bytes into it."""
    buffer = memoryview(array.reshape(-1).view(np.uint8))
    done = 0
    while done < len(buffer):
        block = file.read(min(_BLOCK, len(buffer) - done))
        if not block:
            raise ExperimentError(key, "ends too early")
        buffer[done : done + len(block)] = block
        done += len(block)


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
            raise ExperimentError(key, f"holds a number that is not from {low} to {high}")


def _dtype(key: str) -> np.dtype[np.generic]:
    return DTYPES.get(key, np.dtype(np.float64))


def _bytes(key: str, shape: tuple[int, ...]) -> int:
    count = 1
    for length in shape:
        count *= length  # in whole numbers, which do not overflow
    return count * _dtype(key).itemsize


@contextlib.contextmanager
def _faults_of_the_archive() -> Iterator[None]:
    """What zipfile raises for broken files, as the refusal of one."""
    try:
        yield
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        _refuse_archive(error)
    except (RuntimeError, OverflowError, UnicodeDecodeError) as error:
        _refuse_archive(error)


def _refuse_archive(error: Exception) -> NoReturn:
    raise ExperimentError("$", f"not a recording: {error}") from None
