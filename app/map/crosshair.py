"""The place under the pointer in one map of a grid, marked in all the others."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.theme import Theme
from app.map.drawing.cells import Cells

ARM, HOLE = 8.0, 3.0
"""Pixels from the middle to the ends of an arm."""


def crosses(cells: Cells, pointed: int, point: tuple[float, float]) -> list[QPointF]:
    """Where a point of the plane lies in all cells but that of the method that is `pointed` at."""
    places = [
        (cell.frame.plot, cell.frame.pixel(np.array(point)))
        for cell in cells.cells
        if cell.method != pointed
    ]
    return [place for plot, place in places if plot.contains(place)]


def draw_crosses(painter: QPainter, theme: Theme, places: list[QPointF]) -> None:
    """Four arms about each place, seen on any ground."""
    arms = [
        QLineF(place + QPointF(x, y) * HOLE, place + QPointF(x, y) * ARM)
        for place in places
        for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1))
    ]
    for width, colour in ((3.4, theme.map_halo), (1.4, theme.map_ink)):
        painter.setPen(QPen(QColor(colour), width, c=Qt.PenCapStyle.FlatCap))
        painter.drawLines(arms)


def touched(place: QPointF) -> QRect:
    """The pixels of a cross."""
    reach = round(ARM) + 3
    middle = place.toPoint()
    return QRect(middle.x() - reach, middle.y() - reach, 2 * reach + 1, 2 * reach + 1)
