"""Labels of cards that stay apart from one another."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection

from core.experiment import MAX_LABEL

_NUMBERED = re.compile(r"(?P<stem>.*) \((?P<number>[0-9]+)\)", re.DOTALL)


def copy_label(label: str, taken: Collection[str]) -> str:
    """The label itself, or the first of `label (2)`, `label (3)`, … that is not taken."""
    if label not in taken:
        return label
    match = _NUMBERED.fullmatch(label)
    stem = match["stem"] if match else label
    for number in itertools.count(2):
        suffix = f" ({number})"
        candidate = stem[: MAX_LABEL - len(suffix)] + suffix
        if candidate not in taken:
            return candidate
    raise AssertionError("unreachable: counting has no end")
