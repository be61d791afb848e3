"""The marks of a plot: lines through figures, bands, whiskers, dots and the names beside them."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from app.look.styles import Style
from app.map.drawing.colours import faded
from landscapes.base import Array

DOT, CAP = 3.4, 3.0


def polygon(points: Array) -> QPolygonF:
    """Pixels (k, 2) as Qt takes them."""
    return QPolygonF([QPointF(x, y) for x, y in points.tolist()])


def draw_line(painter: QPainter, points: Array, pen: QPen) -> None:
    """A line through points (k, 2); it is broken where one is not finite."""
    path, open_ = QPainterPath(), False
    for x, y in points.tolist():
        if not (math.isfinite(x) and math.isfinite(y)):
            open_ = False
        elif open_:
            path.lineTo(x, y)
        else:
            path.moveTo(x, y)
            open_ = True
    painter.strokePath(path, pen)


def draw_band(painter: QPainter, low: Array, high: Array, colour: str, alpha: float) -> None:
    """The ground between two lines (k, 2)."""
    fine = np.isfinite(low).all(-1) & np.isfinite(high).all(-1)
    if fine.sum() < 2:
        return
    path = QPainterPath()
    path.addPolygon(polygon(np.concatenate([low[fine], high[fine][::-1]])))
    path.closeSubpath()
    painter.fillPath(path, faded(colour, alpha))


def draw_whisker(painter: QPainter, start: QPointF, end: QPointF, colour: QColor | str) -> None:
    """An interval, upright or level, with a stroke across each end."""
    painter.setPen(QPen(QColor(colour), 1.2))
    painter.drawLine(start, end)
    level = abs(end.y() - start.y()) < abs(end.x() - start.x())
    across = QPointF(0, CAP) if level else QPointF(CAP, 0)
    for place in (start, end):
        painter.drawLine(place - across, place + across)


def draw_dot(
    painter: QPainter, at: QPointF, style: Style, ground: str, *, hollow: bool = False,
    radius: float = DOT,
) -> None:  # fmt: skip
    """A figure's dot, edged with the ground so that it stands apart; hollow is open."""
    if hollow:
        painter.setPen(QPen(QColor(style.colour), 1.5))
        painter.setBrush(QColor(ground))
    else:
        painter.setPen(QPen(QColor(ground), 1.0))
        painter.setBrush(QColor(style.colour))
    painter.drawEllipse(at, radius, radius)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_swatch(painter: QPainter, box: QRectF, style: Style) -> None:
    """A method's colour as a short thick line in the middle of a box."""
    middle = box.center().y()
    painter.fillRect(QRectF(box.left(), middle - 1.5, box.width(), 3), QColor(style.colour))


def spread(wanted: Sequence[float], apart: float, low: float, high: float) -> list[float]:
    """Places near the wanted ones that are in their order, at least so far `apart` if there is
    room, and between two ends."""
    if not wanted:
        return []
    apart = min(apart, (high - low) / max(1, len(wanted) - 1)) if len(wanted) > 1 else apart
    order = sorted(range(len(wanted)), key=lambda k: wanted[k])
    # Blocks of neighbours that touch lie about the mean of what they want (isotonic regression).
    blocks: list[tuple[float, int]] = []
    for rank, index in enumerate(order):
        mean, count = wanted[index] - rank * apart, 1
        while blocks and blocks[-1][0] >= mean:
            other, size = blocks.pop()
            mean, count = (other * size + mean * count) / (size + count), size + count
        blocks.append((mean, count))
    last = (len(wanted) - 1) * apart
    places = [min(max(mean, low), high - last) for mean, count in blocks for _ in range(count)]
    found = [0.0] * len(wanted)
    for rank, index in enumerate(order):
        found[index] = places[rank] + rank * apart
    return found
