"""The names of the known minima beside their stars, as many as do not lie on one another."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.look.theme import Theme
from app.map.drawing.cards import corners
from app.map.drawing.sheet import KeptParts
from app.map.drawing.text import Fonts
from app.map.drawing.view import Frame
from core.measures.outcomes import minimum_names
from landscapes.base import Landscape

BESIDE, HEIGHT, AROUND = 12.0, 16.0, 3.0
MOST = 24


def draw_names(
    painter: QPainter, frame: Frame, theme: Theme, fonts: Fonts, landscape: Landscape,
    parts: KeptParts,
) -> None:  # fmt: skip
    """Names with a dark edge, readable on any ground; global minima have theirs first."""
    labels = _labels(frame, fonts, landscape)
    if not labels:
        return

    def paint(on_image: QPainter) -> None:
        on_image.setFont(fonts.small)
        for name, box in labels:
            line = QPointF(box.left(), box.center().y() + 0.36 * fonts.small_metrics.height())
            edge = QPainterPath()
            edge.addText(line, fonts.small, name)
            pen = QPen(QColor(theme.map_halo), AROUND, j=Qt.PenJoinStyle.RoundJoin)
            on_image.strokePath(edge, pen)
            on_image.setPen(QColor(theme.map_ink))
            on_image.drawText(line, name)

    points = np.concatenate([corners(box) for _, box in labels])
    parts.draw(painter, frame, "names", (tuple(name for name, _ in labels), points.tobytes()),
               points, AROUND, paint)  # fmt: skip


def _labels(frame: Frame, fonts: Fonts, landscape: Landscape) -> list[tuple[str, QRectF]]:
    """Names in view with the boxes they take: right of their stars, or left at the map's edge."""
    found: list[tuple[str, QRectF]] = []
    named = zip(landscape.minima, _names(landscape), strict=True)
    for minimum, name in sorted(named, key=lambda each: not each[0].is_global):
        place = np.array(minimum.position)
        if len(found) == MOST or not frame.shows(place):
            continue
        at, wide = frame.pixel(place), fonts.small_metrics.horizontalAdvance(name)
        box = QRectF(at.x() + BESIDE, at.y() - 0.5 * HEIGHT, wide, HEIGHT)
        if box.right() > frame.plot.right():
            box.moveRight(at.x() - BESIDE)
        if frame.plot.contains(box) and not any(box.intersects(other) for _, other in found):
            found.append((name, box))
    return found


@lru_cache(maxsize=8)
def _names(landscape: Landscape) -> tuple[str, ...]:
    return minimum_names(landscape)
