"""What lies outside the part of the plane that is shown: arrows at the map's border toward it."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.theme import Theme
from app.map.drawing.cards import draw_card
from app.map.drawing.colours import faded
from app.map.drawing.paths import polygons_path
from app.map.drawing.text import Fonts
from app.map.drawing.view import Frame
from landscapes.base import Array

WORDS = "start outside the view"
INSET, SIZE, APART = 11.0, 7.0, 12.0
SMALLEST_PLOT = 60.0
_FARTHEST = 1e150
_ARROW = np.array([(SIZE, 0.0), (-0.6 * SIZE, 0.8 * SIZE), (-0.6 * SIZE, -0.8 * SIZE)])


def draw_off_view(
    painter: QPainter,
    frame: Frame,
    theme: Theme,
    fonts: Fonts,
    start: Array | None,
    heads: list[tuple[Array, QColor]],
) -> None:
    """An arrow toward a start (2,) and toward each head (place, colour) that is not in view.

    Arrows that would lie on one another stand in a row. Words are added where no head is in view
    either: the map would be empty.
    """
    if min(frame.plot.width(), frame.plot.height()) < SMALLEST_PLOT:
        return
    marks = [] if start is None else [(start, QColor(theme.map_ink))]
    marks += heads
    taken: list[QPointF] = []
    for point, colour in marks:
        found = toward(frame, point)
        if found is None:
            continue
        place, along = found
        while any((place - other).manhattanLength() < APART for other in taken):
            place -= QPointF(*along) * APART
        taken.append(place)
        _draw_arrow(painter, theme, place, along, colour)
    found = None if start is None else toward(frame, start)
    if found is None or any(toward(frame, point) is None for point, _ in heads):
        return
    place, along = found
    row = sum(_lies_behind(other - place, along) for other in taken)
    place -= QPointF(*along) * (APART * row)
    _draw_words(painter, frame, theme, fonts, place, along)


def toward(frame: Frame, point: Array) -> tuple[QPointF, Array] | None:
    """The pixel at the border in whose direction (2,) a point lies; None if it is in view."""
    plot, (sx, sy) = frame.plot, frame.scales
    x, y = (min(max(float(part), -_FARTHEST), _FARTHEST) for part in point)
    away = (x - 0.5 * sum(frame.x)) * sx, -(y - 0.5 * sum(frame.y)) * sy
    half = 0.5 * plot.width(), 0.5 * plot.height()
    if abs(away[0]) <= half[0] and abs(away[1]) <= half[1]:
        return None  # numbers of Python's own: this is asked for every head of every frame
    along = np.array(away) / np.hypot(*away)
    length = np.min((np.array(half) - INSET) / np.maximum(np.abs(along), 1e-12))
    return plot.center() + QPointF(*(length * along)), along


def _lies_behind(offset: QPointF, along: Array) -> bool:
    """Whether an offset points straight back along a direction, or nowhere."""
    across = offset.x() * along[1] - offset.y() * along[0]
    return bool(abs(across) < APART and np.dot(offset.toTuple(), along) < 0.5 * APART)


def _draw_arrow(
    painter: QPainter, theme: Theme, place: QPointF, along: Array, colour: QColor
) -> None:
    turn = np.array([along, (-along[1], along[0])])
    path = polygons_path((_ARROW @ turn + place.toTuple())[None])
    painter.setPen(
        QPen(faded(theme.map_halo, 0.9 * colour.alphaF()), 3.0, j=Qt.PenJoinStyle.RoundJoin)
    )
    painter.setBrush(colour)
    painter.drawPath(path)
    painter.fillPath(path, colour)


def _draw_words(
    painter: QPainter, frame: Frame, theme: Theme, fonts: Fonts, place: QPointF, along: Array
) -> None:
    """On a small card as near to an arrow as there is room."""
    plot = frame.plot
    width, height = fonts.small_metrics.horizontalAdvance(WORDS) + 14.0, 20.0
    if width > plot.width():
        return
    reach = 0.5 * (abs(along[0]) * width + abs(along[1]) * height) + 0.4 * APART
    middle = place - QPointF(*along) * reach
    card = QRectF(0, 0, width, height)
    card.moveCenter(middle)
    card.moveLeft(min(max(card.left(), plot.left() + 4), plot.right() - 4 - width))
    card.moveTop(min(max(card.top(), plot.top() + 4), plot.bottom() - 4 - height))
    draw_card(painter, card, theme)
    painter.setFont(fonts.small)
    painter.setPen(QColor(theme.text))
    painter.drawText(card, Qt.AlignmentFlag.AlignCenter, WORDS)
