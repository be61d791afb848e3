"""The ground of a landscape that drifts: painted once, larger than the map, and carried along.

f(θ − c) is f somewhere else: of all that a map shows only what comes in at its border is new. A
sheet is painted that reaches as far as the drift does, or half a map to each side of a drift that
goes far; a frame copies a part of it, to a whole pixel of the device.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, QPainter

from app.map.drawing.axes import draw_outline
from app.map.drawing.device import copy_image, device_pixels, painter_on
from app.map.drawing.ground import Ground, GroundRequest, blank, draw_around
from app.map.drawing.text import Fonts
from app.map.drawing.view import Frame
from core.measures.surface import Scale
from landscapes.base import Interval


def sheet_of(request: GroundRequest) -> GroundRequest:
    """The sheet from which a ground that is carried along is cut."""
    (x0, x1), (y0, y1) = request.frame.x, request.frame.y
    return sheet_over(request, (_reach(request, 0, x1 - x0), _reach(request, 1, y1 - y0)))


def sheet_over(request: GroundRequest, reach: tuple[Interval, Interval]) -> GroundRequest:
    """The sheet that has all of a map for shifts from the least to the largest of each axis."""
    frame = request.frame
    sides = [
        (low - most, high - least)  # what is moved up was further down
        for (low, high), (least, most) in zip((frame.x, frame.y), reach, strict=True)
    ]
    # Whole pixels of the device, so that all of the sheet lies as a map does on them.
    width, height = (
        _whole((side[1] - side[0]) * scale, frame.pixel_ratio)
        for side, scale in zip(sides, frame.scales, strict=True)
    )
    x, y = (
        (side[0], side[0] + pixels / scale)
        for side, pixels, scale in zip(sides, (width, height), frame.scales, strict=True)
    )
    wide = Frame(width, height, QRectF(0, 0, width, height), x, y, frame.pixel_ratio, bare=True)
    return request._replace(
        landscape=request.landscape.described,
        frame=wide,
        reach=None,
        axis_names=None,
        clear=False,
    )


def _reach(request: GroundRequest, axis: int, length: float) -> Interval:
    """The least and the largest shift along an axis that a sheet is for."""
    assert request.reach is not None
    least, most = request.reach[axis]
    if most - least <= length:
        return least, most
    cell = np.floor(request.shift[axis] / length + 0.5)
    return float((cell - 0.5) * length), float((cell + 0.5) * length)


def _whole(length: float, ratio: float) -> float:
    return float(np.ceil(length * ratio - 1e-6) / ratio)


class Carried:
    """Draws grounds from sheets; keeps what stands around a map as an image between frames."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._around: tuple[object, QImage] | None = None

    def draw(self, painter: QPainter, sheet: Ground, request: GroundRequest) -> None:
        """A map's ground from a sheet, perhaps one for another view, with axes of its own."""
        frame, theme = request.frame, request.theme
        copy_image(painter, frame, self._image(request, sheet.scale))
        painter.save()
        painter.setClipRect(frame.plot)
        painter.fillRect(frame.plot, sheet.outside)
        _draw_part(painter, sheet, request)
        painter.restore()
        if not frame.bare:
            draw_outline(painter, frame, theme)

    def _image(self, request: GroundRequest, scale: Scale) -> QImage:
        """Axes and colour bar, and a plain map between them."""
        frame = request.frame
        key = request._replace(landscape=request.landscape.described), scale
        if self._around is None or self._around[0] != key:
            image = blank(request)
            with painter_on(image, frame, clipped=False) as painter:
                draw_around(painter, request, self._fonts, scale)
            self._around = key, image
        return self._around[1]


def _draw_part(painter: QPainter, sheet: Ground, request: GroundRequest) -> None:
    """The part of a sheet that a map shows, pixel by pixel where it is the sheet for that map."""
    frame, wide, (dx, dy) = request.frame, sheet.request.frame, request.shift
    (left, top), (right, bottom) = frame.to_pixels(
        [(wide.x[0] + dx, wide.y[1] + dy), (wide.x[1] + dx, wide.y[0] + dy)]
    )
    if (wide, sheet.coarse) == (sheet_of(request).frame, False):
        ratio = frame.pixel_ratio
        with device_pixels(painter, frame):
            painter.drawImage(round(left * ratio), round(top * ratio), sheet.image)
        return
    source = QRectF(wide.plot.topLeft() * wide.pixel_ratio, wide.plot.size() * wide.pixel_ratio)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(QPointF(left, top), QPointF(right, bottom)), sheet.image, source)
