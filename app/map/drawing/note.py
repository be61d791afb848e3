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
IN_SHORT = "The no-memory control ends there too."
"""What a caution says where the map has no room for all of it."""
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
    told: tuple[str, ...],
    parts: KeptParts,
    taken: tuple[QRectF, ...],
) -> QRectF:
    """The card in a lower corner that is not `taken`; returns where it lies.

    It says the first of what may be `told`, from whole to short, that does not cover the map, and
    always the last. It is as narrow as the map asks for.
    """
    if not told:
        return QRectF()
    text, size = _fitting(told, room.frame.plot.size().toTuple(), fonts)
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
def _fitting(told: tuple[str, ...], plot: tuple[float, float], fonts: Fonts) -> tuple[str, QSizeF]:
    """What is said on a map of this width and height, and how large its card is."""
    width, inside = min(WIDEST, 0.42 * plot[0]), plot[0] - 2 * (INSET + PADDING) - EDGE
    for text in told:
        least = LEAST_WIDTH if text is not told[-1] else min(LEAST_WIDTH, inside)
        box = QRectF(0, 0, max(width, least), 1000)
        words = fonts.small_metrics.boundingRect(box, int(_WRAPPED), text)
        size = QSizeF(words.width() + 2 * PADDING + EDGE, words.height() + 1.2 * PADDING)
        if size.width() * size.height() <= MOST_OF_MAP * plot[0] * plot[1] and width >= least:
            break
    return text, size


def _shortened(label: str) -> str:
    return label if len(label) <= 24 else f"{label[:14]}…{label[-9:]}"
