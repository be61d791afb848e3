"""Marks on the map: known minima, starts, and the heads of the trails."""

from __future__ import annotations

import math
from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen, QPolygonF

from app.map.colours import faded
from app.map.view import Frame
from app.theme import Theme
from landscapes.base import Array, Minimum

HEAD = 6.0
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
def marker(name: str) -> QPainterPath:
    """A head's shape of radius about 1, by pyqtgraph's name of it (circle where unknown)."""
    path = QPainterPath()
    if name not in _SIDES:
        path.addEllipse(QPointF(0, 0), 1.0, 1.0)
        return path
    sides, first = _SIDES[name]
    radius = {3: 1.32, 4: 1.18}.get(sides, 1.08)
    path.addPolygon(_regular(sides, first, radius, radius))
    path.closeSubpath()
    return path


def draw_minima(painter: QPainter, frame: Frame, theme: Theme, minima: tuple[Minimum, ...]) -> None:
    """White stars for global minima, small hollow ones for the others."""
    ink, outline = QColor(theme.map_ink), QColor(theme.map_halo)
    for minimum in reversed(minima):
        centre = frame.pixel(minimum.position)
        star = _star(8.0 if minimum.is_global else 5.5).translated(centre)
        painter.setPen(QPen(outline, 3.0, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(star)
        painter.setPen(QPen(ink, 1.2, j=Qt.PenJoinStyle.RoundJoin))
        painter.setBrush(ink if minimum.is_global else faded(outline, 0.55))
        painter.drawPolygon(star)


def draw_starts(
    painter: QPainter, frame: Frame, theme: Theme, starts: Array, selected: int
) -> None:
    """A ring to drag for the selected start, small circles for the others."""
    ink, outline = QColor(theme.map_ink), QColor(theme.map_halo)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    others = np.delete(starts, selected, axis=0)[:MAX_STARTS] if selected < len(starts) else starts
    if len(others):
        opacity = 1.0 if len(others) <= 16 else 0.65
        sprite = _sprite_of_start(faded(ink, opacity).rgba(), faded(outline, opacity).rgba(), 2.0)
        _stamp(painter, frame, sprite, frame.to_pixels(others))
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


def draw_head(painter: QPainter, place: QPointF, shape: str, colour: QColor, theme: Theme) -> None:
    """A filled mark with a white ring and a dark edge around it."""
    path = marker(shape)
    painter.save()
    painter.translate(place)
    for radius, fill in (
        (HEAD + 2.6, faded(theme.map_halo, 0.9 * colour.alphaF())),
        (HEAD + 1.7, faded(theme.map_ink, colour.alphaF())),
        (HEAD, colour),
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
    ratio = painter.device().devicePixelRatio()
    sprite = _sprite_of_head(shape, colour.rgba(), QColor(theme.map_halo).rgba(), ratio)
    _stamp(painter, frame, sprite, frame.to_pixels(points))


def _stamp(painter: QPainter, frame: Frame, sprite: QImage, places: Array) -> None:
    half = 0.5 * sprite.width() / sprite.devicePixelRatio()
    corners = places[np.isfinite(places).all(-1)] - half
    plot = frame.plot
    inside = (
        (corners[:, 0] > plot.left() - 2 * half)
        & (corners[:, 0] < plot.right())
        & (corners[:, 1] > plot.top() - 2 * half)
        & (corners[:, 1] < plot.bottom())
    )
    for x, y in corners[inside].tolist():
        painter.drawImage(QPointF(x, y), sprite)


@cache
def _sprite_of_head(shape: str, colour: int, outline: int, ratio: float) -> QImage:
    image = _empty_sprite(2 * CROWD_HEAD + 4, ratio)
    painter = _sprite_painter(image)
    for radius, fill in ((CROWD_HEAD + 1.0, outline), (CROWD_HEAD, colour)):
        painter.save()
        painter.scale(radius, radius)
        painter.fillPath(marker(shape), QColor.fromRgba(fill))
        painter.restore()
    painter.end()
    return image


@cache
def _sprite_of_start(ink: int, outline: int, ratio: float) -> QImage:
    image = _empty_sprite(14.0, ratio)
    painter = _sprite_painter(image)
    for width, colour in ((3.0, outline), (1.4, ink)):
        painter.setPen(QPen(QColor.fromRgba(colour), width))
        painter.drawEllipse(QPointF(0, 0), 4.0, 4.0)
    painter.end()
    return image


def _empty_sprite(size: float, ratio: float) -> QImage:
    pixels = math.ceil(size * ratio)
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    return image


def _sprite_painter(image: QImage) -> QPainter:
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    middle = 0.5 * image.width() / image.devicePixelRatio()
    painter.translate(middle, middle)
    return painter


@cache
def _star(radius: float) -> QPolygonF:
    return _regular(10, -90.0, radius, 0.45 * radius)


def _regular(corners: int, first: float, even: float, odd: float) -> QPolygonF:
    """Corners around 0 from an angle in degrees, alternating between two radii."""
    angles = [math.radians(first + 360.0 * k / corners) for k in range(corners)]
    radii = [odd if k % 2 else even for k in range(corners)]
    return QPolygonF(
        [QPointF(r * math.cos(a), r * math.sin(a)) for a, r in zip(angles, radii, strict=True)]
    )


def handle_box(place: QPointF) -> QRectF:
    """Where a press takes hold of a start."""
    reach = HANDLE + 4.0
    return QRectF(place.x() - reach, place.y() - reach, 2 * reach, 2 * reach)
