"""How the rows of a memory are painted: where, in which colours and in which letters."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtGui import QColor

from app.figures.memory.columns import Columns, Rows
from app.look.lettering import Lettering
from app.look.styles import Style
from app.look.theme import Theme


class Look(NamedTuple):
    """The colours of one method's rows."""

    hue: QColor
    pale: QColor
    panel: QColor
    card: QColor
    groove: QColor
    text: QColor
    dim: QColor
    accent: QColor

    @classmethod
    def of(cls, style: Style, theme: Theme) -> Look:
        """Colours for a method's style on a theme."""
        hue, pale = QColor(style.colour), QColor(style.colour)
        if style.ghost:
            hue.setAlphaF(0.6)
        pale.setAlphaF(0.3)
        names = (theme.panel, theme.card, theme.groove, theme.text, theme.dim, theme.accent)
        return cls(hue, pale, *map(QColor, names))


class Letters(NamedTuple):
    """What rows are lettered in: their numbers, and the captions above them."""

    normal: Lettering
    small: Lettering


class Manner(NamedTuple):
    """How the rows of a lane are painted: where, in which colours and letters."""

    rows: Rows
    columns: Columns
    look: Look
    letters: Letters
    of_network: bool = False
    """Whether items are told by their norms and cosines: thousands of numbers have no arrow."""
