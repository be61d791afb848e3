"""Marks on the map: known minima, starts, and the heads of the trails."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QTransform

from app.map.colours import faded
from app.map.device import TRANSLUCENT, device_pixels
from app.map.paths import polygons_path
from app.map.view import Frame
from app.theme import Theme
from landscapes.base import Array, Minimum

HEAD = 6.0
STACKED = 3.0  # how much of a head shows around the one that covers it
CROWD_HEAD = 3.2
HANDLE = 9.0
"""Radius of the ring around the selected start."""
MAX_STARTS = 4096
# Corners, and the angle of the first.
_SIDES = {
    "s": (4, 45.0),
    "d": (4, 0.0),
    "t1": (3, -90.0),
    "t": (3, 90.0),
    "p": (5, -90.0),
    "h": (6, 0.0),
}


@cache
def marker_corners(name: str) -> Array:
    """A head's shape of radius about 1 as corners (n, 2), by pyqtgraph's name of it.

    A circle, which is also what an unknown name gives, has sixteen corners.
    """
    sides, first = _SIDES.get(name, (16, 0.0))
    radius = {3: 1.32, 4: 1.18}.get(sides, 1.0)
    return _regular(sides, first, radius, radius)


@cache
def marker(name: str) -> QPainterPath:
    """A head's shape of radius about 1."""
    if name in _SIDES:
        return polygons_path(marker_corners(name)[None])
    path = QPainterPath()
    path.addEllipse(QPointF(0, 0), 1.0, 1.0)
    return path


def draw_minima(painter: QPainter, frame: Frame, theme: Theme, minima: tuple[Minimum, ...]) -> None:
    """White stars for global minima, small hollow ones for the others."""
    ink, outline = QColor(theme.map_ink), QColor(theme.map_halo)
    for minimum in reversed(minima):
        centre = frame.pixel(minimum.position)
        star = _star(8.0 if minimum.is_global else 5.5).translated(centre)
        painter.setPen(QPen(outline, 3.0, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPath(star)
        painter.setPen(QPen(ink, 1.2, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(ink if minimum.is_global else faded(outline, 0.55))
        painter.drawPath(star)


def draw_starts(
    painter: QPainter, frame: Frame, theme: Theme, starts: Array, selected: int
) -> None:
    """A ring to drag for the selected start, small circles for the others."""
    ink, outline = QColor(theme.map_ink), QColor(theme.map_halo)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    others = np.delete(starts, selected, axis=0)[:MAX_STARTS] if selected < len(starts) else starts
    if len(others):
        opacity = 1.0 if len(others) <= 16 else 0.65
        centres = _visible(frame, frame.to_pixels(others))
        for inner, outer, colour in ((2.7, 5.3, outline), (3.4, 4.6, ink)):
            painter.fillPath(_rings(centres, inner, outer), faded(colour, opacity))
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


def draw_heads(painter: QPainter, heads: list[tuple[QPointF, str, QColor]], theme: Theme) -> None:
    """Heads (place, shape, colour), the last on top; those that lie beneath others show around."""
    for index, (place, shape, colour) in enumerate(heads):
        covered = sum(
            (place - other).manhattanLength() < 1.2 * HEAD for other, _, _ in heads[index + 1 :]
        )
        _draw_head(painter, place, shape, colour, theme, HEAD + STACKED * covered)


def _draw_head(
    painter: QPainter, place: QPointF, shape: str, colour: QColor, theme: Theme, size: float
) -> None:
    """A filled mark with a white ring and a dark edge around it."""
    path = marker(shape)
    painter.save()
    painter.translate(place)
    for radius, fill in (
        (size + 2.3, faded(theme.map_halo, 0.9 * colour.alphaF())),
        (size + 1.5, faded(theme.map_ink, colour.alphaF())),
        (size, colour),
    ):
        painter.save()
        painter.scale(radius, radius)
        painter.fillPath(path, fill)
        painter.restore()
    painter.restore()


def draw_crowd_heads(
    painter: QPainter, frame: Frame, points: Array, shape: str, colour: QColor, theme: Theme
) -> None:
    """Small heads of many starts (N, 2), stamped from one image."""
    sprite = _head_sprite(shape, colour.rgba(), QColor(theme.map_halo).rgba(), frame.pixel_ratio)
    places = _visible(frame, frame.to_pixels(points))
    corners = np.rint(places * frame.pixel_ratio - 0.5 * sprite.width()).astype(np.intp)
    with device_pixels(painter, frame):
        for x, y in corners.tolist():
            painter.drawImage(x, y, sprite)


@cache
def _head_sprite(shape: str, colour: int, outline: int, pixel_ratio: float) -> QImage:
    size = math.ceil((2 * CROWD_HEAD + 4.0) * pixel_ratio)
    image = QImage(size, size, TRANSLUCENT)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(0.5 * size, 0.5 * size)
    for radius, fill in ((CROWD_HEAD + 1.0, outline), (CROWD_HEAD, colour)):
        transform = QTransform.fromScale(radius * pixel_ratio, radius * pixel_ratio)
        painter.fillPath(transform.map(marker(shape)), QColor.fromRgba(fill))
    painter.end()
    return image


def _visible(frame: Frame, places: Array) -> Array:
    """Those of some pixels (N, 2) that are finite and on the map or nearly so."""
    area = frame.plot.adjusted(-8, -8, 8, 8)
    x, y = places.T
    inside = (x > area.left()) & (x < area.right()) & (y > area.top()) & (y < area.bottom())
    return places[inside]


def _rings(centres: Array, inner: float, outer: float) -> QPainterPath:
    circle = marker_corners("o")
    both = np.concatenate([centres[:, None] + outer * circle, centres[:, None] + inner * circle])
    path = polygons_path(both)
    path.setFillRule(Qt.FillRule.OddEvenFill)
    return path


@cache
def _star(radius: float) -> QPainterPath:
    return polygons_path(_regular(10, -90.0, radius, 0.45 * radius)[None])


def _regular(corners: int, first: float, even: float, odd: float) -> Array:
    """Corners (n, 2) around 0 from an angle in degrees, alternating between two radii."""
    angles = np.radians(first + 360.0 * np.arange(corners) / corners)
    radii = np.where(np.arange(corners) % 2, odd, even)
    return radii[:, None] * np.stack([np.cos(angles), np.sin(angles)], -1)


def handle_box(place: QPointF) -> QRectF:
    """Where a press takes hold of a start."""
    reach = HANDLE + 4.0
    return QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach)
