"""The arrays inside a recording: the npy format, read without trust and in pieces.

An array of another width, byte order or index order than a recording's own is converted while it
is read, where every number of it can be kept; what numpy or another program has saved again opens.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import IO, NamedTuple

import numpy as np

from core.experiment.errors import ExperimentError, shown
from landscapes.base import Array

BLOCK = 2**20  # bytes read at a time
_MAGIC = b"\x93NUMPY"
_LENGTHS = {b"\x01\x00": 2, b"\x02\x00": 4, b"\x03\x00": 4}  # of the header's length, by version
_LONGEST_HEADER = 10_000  # bytes; a recording's take 118


def fault(key: str, problem: str) -> ExperimentError:
    """What is wrong with one array of a recording."""
    return ExperimentError(key, f"{shown(key)} {problem}")


class Header(NamedTuple):
    """What stands before an array's bytes: `size` bytes that tell its shape, type and order."""

    shape: tuple[int, ...]
    dtype: np.dtype[np.generic]
    fortran: bool
    size: int

    @property
    def array_bytes(self) -> int:
        """How many bytes follow."""
        count = 1
        for length in self.shape:
            count *= length  # in whole numbers, which do not overflow
        return count * self.dtype.itemsize


def write_header(file: IO[bytes], dtype: np.dtype[np.generic], shape: tuple[int, ...]) -> None:
    """Begin an array; its bytes in C's order are to follow."""
    header = {
        "descr": np.lib.format.dtype_to_descr(dtype),
        "fortran_order": False,
        "shape": shape,
    }
    np.lib.format.write_array_header_1_0(file, header)


def read_header(key: str, file: IO[bytes]) -> Header:
    """The header of the array that follows in a file; ExperimentError where there is none."""
    try:
        start = file.read(len(_MAGIC) + 2)
        width = _LENGTHS[start[len(_MAGIC) :]]
        length = int.from_bytes(file.read(width), "little")
        if not start.startswith(_MAGIC) or length > _LONGEST_HEADER:
            raise ValueError
        # Not numpy's own reader: it accepts what older Pythons wrote by more lenient ways.
        header = ast.literal_eval(file.read(length).decode("utf-8").strip())
        shape, fortran, dtype = (header[name] for name in ("shape", "fortran_order", "descr"))
        if not all(type(n) is int and n >= 0 for n in shape) or not isinstance(dtype, str):
            raise ValueError
        shape, dtype = tuple(shape), np.dtype(dtype)
    except (ValueError, TypeError, KeyError, SyntaxError, RecursionError, MemoryError):
        raise fault(key, "is not an array of the npy format") from None
    return Header(shape, dtype, bool(fortran) and len(shape) > 1, len(start) + width + length)


def can_become(dtype: np.dtype[np.generic], wanted: np.dtype[np.generic]) -> bool:
    """Whether numbers of a type are read where a recording has another: fractions of any width
    for fractions, whole numbers of any width for whole numbers."""
    kinds = "f" if wanted.kind == "f" else "iu"
    return dtype.kind in kinds and 0 < dtype.itemsize <= 8


def fill(key: str, file: IO[bytes], header: Header, targets: Sequence[Array]) -> None:
    """Read an array's bytes into `targets`, one for each index of its leading axis."""
    if header.fortran:
        data = bytearray(header.array_bytes)
        _read_into(key, file, memoryview(data))
        whole = np.frombuffer(data, header.dtype).reshape(header.shape, order="F")
        for target, part in zip(targets, whole, strict=True):
            _keep(key, part, target)
        return
    step = BLOCK // header.dtype.itemsize
    block = bytearray(step * header.dtype.itemsize)
    for target in targets:
        flat = target.reshape(-1)
        for first in range(0, len(flat), step):
            part = flat[first : first + step]
            room = memoryview(block)[: len(part) * header.dtype.itemsize]
            _read_into(key, file, room)
            _keep(key, np.frombuffer(room, header.dtype), part)


def _read_into(key: str, file: IO[bytes], room: memoryview) -> None:
    done = 0
    while done < len(room):
        data = file.read(min(BLOCK, len(room) - done))
        if not data:
            raise fault(key, "ends too early")
        room[done : done + len(data)] = data
        done += len(data)


def _keep(key: str, part: Array, target: Array) -> None:
    """Put numbers where they belong; whole ones that do not fit there are refused."""
    if target.dtype.kind != "f" and part.dtype != target.dtype and part.size:
        room = np.iinfo(target.dtype)
        if part.min() < room.min or part.max() > room.max:
            raise fault(key, f"holds a number that is not from {room.min} to {room.max}")
    target[...] = part
