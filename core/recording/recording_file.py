"""The recording file (`.npz`): every array of a Recording, and the experiment that made it.

An `.npz` is a zip of `.npy` files. They are stored uncompressed with a fixed date, so that equal
recordings are equal bit for bit. Reading a stranger's file is safe: nothing is unpickled, and no
array is made before its shape has been held against the experiment and the size of the file, and
the whole against what the reader has room for.
"""

from __future__ import annotations

import contextlib
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from typing import IO, Any, NoReturn

import numpy as np

from core.experiment import experiment_file, strict_json
from core.experiment.errors import ExperimentError, shown
from core.experiment.experiment import Experiment
from core.experiment.experiment_file import Check
from core.experiment.file_kinds import HEAD, kind_of
from core.files import reading, rewriting
from core.recording.keep import Keep, MemoryDepth
from core.recording.npy import BLOCK, Header, can_become, fault, fill, read_header, write_header
from core.recording.recording import (
    DTYPES,
    MEMORY,
    REJECTED,
    Recording,
    Track,
    track_shapes,
)
from landscapes.base import Array
from landscapes.wording import cut

SUFFIX = ".npz"
_EXPERIMENT = "experiment"
_ENDING = ".npy"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LONGEST_TEXT = 4 * strict_json.MAX_BYTES + 10_000  # bytes; numpy writes four for a character
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


def load(path: str | os.PathLike[str], check: Check | None = None) -> Recording:
    """The recording in a file.

    `check` is told the experiment before any array is read, and raises where there is no room.

    Raises:
        OSError: it cannot be read.
        ExperimentError: it is not a recording; the path is the key at fault, or `$` and what
            follows for a fault of the experiment in it.
    """
    with _opened(path) as (archive, size):
        entries = _entries(archive, size)
        experiment = _experiment(archive, entries, check)
        if check is not None:
            check(experiment)
        return _read(archive, entries, experiment)


def load_experiment(path: str | os.PathLike[str], check: Check | None = None) -> Experiment:
    """The experiment of the recording in a file, none of whose arrays is looked at.

    `check` as in `experiment_file.loads`. Raises as `load`.
    """
    with _opened(path) as (archive, size):
        return _experiment(archive, _entries(archive, size), check)


class _Sparing:
    """A file that hands out no more at once than is asked for here: zipfile would read a list of
    contents of any length that a file claims to have."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, BLOCK + 1) if size >= 0 else BLOCK + 1)
        if len(data) > BLOCK:
            raise zipfile.BadZipFile("its list of contents is too long")
        return data


@contextlib.contextmanager
def _opened(path: str | os.PathLike[str]) -> Iterator[tuple[zipfile.ZipFile, int]]:
    """The archive and the size of the file."""
    with reading(path) as file:
        size = os.fstat(file.fileno()).st_size
        kind = kind_of(file.read(HEAD)) or "text"
        if "zip" not in kind and "npz" not in kind:
            raise ExperimentError("$", f"this is {kind}, no recording (.npz)")
        sparing: Any = _Sparing(file)
        with _faults_of_the_archive(), zipfile.ZipFile(sparing) as archive:
            yield archive, size


def _write(archive: zipfile.ZipFile, key: str, shape: tuple[int, ...], arrays: list[Array]) -> None:
    """Write arrays of one shape one after another, as one array with a leading axis."""
    entry = zipfile.ZipInfo(key + _ENDING, _FIRST_DAY)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    with archive.open(entry, "w", force_zip64=True) as file:
        write_header(file, arrays[0].dtype, shape)
        for array in arrays:
            file.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)


def _read(
    archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], experiment: Experiment
) -> Recording:
    shapes, depth = _expected(archive, entries, experiment)
    headers = {key: _header(archive, entries[key], key, shape) for key, shape in shapes.items()}
    recording = Recording.blank(experiment, depth)
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


def _entries(archive: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    """The archive's files by key; refused where they could hold more than the file itself."""
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        key = entry.filename.removesuffix(_ENDING)
        if entry.compress_type not in _METHODS or entry.flag_bits & 1:
            problem = "is encrypted, or compressed in another way than numpy.savez_compressed does"
            raise fault(key, problem)
        if key in entries:
            raise fault(key, "appears twice")
        entries[key] = entry
    if sum(entry.compress_size for entry in entries.values()) > size:
        raise ExperimentError("$", "the archive says that it holds more than its size")
    return entries


