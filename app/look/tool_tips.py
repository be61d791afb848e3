"""How a tool tip is set: plain text in lines that are read at a glance, wherever it comes from.

Qt breaks the lines of markup only, and nothing of ours or a stranger's is markup.
"""

from __future__ import annotations

import functools
import textwrap

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QToolTip, QWidget

WIDEST = 62
"""Characters of a line; a longer word, such as a formula, is broken."""


def wrapped(text: str) -> str:
    """The text with no line longer than is read at a glance; its own line ends stay."""
    return "\n".join(map(_broken, text.split("\n")))


@functools.lru_cache(maxsize=256)  # the rows of all cards say the same
def _broken(line: str) -> str:
    if not line.isprintable():
        return _slowly(line)
    if len(line) <= WIDEST:  # most are
        return line.rstrip()
    words = line.split(" ")
    if "" in words or max(map(len, words)) > WIDEST:
        return _slowly(line)
    lines, length = [words[0]], len(words[0])
    for word in words[1:]:
        length += 1 + len(word)
        if length <= WIDEST:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
            length = len(word)
    return "\n".join(lines)


def _slowly(line: str) -> str:
    """With all that a line may hold, words that are too long among it: a long one takes a third of
    a millisecond, and a window has dozens."""
    return "\n".join(textwrap.wrap(line, WIDEST, break_on_hyphens=False))


def set_tip(part: QWidget | QAction, text: str) -> None:
    """Give a widget or an entry of a menu a tool tip."""
    part.setToolTip(wrapped(text))


def show_tip(widget: QWidget) -> None:
    """Show a widget's tool tip below it now, as when a person clicks what only explains."""
    place = widget.mapToGlobal(widget.rect().bottomLeft())
    QToolTip.showText(place, widget.toolTip(), widget)
