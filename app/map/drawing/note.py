"""A quiet card with a sentence that must be said where one looks: on the map."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter

from app.look.theme import Theme
from app.map.drawing.cards import INSET, PADDING, Room, corner, corners, draw_card
from app.map.drawing.sheet import KeptParts
from app.map.drawing.text import Fonts
from core.measures.control import Unexplained

WIDEST, LEAST_WIDTH, EDGE = 230.0, 120.0, 3.0
MOST_OF_MAP = 0.14
"""The share of the map that it may cover."""
MOST_NAMED = 2
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextWordWrap


def caution(cases: tuple[Unexplained, ...], labels: tuple[str, ...]) -> str:
    """What must be said where methods end where their no-memory controls do; empty for none."""
    if not cases:
        return ""
    names = [f"“{_shortened(labels[case.control])}”" for case in cases]
    several = list(dict.fromkeys(names))
    basins = {case.basin for case in cases}
    basin = basins.pop() if len(basins) == 1 else "the same basin"
    who = f"{len(several)} controls" if len(several) > MOST_NAMED else " and ".join(several)
    end = "ends" if len(several) == 1 else "end"
    return f"{who} {end} in {basin} too: the memory alone does not explain the escape."


def draw_note(
    painter: QPainter,
    room: Room,
    theme: Theme,
    fonts: Fonts,
    text: str,
    parts: KeptParts,
    taken: tuple[QRectF, ...],
    *,
    must: bool = False,
) -> QRectF:
    """The card in a lower corner that is not `taken`; returns where it lies.

    It is as narrow as the map asks for, and not there on a map that it would cover, unless it
    `must` be read.
    """
    plot = room.frame.plot
    width = min(WIDEST, 0.42 * plot.width())
    if must:
        width = max(width, min(LEAST_WIDTH, plot.width()))
    if not text or width < LEAST_WIDTH:
        return QRectF()
    words = _words(text, width, fonts)
    size = QSizeF(words.width() + 2 * PADDING + EDGE, words.height() + 1.2 * PADDING)
    if not must and size.width() * size.height() > MOST_OF_MAP * plot.width() * plot.height():
        return QRectF()
    card = corner(room, size, INSET, low=True, taken=taken)

    def paint(on_image: QPainter) -> None:
        draw_card(on_image, card, theme)
        edge = QRectF(card.left() + 1, card.top() + 7, EDGE, card.height() - 14)
        on_image.fillRect(edge, QColor(theme.warning))
        on_image.setFont(fonts.small)
        on_image.setPen(QColor(theme.text))
        box = card.adjusted(PADDING + EDGE, 0.6 * PADDING, -PADDING + 1, 0)
        on_image.drawText(box, _WRAPPED, text)

    key = (text, card.getRect(), theme)
    parts.draw(painter, room.frame, "note", key, corners(card), 2, paint)
    return card


@lru_cache(maxsize=32)
def _words(text: str, width: float, fonts: Fonts) -> QRectF:
    """The room that a wrapped text takes."""
    return fonts.small_metrics.boundingRect(QRectF(0, 0, width, 1000), int(_WRAPPED), text)


def _shortened(label: str) -> str:
    return label if len(label) <= 24 else f"{label[:14]}…{label[-9:]}"
