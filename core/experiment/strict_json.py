"""JSON read strictly, since it may come from a stranger, and written for people to read."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterable
from typing import Any, NoReturn

from core.experiment.errors import ExperimentError, refuse, shown, step_into
from landscapes.wording import LONGEST_SHOWN

MAX_BYTES = 64 * 2**20
MAX_DEPTH = 16
_LONGEST_INTEGER = 300  # digits; past about 308 no float holds it either
_WIDTH = 100
_encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
_WHOLE = "text without halves of surrogate pairs"
_ENCODING = "save it as plain UTF-8"

Json = Any  # None, bool, int, float, str, or a list or dict (with str keys) of Json


def parse(text: str | bytes) -> Json:
    """The value that a JSON text holds.

    Args:
        text: at most 64 MiB, in UTF-8 where it is bytes.

    Raises:
        ExperimentError: it is too large, not UTF-8, not JSON (with line and column), nested
            deeper than 16 levels, repeats a key, or holds a number that is not finite, be it
            written `NaN`, `Infinity` or `1e999`, or a lone surrogate (`\\ud800`).
    """
    repeated: dict[int, tuple[str, Json]] = {}

    def gather(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
        gathered = dict(pairs)
        if len(gathered) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            first = next(key for key in counts if counts[key] > 1)
            repeated[id(gathered)] = (first, gathered)  # kept alive, so that its id stays its own
        return gathered

    try:
        tree = json.loads(_decode(text), object_pairs_hook=gather, parse_int=_integer)
    except json.JSONDecodeError as error:
        _refuse_syntax(error)
    except RecursionError:
        raise ExperimentError("$", _too_deep()) from None
    _survey("$", tree, repeated, 1)
    return tree


def write(value: Json) -> str:
    """JSON text in lines of at most 100 characters where that can be; `parse` is its inverse."""
    return _layout(value, 0) + "\n"


def _decode(text: str | bytes) -> str:
    if len(text) > MAX_BYTES:
        raise ExperimentError("$", f"the text is longer than {MAX_BYTES // 2**20} MiB")
    if isinstance(text, bytes):
        try:
            text = text.decode("utf-8")
        except UnicodeDecodeError as error:
            byte = f"byte 0x{error.object[error.start]:02x} at offset {error.start}"
            raise ExperimentError("$", f"not UTF-8 ({byte}); {_ENCODING}") from None
    if text.startswith("\ufeff"):
        raise ExperimentError("$", f"begins with a byte order mark; {_ENCODING} without one")
    if not text.strip():
        raise ExperimentError("$", "the text is empty; a JSON object is expected")
    return text


def _integer(digits: str) -> int | float:
    # Python refuses very long integers; as floats they are refused for being infinite.
    return int(digits) if len(digits) <= _LONGEST_INTEGER else float(digits)


def _refuse_syntax(error: json.JSONDecodeError) -> NoReturn:
    line = error.doc[error.pos : error.pos + LONGEST_SHOWN].split("\n", 1)[0].rstrip()
    stands = f" before {shown(line)}" if line else ""
    place = f"line {error.lineno}, column {error.colno}"
    raise ExperimentError("$", f"not JSON: {place}{stands}: {error.msg}") from None


def _too_deep() -> str:
    return f"nested too deeply; at most {MAX_DEPTH} levels are allowed"


def _survey(path: str, node: Json, repeated: dict[int, tuple[str, Json]], depth: int) -> None:
    """Refuse the first fault in reading order that the parser itself lets through."""
    if isinstance(node, str) and not _is_whole(node):
        raise refuse(path, node, _WHOLE)
    if isinstance(node, float) and not math.isfinite(node):
        raise refuse(path, node, "a finite number")
    if depth > MAX_DEPTH and isinstance(node, dict | list):
        raise ExperimentError(path[:LONGEST_SHOWN], _too_deep())
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
