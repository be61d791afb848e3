"""Marks on the map: known minima, starts, and the heads of the trails."""

from __future__ import annotations

from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.look.theme import Theme
from app.map.drawing.colours import edge_colour, faded
from app.map.drawing.crowd import spread
from app.map.drawing.paths import polygons_path
from app.map.drawing.stamps import Part, regular, stamp, stamp_exactly
from app.map.drawing.view import Frame
from core.measures.surface import domain_scale, steepness
from landscapes.base import Array, Landscape, Minimum

STAR, LOCAL_STAR, LEAST_STAR = 8.0, 5.5, 4.0
HIDDEN = 0.25
"""The share of the scale that a star may hide without growing smaller."""
HEAD = 6.0
STACKED = 3.4  # how much of a head shows around the one that covers it
CROWD_HEAD = 3.2
HANDLE = 9.0
"""Radius of the ring around the selected start."""
MOST_STAMPED = 2048
STILL = 16.0
"""Nothing of a start or a minimum is farther from it than so many pixels."""


def draw_minima(painter: QPainter, frame: Frame, theme: Theme, landscape: Landscape) -> None:
    """White stars for global minima, small hollow ones for the others."""
    for minimum in reversed(landscape.minima):
        draw_minimum(painter, frame, theme, landscape, minimum)


def draw_minimum(
    painter: QPainter, frame: Frame, theme: Theme, landscape: Landscape, minimum: Minimum
) -> None:
    """The star of one of them."""
    ink, outline = QColor(theme.map_ink), QColor(theme.map_halo)
    centre = frame.pixel(minimum.position)
    star = _star(star_size(frame, landscape, minimum)).translated(centre)
    painter.setPen(QPen(outline, 3.0, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(star)
    painter.setPen(QPen(ink, 1.2, j=Qt.PenJoinStyle.RoundJoin))
    painter.setBrush(ink if minimum.is_global else faded(outline, 0.55))
    painter.drawPath(star)


def star_size(frame: Frame, landscape: Landscape, minimum: Minimum) -> float:
    """Pixels of the star of a minimum: the smaller, the more of its basin would be hidden by it."""
    full = STAR if minimum.is_global else LOCAL_STAR
    if not frame.shows(np.array(minimum.position)):
        return full
    reach = full / np.array(frame.scales)
    hidden = steepness(landscape, domain_scale(landscape), np.array(minimum.position), reach)
    return round(max(LEAST_STAR, full * min(1.0, HIDDEN / max(hidden, HIDDEN))), 1)


def draw_starts(
    painter: QPainter, frame: Frame, theme: Theme, starts: Array, selected: int
) -> None:
    """A ring to drag for the selected start, small circles for the others."""
    ink, outline = QColor(theme.map_ink), QColor(theme.map_halo)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    others = np.delete(starts, selected, axis=0) if selected < len(starts) else starts
    if len(others):
        opacity = 1.0 if len(others) <= 16 else 0.65
        rings = (
            Part("o", 5.3, faded(outline, opacity), hole=2.7),
            Part("o", 4.6, faded(ink, opacity), hole=3.4),
        )
        stamp(painter, frame, rings, spread(others, MOST_STAMPED))
    if selected >= len(starts):
        return
    centre = frame.pixel(starts[selected])
    for width, colour in ((4.4, outline), (2.2, ink)):
        painter.setPen(QPen(colour, width))
        painter.drawEllipse(centre, HANDLE, HANDLE)
        # Four notches say that it can be taken in any direction.
        for dx, dy in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            inner, outer = HANDLE, HANDLE + 4.0
            painter.drawLine(
                centre + QPointF(dx * inner, dy * inner), centre + QPointF(dx * outer, dy * outer)
            )


def draw_heads(
    painter: QPainter, frame: Frame, heads: list[tuple[QPointF, str, QColor]], theme: Theme
) -> None:
    """Heads (place, shape, colour), the last on top; those that lie beneath others show around.

    Each has a white ring and a dark edge around it.
    """
    area = frame.plot.adjusted(-4 * HEAD, -4 * HEAD, 4 * HEAD, 4 * HEAD)
    for index, (place, shape, colour) in enumerate(heads):
        if not area.contains(place):
            continue
        covered = sum(
            (place - other).manhattanLength() < 1.2 * HEAD for other, _, _ in heads[index + 1 :]
        )
        size, opacity = HEAD + STACKED * covered, colour.alphaF()
        parts = (
            Part(shape, size + 2.3, faded(theme.map_halo, 0.9 * opacity)),
            Part(shape, size + 1.5, faded(theme.map_ink, opacity)),
            Part(shape, size, colour),
        )
        stamp_exactly(painter, frame, parts, place)


def draw_crowd_heads(
    painter: QPainter, frame: Frame, points: Array, shape: str, colour: QColor, theme: Theme
) -> None:
    """Small heads of many starts (N, 2)."""
    outline = faded(edge_colour(colour.name(), theme), colour.alphaF())
    parts = (Part(shape, CROWD_HEAD + 1.0, outline), Part(shape, CROWD_HEAD, colour))
    stamp(painter, frame, parts, spread(points, MOST_STAMPED))


@cache
def _star(radius: float) -> QPainterPath:
    return polygons_path(regular(10, -90.0, radius, 0.45 * radius)[None])
