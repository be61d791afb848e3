"""The archive that arrays are kept in (`.npz`): a zip of `.npy` files, written in the same bytes
every time, and read without trust: nothing is unpickled, no list of contents is longer than it
needs to be, and what zipfile complains of is said in words."""

from __future__ import annotations

import contextlib
import errno
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any, NoReturn

import numpy as np

from core.experiment import strict_json
from core.experiment.errors import ExperimentError, shown
from core.experiment.file_kinds import HEAD, kind_of
from core.files import reading
from core.recording.npy import BLOCK, fault, read_header, write_header
from landscapes.base import Array
from landscapes.wording import cut

ENDING = ".npy"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_LONGEST_TEXT = 4 * strict_json.MAX_BYTES + 10_000  # bytes; numpy writes four for a character
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the oldest a zip can name


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
def opened(
    path: str | os.PathLike[str], what: str = "recording"
) -> Iterator[tuple[zipfile.ZipFile, int]]:
    """The archive and the size of the file, which should be `what`.

    Raises:
        OSError: it cannot be read.
        ExperimentError: it is no archive, or a damaged one.
    """
    with reading(path) as file:
        size = os.fstat(file.fileno()).st_size
        kind = kind_of(file.read(HEAD)) or "text"
        if "zip" not in kind and "npz" not in kind:
            raise ExperimentError("$", f"this is {kind}, no {what} (.npz)")
        sparing: Any = _Sparing(file)
        with _faults_of_the_archive(what), zipfile.ZipFile(sparing) as archive:
            yield archive, size


def write_arrays(
    archive: zipfile.ZipFile, key: str, shape: tuple[int, ...], arrays: list[Array]
) -> None:
    """Write arrays of one shape one after another, as one array with a leading axis."""
    entry = zipfile.ZipInfo(key + ENDING, _FIRST_DAY)
    entry.create_system, entry.external_attr = 3, 0o644 << 16
    with archive.open(entry, "w", force_zip64=True) as file:
        write_header(file, arrays[0].dtype, shape)
        for array in arrays:
            file.write(np.ascontiguousarray(array).reshape(-1).view(np.uint8).data)


def entries_of(archive: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    """The archive's files by key; refused where they could hold more than the file itself."""
    entries: dict[str, zipfile.ZipInfo] = {}
    for entry in archive.infolist():
        key = entry.filename.removesuffix(ENDING)
        if entry.compress_type not in _METHODS or entry.flag_bits & 1:
            problem = "is encrypted, or compressed in another way than numpy.savez_compressed does"
            raise fault(key, problem)
        if key in entries:
            raise fault(key, "appears twice")
        entries[key] = entry
    if sum(entry.compress_size for entry in entries.values()) > size:
        raise ExperimentError("$", "the archive says that it holds more than its size")
    return entries


def read_text(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, key: str) -> str:
    """The text that an array of no axes holds; ExperimentError where it is none."""
    if entry.file_size > _LONGEST_TEXT:
        raise fault(key, "is too long a text")
    with archive.open(entry) as file:
        header = read_header(key, file)
        if header.shape != () or header.dtype.kind != "U":
            problem = f"is {header.dtype} of shape {shown(header.shape)}; a text is expected"
            raise fault(key, problem)
        data = b"".join(iter(lambda: file.read(BLOCK), b""))
    if len(data) != header.dtype.itemsize:
        raise fault(key, "does not have the length it says")
    try:
        text = data.decode("utf-32-be" if header.dtype.str[0] == ">" else "utf-32-le")
    except UnicodeDecodeError:
        raise fault(key, "is not a text") from None
    return text.rstrip("\0")


@contextlib.contextmanager
def _faults_of_the_archive(what: str) -> Iterator[None]:
    """What zipfile raises for broken files, as the refusal of one."""
    try:
        yield
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, EOFError) as error:
        _refuse_archive(error, what)
    except OSError as error:
        if error.errno != errno.EINVAL:  # a place before the file's beginning is no place
            raise
        _refuse_archive(zipfile.BadZipFile("Bad magic number for file header"), what)
    except (RuntimeError, OverflowError, UnicodeDecodeError, zlib.error, struct.error) as error:
        _refuse_archive(error, what)


# What zipfile says first of a broken archive, in words for people.
_DAMAGES = {
    "File is not a zip file": "its end is missing",
    "Bad CRC-32 for file": "a checksum does not agree with what it is the sum of",
    "Bad magic number for central directory": "its list of contents is broken",
    "Bad magic number for file header": "an entry does not begin where its list says",
    "Truncated": "its end is missing",
}


def _refuse_archive(error: Exception, what: str) -> NoReturn:
    said = str(error)
    known = (words for begins, words in _DAMAGES.items() if said.startswith(begins))
    problem = f"this {what} is damaged: {next(known, cut(said))}"
    raise ExperimentError("$", problem) from None
