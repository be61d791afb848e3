"""Pushes as arrows, each in the middle of its row."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.figures.memory.scales import ArrowScale
from landscapes.base import Array

HEAD = 5.5


def paint_arrows(
    painter: QPainter, colour: QColor, x: float, middles: Array, pushes: Array, scale: ArrowScale
) -> None:
    """Pushes (N, D) around (x, middle), in the plane of the first two axes: x right, y up."""
    plane = pushes[:, :2].tolist() if pushes.shape[-1] > 1 else [(p, 0.0) for (p,) in pushes]
    lines, heads = [], []
    for middle, (right, up) in zip(middles.tolist(), plane, strict=True):
        norm = math.hypot(right, up)
        if norm > 0:  # not so for NaN
            along, half = QPointF(right, -up) / norm, scale.length(norm)
            line, head = _arrow(QPointF(x, middle), along, half, HEAD * scale.size)
            lines.append(line)
            heads.append(head)
    pen = QPen(colour, max(1.0, 1.5 * scale.size))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # so that no arrow leaves its row
    painter.setPen(pen)
    painter.drawLines(lines)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for head in heads:
        painter.drawPolygon(head)


def _arrow(
    centre: QPointF, along: QPointF, half: float, longest: float
) -> tuple[QLineF, list[QPointF]]:
    """Shaft and head of an arrow that looks along a unit vector."""
    tip, size = centre + along * half, min(longest, 2.0 + 0.5 * half)
    across = QPointF(-along.y(), along.x()) * (0.5 * size)
    neck = tip - along * (0.87 * size)
    shaft = QLineF(centre - along * half, centre + along * (half - min(longest, half + 2)))
    return shaft, [tip, neck + across, neck - across]
