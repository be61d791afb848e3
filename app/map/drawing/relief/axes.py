"""Round numbers along the two edges of the block that are nearest to the eye."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.theme import Theme
from app.map.drawing.axes import GRID_OPACITY
from app.map.drawing.device import hairline
from app.map.drawing.relief.frame import ReliefFrame
from app.map.drawing.relief.ways import joined, path_of
from app.map.drawing.text import Fonts
from app.map.drawing.ticks import Tick, linear_ticks
from landscapes.base import Array

APART = 58.0
"""Pixels between two ticks, at least."""
CORNER = 12.0
"""Pixels around the corner that both edges have in common."""
LINE_POINTS = 160
"""Of a grid line across the surface."""
TICK, LABEL, NAME = 4.0, 13.0, 14.0
"""Pixels from an edge to the ends of its ticks, to the middles of their labels, and from its end to
the middle of its name."""
LONG = 24.0
"""Pixels of a name that has no room at the end of its edge."""


def draw_edges(
    painter: QPainter, frame: ReliefFrame, theme: Theme, fonts: Fonts,
    names: tuple[str, str] = ("x", "y"),
) -> None:  # fmt: skip
    """Ticks, labels and names of x and y."""
    for axis, name in enumerate(names):
        _draw_edge(painter, frame, theme, fonts, axis, name)


def _draw_edge(
    painter: QPainter, frame: ReliefFrame, theme: Theme, fonts: Fonts, axis: int, name: str
) -> None:
    ends, out = edge(frame, axis)
    along = ends[1] - ends[0]
    length = float(np.hypot(*along))
    if length < APART:
        return
    interval = (frame.x, frame.y)[axis]
    near = int(ends[1, 1] > ends[0, 1] + 0.5)  # which end is where the two edges meet
    metrics = fonts.small_metrics
    painter.setFont(fonts.small)
    for tick in ticks(frame, axis):
        share = (tick.value - interval[0]) / (interval[1] - interval[0])
        place = ends[0] + share * along
        # Where the two edges meet there is room for the ticks of neither.
        if not frame.plot.contains(QPointF(*place)) or np.hypot(*(place - ends[near])) < CORNER:
            continue
        painter.setPen(QPen(QColor(theme.dim), 1))
        painter.drawLine(QPointF(*place), QPointF(*(place + TICK * out)))
        width = metrics.horizontalAdvance(tick.label)
        # As far out as its box needs to be clear of the edge.
        middle = place + out * (LABEL + 0.5 * abs(out[0]) * max(0.0, width - 10.0))
        _write(painter, middle, tick.label)
    outward = (ends[1 - near] - ends[near]) / length
    place = ends[1 - near] + NAME * outward + 0.5 * LABEL * out
    wide = metrics.horizontalAdvance(name)
    if wide > LONG:  # beyond the labels, along the middle of its edge
        place = ends.mean(0) + out * (2 * LABEL + 0.5 * abs(out[0]) * wide)
    if frame.plot.contains(QPointF(*place)):
        painter.setPen(QPen(QColor(theme.text), 1))
        _write(painter, place, name)


def ticks(frame: ReliefFrame, axis: int) -> list[Tick]:
    """As many as leave their labels apart."""
    ends, _ = edge(frame, axis)
    length = float(np.hypot(*(ends[1] - ends[0])))
    return linear_ticks((frame.x, frame.y)[axis], max(2, int(length // APART)))


def draw_grid_lines(painter: QPainter, frame: ReliefFrame, theme: Theme) -> None:
    """Over the surface from every tick, where no hill hides them."""
    painter.setPen(hairline(frame, theme.map_line, GRID_OPACITY))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for axis in (0, 1):
        line = np.empty((LINE_POINTS, 2))
        line[:, 1 - axis] = np.linspace(*(frame.x, frame.y)[1 - axis], LINE_POINTS)
        for tick in ticks(frame, axis):
            line[:, axis] = tick.value
            pixels, _, seen = frame.placed(line)
            painter.drawPath(path_of(pixels, joined(seen & frame.is_ground(line))))


def edge(frame: ReliefFrame, axis: int) -> tuple[Array, Array]:
    """The near edge of the floor along an axis, pixels of its low and its high end (2, 2), and the
    direction in pixels (2,) away from the block."""
    projection = frame.projection
    assert projection is not None
    sides = np.array(projection.sides)
    cos, sin = projection.turn
    other = 1 - axis
    away = -np.sign((sin, cos)[other]) or -1.0
    corners = np.empty((2, 2))
    corners[:, axis] = -sides[axis], sides[axis]
    corners[:, other] = away * sides[other]
    u, v = projection.turned(corners[:, 0], corners[:, 1])
    ends = np.stack(projection.to_pixels(u, v, np.zeros(2)), -1)
    along = ends[1] - ends[0]
    out = np.array([-along[1], along[0]]) / max(float(np.hypot(*along)), 1e-9)
    middle = np.array(
        [float(each) for each in projection.to_pixels(np.array(0.0), np.array(0.0), np.array(0.0))]
    )
    return ends, out if out @ (ends.mean(0) - middle) > 0 else -out


def _write(painter: QPainter, middle: Array, text: str) -> None:
    box = QRectF(middle[0] - 100, middle[1] - 10, 200, 20)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
