"""The shapes of the heads, drawn in panels and legends with a painter's pen and brush."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPolygonF

_SIDES = {"s": (4, 45), "d": (4, 0), "t1": (3, -90), "t": (3, 90), "p": (5, -90), "h": (6, 0)}


def paint_marker(painter: QPainter, marker: str, centre: QPointF, radius: float) -> None:
    """One of the head markers of `app.look.styles`, with the painter's pen and brush."""
    if marker not in _SIDES:
        painter.drawEllipse(centre, radius, radius)
        return
    sides, turn = _SIDES[marker]
    reach = radius * (1.15 if sides < 5 else 1.08)
    corners = [
        QPointF(
            centre.x() + reach * math.cos(math.radians(turn + 360 * k / sides)),
            centre.y() + reach * math.sin(math.radians(turn + 360 * k / sides)),
        )
        for k in range(sides)
    ]
    painter.drawPolygon(QPolygonF(corners))