def _experiment(
    archive: zipfile.ZipFile,
    entries: Mapping[str, zipfile.ZipInfo],
    check: Check | None = None,
) -> Experiment:
    if _EXPERIMENT not in entries:
        raise fault(_EXPERIMENT, "is missing; a recording holds its experiment")
    entry = entries[_EXPERIMENT]
    if entry.file_size > _LONGEST_TEXT:
        raise fault(_EXPERIMENT, "is too long a text")
    with archive.open(entry) as file:
        header = read_header(_EXPERIMENT, file)
        if header.shape != () or header.dtype.kind != "U":
            problem = f"is {header.dtype} of shape {shown(header.shape)}; a text is expected"
            raise fault(_EXPERIMENT, problem)
        data = b"".join(iter(lambda: file.read(BLOCK), b""))
    if len(data) != header.dtype.itemsize:
        raise fault(_EXPERIMENT, "does not have the length it says")
    try:
        text = data.decode("utf-32-be" if header.dtype.str[0] == ">" else "utf-32-le")
    except UnicodeDecodeError:
        raise fault(_EXPERIMENT, "is not a text") from None
    del data
    experiment = experiment_file.loads(text.rstrip("\0"), check)
    if not experiment.enabled_methods:
        raise ExperimentError("$.methods", "every method is disabled; a recording has at least one")
    return experiment


def _expected(
    archive: zipfile.ZipFile, entries: Mapping[str, zipfile.ZipInfo], experiment: Experiment
) -> tuple[dict[str, tuple[int, ...]], MemoryDepth]:
    """The shape that each key has to have (M, …), and how much of the memories there is."""
    rows: int | None = None
    if any(key in entries for key in MEMORY):
        rows = experiment.steps + 1
        if "memory_items" in entries:
            with archive.open(entries["memory_items"]) as file:
                rows = next(iter(read_header("memory_items", file).shape[1:2]), rows)
    depth = Keep.of_rows(rows).memory
    count = len(experiment.enabled_methods)
    shapes = {key: (count, *shape) for key, shape in track_shapes(experiment, depth).items()}
    for key in shapes:
        if key not in entries:
            raise fault(key, "is missing; a recording of this experiment holds it")
    for key in entries:
        if key not in shapes and key != _EXPERIMENT:
            raise fault(key, "is not a key of a recording")
    return shapes, depth


def _header(
    archive: zipfile.ZipFile, entry: zipfile.ZipInfo, key: str, expected: tuple[int, ...]
) -> Header:
    """An array's header, once it is known to hold what the experiment says, to its end."""
    with archive.open(entry) as file:
        header = read_header(key, file)
    wanted = DTYPES.get(key, np.dtype(np.float64))
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


@contextlib.contextmanager
def _faults_of_the_archive() -> Iterator[None]:
    """What zipfile raises for broken files, as the refusal of one."""
    try:
        yield
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        _refuse_archive(error)
    except (RuntimeError, OverflowError, UnicodeDecodeError, zlib.error, struct.error) as error:
        _refuse_archive(error)


# What zipfile says first of a broken archive, in words for people.
_DAMAGES = {
    "File is not a zip file": "its end is missing",
    "Bad CRC-32 for file": "a checksum does not agree with what it is the sum of",
    "Bad magic number for central directory": "its list of contents is broken",
    "Bad magic number for file header": "an entry does not begin where its list says",
    "Truncated": "its end is missing",
}


def _refuse_archive(error: Exception) -> NoReturn:
    said = str(error)
    known = (words for begins, words in _DAMAGES.items() if said.startswith(begins))
    problem = f"this recording is damaged: {next(known, cut(said))}"
    raise ExperimentError("$", problem) from None
