"""JSON read strictly, since it may come from a stranger, and written for people to read."""

from __future__ import annotations

import codecs
import json
import math
from collections import Counter
from collections.abc import Iterable
from typing import Any, NoReturn

from core.experiment.errors import ExperimentError, refuse, shown, step_into
from core.experiment.file_kinds import HEAD, kind_of
from landscapes.wording import LONGEST_SHOWN

MAX_BYTES = 64 * 2**20
MAX_DEPTH = 16
_LONGEST_INTEGER = 300  # digits; past about 308 no float holds it either
_WIDTH = 100
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_WHOLE = "text without halves of surrogate pairs"
_EXPECTED = "an experiment in JSON, which begins with {, is expected"
# What the two parsers say of a fault, in words for people.
_FAULTS = {
    "Expecting value": "a value is expected",
    "Expecting ',' delimiter": "a comma or a closing bracket is expected",
    "Expecting ':' delimiter": "a colon is expected",
    "Expecting property name enclosed in double quotes": "a key in double quotes is expected",
    "Illegal trailing comma before end of object": "no comma stands before a closing bracket",
    "Illegal trailing comma before end of array": "no comma stands before a closing bracket",
    "Extra data": "the text should end here",
    "trailing characters": "the text should end here",
    "Unterminated string starting at": "the quoted text that begins here has no end",
    "Invalid control character at": "a control character stands in a quoted text",
    "Input data was truncated": "the text ends in the middle",
}

Json = Any  # None, bool, int, float, str, or a list or dict (with str keys) of Json


def parse(text: str | bytes) -> Json:
    """The value that a JSON text holds.

    Args:
        text: at most 64 MiB, in UTF-8 where it is bytes; a byte order mark is passed over.

    Raises:
        ExperimentError: it is too large, no text at all (and what it is), not UTF-8, not JSON
            (with line and column), nested deeper than 16 levels, repeats a key, or holds a number
            that is not finite, be it written `NaN`, `Infinity` or `1e999`, or a lone surrogate
            (`\\ud800`).
    """
    repeated: dict[int, tuple[str, Json]] = {}

    def gather(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        gathered = dict(pairs)
        if len(gathered) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            first = next(key for key in counts if counts[key] > 1)
            repeated[id(gathered)] = (first, gathered)  # kept alive, so that its id stays its own
        return gathered

    decoded = _decode(text)
    try:
        tree = json.loads(decoded, object_pairs_hook=gather, parse_int=_integer)
    except json.JSONDecodeError as error:
        refuse_syntax(decoded, error.msg, error.pos)
    except RecursionError:
        refuse_depth()
    _survey("$", tree, repeated, 1)
    return tree


def write(value: Json) -> str:
    """JSON text in lines of at most 100 characters where that can be; `parse` is its inverse."""
    return _layout(value, 0) + "\n"


def _decode(text: str | bytes) -> str:
    if len(text) > MAX_BYTES:
        raise ExperimentError("$", f"the text is longer than {MAX_BYTES // 2**20} MiB")
    if isinstance(text, bytes):
        text = text.removeprefix(codecs.BOM_UTF8)
        check_kind(text)
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            refuse_encoding(error)
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise ExperimentError("$", f"the text is empty; {_EXPECTED}")
    return text


def check_kind(content: bytes) -> None:
    """Raise ExperimentError, saying what it is, for the content of a file that is no text."""
    kind = kind_of(content[:HEAD]) if content else None
    if kind is not None:
        raise ExperimentError("$", f"this is {kind}; {_EXPECTED}")


def refuse_encoding(error: UnicodeDecodeError) -> NoReturn:
    """Raise ExperimentError for bytes that are no UTF-8."""
    byte = f"byte 0x{error.object[error.start]:02x} at offset {error.start}"
    problem = f"this text is not UTF-8 ({byte}); save it as UTF-8"
    raise ExperimentError("$", problem) from None


def _integer(digits: str) -> int | float:
    # Python refuses very long integers; as floats they are refused for being infinite.
    return int(digits) if len(digits) <= _LONGEST_INTEGER else float(digits)


def refuse_syntax(text: str | bytes, fault: str, at: int) -> NoReturn:
    """Raise ExperimentError for a text that is not JSON, with a parser's words for the fault at a
    place: what was expected, what stands there, and last the line and the column."""
    before, after = _words(text[:at]), _words(text[at : at + LONGEST_SHOWN])
    if not before.strip() and not after.startswith(("{", "[", '"')):
        fault = _EXPECTED
    expected = _FAULTS.get(fault, fault[:1].lower() + fault[1:])
    line = after.split("\n", 1)[0].rstrip()
    stands = f" before {shown(line)}" if line else ""
    row, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    problem = f"this text is not JSON: {expected}{stands} (line {row}, column {column})"
    raise ExperimentError("$", problem) from None


def _words(piece: str | bytes) -> str:
    return piece.decode("utf-8", "replace") if isinstance(piece, bytes) else piece


def refuse_depth(path: str = "$") -> NoReturn:
    """Raise ExperimentError for a text that is nested too deeply."""
    problem = f"nested too deeply; at most {MAX_DEPTH} levels are allowed"
    raise ExperimentError(path, problem) from None


def _survey(path: str, node: Json, repeated: dict[int, tuple[str, Json]], depth: int) -> None:
    """Refuse the first fault in reading order that the parser itself lets through."""
    if isinstance(node, str) and not _is_whole(node):
        raise refuse(path, node, _WHOLE)
    if isinstance(node, float) and not math.isfinite(node):
        raise refuse(path, node, "a finite number")
    if depth > MAX_DEPTH and isinstance(node, dict | list):
        refuse_depth(path)
    if id(node) in repeated:
        key = repeated[id(node)][0]
        problem = f"the key {shown(key)} appears twice in one object"
        raise ExperimentError(step_into(path, key), problem)
    for inside, child in _children(node):
        if isinstance(inside, str) and not _is_whole(inside):
            raise refuse(step_into(path, inside), inside, _WHOLE)
        if isinstance(child, int) or (isinstance(child, float) and math.isfinite(child)):
            continue  # nearly all of a long file, and in need of no path
        _survey(step_into(path, inside), child, repeated, depth + 1)


def _children(node: Json) -> Iterable[tuple[str | int, Json]]:
    if isinstance(node, dict):
        return node.items()
    return enumerate(node) if isinstance(node, list) else ()


def _is_whole(text: str) -> bool:
    return text.isascii() or not any("\ud800" <= character <= "\udfff" for character in text)


def _layout(node: Json, indent: int) -> str:
    """JSON text that keeps on one line what fits there."""
    line = _encode(node)
    if len(line) + indent <= _WIDTH or not isinstance(node, dict | list | tuple):
        return line
    inner = "\n" + " " * (indent + 2)
    if isinstance(node, dict):
        rows = [_encode(key) + ": " + _layout(child, indent + 2) for key, child in node.items()]
        return "{" + inner + ("," + inner).join(rows) + "\n" + " " * indent + "}"
    rows = [_layout(child, indent + 2) for child in node]
    return "[" + inner + ("," + inner).join(rows) + "\n" + " " * indent + "]"
