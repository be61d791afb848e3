"""The vectors that make up one step, drawn at the head in the order they are computed."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.theme import Theme
from app.map.drawing.arrows import ArrowScale, pushes, shortened, tapered_arrows
from app.map.drawing.colours import edge_colour, faded, mixed
from app.map.drawing.layers import AnatomyVector
from app.map.drawing.paths import are_near, polygons_path
from app.map.drawing.text import Fonts
from app.map.drawing.view import Frame
from landscapes.base import Array

WIDTH, ACTIVE_WIDTH, BADGE = 2.4, 3.6, 8.0
INACTIVE = 0.35
APART = 2.2  # radii from centre to centre, so that a badge's edge is left free too
FARTHEST = 24  # places looked at; a step has at most ten sub-steps, which may all point one way


def draw_anatomy(
    painter: QPainter,
    frame: Frame,
    theme: Theme,
    fonts: Fonts,
    scale: ArrowScale,
    vectors: tuple[AnatomyVector, ...],
    active: int | None,
) -> None:
    """Numbered arrows; when one number is active, those before step back, those after wait."""
    taken: list[QPointF] = []
    for vector in vectors:
        if active is not None and vector.number > active:
            continue
        origin = frame.to_pixels(vector.origin)
        arrow = arrow_of(frame, scale, vector)
        if not (are_near(origin) and arrow.any()):
            continue
        chosen = active is None or vector.number == active
        opacity = 1.0 if chosen else INACTIVE
        width = ACTIVE_WIDTH if vector.number == active else WIDTH
        halo = tapered_arrows(origin[None], arrow[None], width, 1.2)
        painter.fillPath(
            polygons_path(halo), faded(edge_colour(vector.colour, theme), 0.85 * opacity)
        )
        shape = tapered_arrows(origin[None], arrow[None], width)
        painter.fillPath(polygons_path(shape), faded(vector.colour, opacity))
        place = _free_place(QPointF(*(origin + arrow)), arrow, taken)
        taken.append(place)
        _draw_badge(painter, place, theme, fonts, vector, opacity)


def arrow_of(frame: Frame, scale: ArrowScale, vector: AnatomyVector) -> Array:
    """The arrow in pixels (2,): true for a displacement, else on the compressed scale."""
    value = np.array(vector.vector, dtype=np.float64)
    if vector.displacement:
        return shortened(np.nan_to_num(frame.vectors(value)))
    return pushes(frame, scale, value[None])[0]


def _free_place(tip: QPointF, arrow: Array, taken: list[QPointF]) -> QPointF:
    """Beyond the tip, moved on along the arrow until it covers no other badge."""
    along = arrow / np.hypot(*arrow)
    for step in range(FARTHEST):
        distance = BADGE + 5.0 + step * (BADGE + 2.0)
        place = QPointF(tip.x() + along[0] * distance, tip.y() + along[1] * distance)
        apart = (math.hypot(place.x() - other.x(), place.y() - other.y()) for other in taken)
        if all(distance > APART * BADGE for distance in apart):
            break
    return place


def _draw_badge(
    painter: QPainter,
    place: QPointF,
    theme: Theme,
    fonts: Fonts,
    vector: AnatomyVector,
    opacity: float,
) -> None:
    painter.setPen(QPen(faded(vector.colour, opacity), 1.6))
    painter.setBrush(faded(mixed(theme.panel, vector.colour, 0.1), 0.95 * opacity))
    painter.drawEllipse(place, BADGE, BADGE)
    painter.setFont(fonts.small)
    painter.setPen(faded(QColor(theme.text), opacity))
    box = QRectF(place.x() - BADGE, place.y() - BADGE, 2 * BADGE, 2 * BADGE)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(vector.number))
