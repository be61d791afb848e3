"""Small marks that stand at many places: drawn once as an image, then copied to each place."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QTransform

from app.map.drawing.device import TRANSLUCENT, device_pixels, keeps_shapes
from app.map.drawing.paths import polygons_path
from app.map.drawing.view import Frame
from landscapes.base import Array

PHASES = 4
"""Places within a device pixel that are told apart."""
_CORNERS = {"s": 4, "d": 4, "t1": 3, "t": 3, "p": 5, "h": 6}
_FIRST = {"s": 45.0, "d": 0.0, "t1": -90.0, "t": 90.0, "p": -90.0, "h": 0.0}  # angle of one


class Part(NamedTuple):
    """A filled marker of a radius, or a ring where `hole` is the radius of what is left out."""

    shape: str
    radius: float
    colour: QColor
    hole: float = 0.0


def stamp(painter: QPainter, frame: Frame, parts: tuple[Part, ...], points: Array) -> None:
    """Put a mark at each of some points (N, 2) of the plane, those off the map left out."""
    places = _visible(frame, frame.to_pixels(points))
    if keeps_shapes(painter):
        for place in places.tolist():
            _draw(painter, _keys(parts), QPointF(*place))
        return
    sprite = _sprite(_keys(parts), frame.pixel_ratio)
    corners = np.rint(places * frame.pixel_ratio - 0.5 * sprite.width()).astype(np.intp)
    with device_pixels(painter, frame):
        for x, y in corners.tolist():
            painter.drawImage(x, y, sprite)


def stamp_exactly(painter: QPainter, frame: Frame, parts: tuple[Part, ...], place: QPointF) -> None:
    """Put a mark at a pixel, true to a fraction of a device pixel: one that is seen moving."""
    if keeps_shapes(painter):
        _draw(painter, _keys(parts), place)
        return
    # The part of the place that is no whole device pixel belongs to the image.
    fine = PHASES * frame.pixel_ratio
    x, y = round(place.x() * fine), round(place.y() * fine)
    phase = (x % PHASES, y % PHASES)
    sprite = _sprite(_keys(parts), frame.pixel_ratio, phase)
    half = sprite.width() // 2
    with device_pixels(painter, frame):
        painter.drawImage(x // PHASES - half, y // PHASES - half, sprite)


def _keys(parts: tuple[Part, ...]) -> tuple[_Key, ...]:
    return tuple((part.shape, part.radius, part.colour.rgba(), part.hole) for part in parts)


@cache
def marker(name: str) -> QPainterPath:
    """A shape of radius about 1 by pyqtgraph's name of it; a circle where it is unknown."""
    if name not in _CORNERS:
        path = QPainterPath()
        path.addEllipse(QPointF(0, 0), 1.0, 1.0)
        return path
    corners = _CORNERS[name]
    radius = {3: 1.32, 4: 1.18}.get(corners, 1.08)
    return polygons_path(regular(corners, _FIRST[name], radius, radius)[None])


def regular(corners: int, first: float, even: float, odd: float) -> Array:
    """Corners (n, 2) around 0 from an angle in degrees, alternating between two radii."""
    angles = np.radians(first + 360.0 * np.arange(corners) / corners)
    radii = np.where(np.arange(corners) % 2, odd, even)
    return radii[:, None] * np.stack([np.cos(angles), np.sin(angles)], -1)


_Key = tuple[str, float, int, float]


def _draw(painter: QPainter, parts: tuple[_Key, ...], place: QPointF) -> None:
    """The shapes of a mark themselves."""
    for shape, radius, colour, hole in parts:
        path = QTransform.fromScale(radius, radius).map(marker(shape))
        if hole:
            path.addPath(QTransform.fromScale(hole, hole).map(marker(shape)))
            path.setFillRule(Qt.FillRule.OddEvenFill)
        painter.fillPath(path.translated(place), QColor.fromRgba(colour))


@lru_cache(maxsize=1024)
def _sprite(
    parts: tuple[_Key, ...],
    pixel_ratio: float,
    phase: tuple[int, int] | None = None,
) -> QImage:
    """The image of a mark: in its middle, or so many PHASES of a pixel after its middle pixel."""
    size = math.ceil((2.7 * max(radius for _, radius, _, _ in parts) + 3.0) * pixel_ratio)
    image = QImage(size, size, TRANSLUCENT)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if phase is None:
        painter.translate(0.5 * size, 0.5 * size)
    else:
        painter.translate(*(size // 2 + part / PHASES for part in phase))
    painter.scale(pixel_ratio, pixel_ratio)
    _draw(painter, parts, QPointF(0, 0))
    painter.end()
    return image


def _visible(frame: Frame, places: Array) -> Array:
    """Those of some pixels (N, 2) that are finite and on the map or nearly so."""
    area = frame.plot.adjusted(-8, -8, 8, 8)
    x, y = places.T
    inside = (x > area.left()) & (x < area.right()) & (y > area.top()) & (y < area.bottom())
    return places[inside]
