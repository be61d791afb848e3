"""Cards that lie on the map: how they look, and in which corner one hides least."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QPainter, QPen

from app.look.theme import Theme
from app.map.drawing.colours import faded
from app.map.drawing.view import Frame
from landscapes.base import Array

CARD_OPACITY = 0.88
CLEARLY = 3  # points that a card must spare to leave its usual corner
AROUND = 9.0  # pixels around a card where a head would still be cut
INSET, PADDING = 12.0, 10.0
NEAREST = 4.0  # to the border that a person can put a card
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
LEFT = _MIDDLE | Qt.AlignmentFlag.AlignLeft
RIGHT = _MIDDLE | Qt.AlignmentFlag.AlignRight


def _nothing() -> Array:
    return np.empty((0, 2))


@dataclasses.dataclass(frozen=True, eq=False)
class Room:
    """A map for cards to lie on, and the pixels that they should not hide.

    Where a card lies depends on those of `avoid` (N, 2), how large it is also on those to `spare`
    (N, 2). A room is no other's equal: what was found for it is found again by it.
    """

    frame: Frame
    avoid: Array = dataclasses.field(default_factory=_nothing)
    spare: Array = dataclasses.field(default_factory=_nothing)


def draw_card(painter: QPainter, card: QRectF, theme: Theme) -> None:
    """The ground of a card, through which the map can be made out."""
    painter.setPen(QPen(faded(theme.line, 0.9), 1))
    painter.setBrush(faded(theme.panel, CARD_OPACITY))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)


def corners(card: QRectF) -> Array:
    """Two opposite corners (2, 2) of a card."""
    return np.array([card.topLeft().toTuple(), card.bottomRight().toTuple()])


def placed(frame: Frame, size: QSizeF, share: tuple[float, float]) -> QRectF:
    """A card where a person has put it: with these shares of the room left and above it."""
    room = _places(frame, size)
    x, y = (min(max(part, 0.0), 1.0) for part in share)
    return QRectF(QPointF(room.left() + x * room.width(), room.top() + y * room.height()), size)


def share_of(frame: Frame, size: QSizeF, corner: QPointF) -> tuple[float, float]:
    """The shares of the room left and above a card whose upper left corner is at a pixel."""
    room = _places(frame, size)
    x = (corner.x() - room.left()) / max(room.width(), 1.0)
    y = (corner.y() - room.top()) / max(room.height(), 1.0)
    return min(max(x, 0.0), 1.0), min(max(y, 0.0), 1.0)


def _places(frame: Frame, size: QSizeF) -> QRectF:
    """Where the upper left corner of a card can be."""
    room = frame.plot.adjusted(NEAREST, NEAREST, -NEAREST, -NEAREST)
    width, height = room.width() - size.width(), room.height() - size.height()
    return QRectF(room.left(), room.top(), max(0.0, width), max(0.0, height))


def corner(
    room: Room, size: QSizeF, inset: float, *, low: bool = False, taken: tuple[QRectF, ...] = ()
) -> QRectF:
    """A card in the usual corner, on the left, or in the first of those that spare far more.

    What is already `taken` is left free, unless it is everywhere.
    """
    rects = tuple(card.getRect() for card in taken)
    return QRectF(*_corner(room, size.width(), size.height(), inset, low, rects))


_Rect = tuple[float, float, float, float]


@lru_cache(maxsize=128)  # asked for every card of every frame
def _corner(
    room: Room, width: float, height: float, inset: float, low: bool, rects: tuple[_Rect, ...]
) -> _Rect:
    size, taken = QSizeF(width, height), [QRectF(*rect) for rect in rects]
    inner, avoid = room.frame.plot.adjusted(inset, inset, -inset, -inset), room.avoid
    left, right = inner.left(), inner.right() - width
    heights = inner.top(), inner.bottom() - height
    cards = [
        QRectF(QPointF(x, y), size)
        for y in (reversed(heights) if low else heights)
        for x in (left, right)
    ]
    free = [card for card in cards if not any(card.intersects(other) for other in taken)] or cards
    best, least = free[0], hidden(free[0], avoid)
    for card in free[1:]:
        count = hidden(card, avoid)
        if count + CLEARLY < least:
            best, least = card, count
    found: _Rect = best.getRect()
    return found


def hidden(card: QRectF, points: Array) -> int:
    """How many of some pixels (N, 2) a card hides, or touches what is drawn around them."""
    x, y = points.T
    card = card.adjusted(-AROUND, -AROUND, AROUND, AROUND)
    inside = (x > card.left()) & (x < card.right()) & (y > card.top()) & (y < card.bottom())
    return int(inside.sum())
