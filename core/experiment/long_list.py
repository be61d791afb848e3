"""The long list of starts in a JSON text, set apart before an object is made of every number.

A text of 64 MB may hold eleven million points, or forty million empty lists. Its brackets and
commas alone tell how many points there are and whether each has as many numbers as the first; only
what passes is read as numbers, and only what is wanted is made into points.
"""

from __future__ import annotations

import codecs
import dataclasses
import re
from typing import NoReturn

import msgspec
import numpy as np

from core.experiment.errors import ExperimentError, refuse
from core.experiment.strict_json import check_kind, refuse_depth, refuse_encoding, refuse_syntax
from core.uncollected import uncollected
from landscapes.wording import LONGEST_SHOWN

LONGEST_REST = 2**20
"""Bytes that an experiment's text may take without its list of starts."""
_NUMBERS = b"0123456789+-.eE \t\r\n"
_BLOCK = 2**20  # bytes compared at a time
_A_POINT = "a point: a list of numbers"


class _Top(msgspec.Struct):
    starts: msgspec.Raw = msgspec.Raw()


@dataclasses.dataclass(frozen=True)
class LongList:
    """`count` points of `dimension` numbers each that have not been read yet."""

    text: memoryview
    count: int
    dimension: int

    def read(self) -> tuple[tuple[float, ...], ...]:
        """The points; ExperimentError for a number beyond the range of numbers."""
        flat = bytes(self.text).translate(None, b"[] \t\r\n")
        points = np.fromstring(flat, sep=",").reshape(self.count, self.dimension)
        odd = np.flatnonzero(~np.isfinite(points).all(1))
        if odd.size:
            values = [float(value) for value in points[odd[0]]]
            raise refuse(f"$.starts[{odd[0]}]", values, f"{self.dimension} finite numbers")
        with uncollected():
            return tuple(zip(*(column.tolist() for column in points.T), strict=True))


def set_apart(text: bytes) -> tuple[bytes, LongList | None]:
    """A long JSON text with `[]` in the place of its list of starts, and that list.

    Raises:
        ExperimentError: the text is not JSON, its list is none of points of one length, or what
            is left is longer than `LONGEST_REST`.
    """
    text = text.removeprefix(codecs.BOM_UTF8)
    check_kind(text)
    try:
        starts = memoryview(msgspec.json.decode(text, type=_Top).starts)
    except msgspec.ValidationError:
        raise refuse("$", text[:LONGEST_SHOWN].decode("utf-8", "replace"), "an object") from None
    except msgspec.DecodeError as error:
        found = re.search(r"JSON is malformed: (.*) \(byte (\d+)\)", str(error))
        words, place = (found[1], int(found[2])) if found else (str(error), len(text))
        refuse_syntax(text, words, place)
    except RecursionError:
        refuse_depth()
    except UnicodeDecodeError as error:
        refuse_encoding(error)
    points = None
    if bytes(starts[:1]) == b"[" and len(starts) > LONGEST_REST // 2:
        points = _measured(starts)
        first = _address(starts) - _address(memoryview(text))
        text = text[:first] + b"[]" + text[first + len(starts) :]
    if len(text) > LONGEST_REST:
        raise ExperimentError(
            "$",
            f"apart from its starts the text takes {len(text) / 2**20:,.1f} MiB; "
            f"an experiment takes at most {LONGEST_REST // 2**20} MiB",
        )
    return text, points


def _measured(starts: memoryview) -> LongList:
    """How many points a list of JSON holds, each with as many numbers as the first."""
    raw = bytes(starts)
    marks = raw.translate(None, _NUMBERS)
    del raw
    one = marks[1 : marks.find(b"]") + 1]
    dimension = one.count(b",") + 1
    if one != b"[" + b"," * (dimension - 1) + b"]":
        _refuse_point(starts, 0)
    step = len(one) + 1
    count, rest = divmod(len(marks) - 1, step)
    pattern = (one + b",") * (_BLOCK // step + 1)
    for first in range(0, len(marks) - 1, len(pattern)):
        block = marks[first + 1 : first + 1 + len(pattern)]
        wanted = pattern[: len(block)]
        if first + 1 + len(block) == len(marks):
            wanted = wanted[:-1] + b"]"
        if block != wanted:
            fault = next(place for place, pair in enumerate(zip(block, wanted, strict=True))
                         if pair[0] != pair[1])  # fmt: skip
            _refuse_point(starts, (first + fault) // step)
    if rest:
        _refuse_point(starts, count)
    empty = re.search(rb"\[\s*\]", starts) if dimension == 1 else None
    if empty:
        _refuse_point(starts, bytes(starts[: empty.start()]).count(b"]"))
    return LongList(starts, count, dimension)


def _refuse_point(starts: memoryview, number: int) -> NoReturn:
    """Refuse the point of a number, which does not have the shape of the first."""
    ends = np.flatnonzero(np.frombuffer(starts, np.uint8) == ord("]"))
    place = int(ends[number - 1]) + 1 if number else 1
    raise _not_a_point(number, bytes(starts[place : place + 80]))


def _not_a_point(number: int, text: bytes) -> ExperimentError:
    words = text.decode("utf-8", "replace").lstrip(", \t\r\n")
    return refuse(f"$.starts[{number}]", words, f"{_A_POINT}, as many as the first has")


def _address(view: memoryview) -> int:
    return int(np.frombuffer(view, np.uint8).ctypes.data)
