"""Labels of cards that say what the card is and stay apart from one another."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection

from core.experiment.experiment import MAX_LABEL
from core.experiment.methods import Method

_NUMBERED = re.compile(r"(?P<stem>.*) \((?P<number>[0-9]+)\)", re.DOTALL)


def spaced_title(method: Method) -> str:
    """A method as people write it, with room around the plus signs: `Adam + CM`."""
    return method.title.replace("+", " + ")


_STYLES = (lambda method: method.name, spaced_title, lambda method: method.title)


def following_label(label: str, before: Method, after: Method) -> str:
    """The label of a card whose method changes: it follows where it only named the method.

    `Adam + CM (2)` becomes `Adam + CM + SAM (2)`, and `my best run` stays.
    """
    match = _NUMBERED.fullmatch(label)
    stem = match["stem"] if match else label
    for style in _STYLES:
        if stem == style(before):
            return style(after) + label[len(stem) :]
    return label


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
