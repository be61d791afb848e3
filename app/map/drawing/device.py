"""Images of device pixels: made for a frame, painted on, and copied onto it pixel by pixel.

A device pixel ratio set on an image would make Qt resample it whenever it is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QPoint, QSize
from PySide6.QtGui import QImage, QPainter, QPen

from app.look.shape_painter import ShapePainter
from app.map.drawing.colours import faded
from app.map.drawing.view import Frame

OPAQUE = QImage.Format.Format_RGB32
TRANSLUCENT = QImage.Format.Format_ARGB32_Premultiplied


def image_size(frame: Frame) -> QSize:
    """Pixels of the whole frame."""
    ratio = frame.pixel_ratio
    return QSize(round(frame.width * ratio), round(frame.height * ratio))


def image_for(frame: Frame, kind: QImage.Format) -> QImage:
    """An image as large as the whole frame; its pixels are not set."""
    return QImage(image_size(frame), kind)


_ORIGIN = QPoint()


@contextmanager
def painter_on(
    image: QImage, frame: Frame, corner: QPoint = _ORIGIN, *, clipped: bool = True
) -> Iterator[QPainter]:
    """A painter that counts in the frame's logical pixels, held to the map if `clipped`.

    `corner` is the device pixel of the frame with which the image begins.
    """
    painter = QPainter(image)
    try:
        painter.translate(-corner)
        painter.scale(frame.pixel_ratio, frame.pixel_ratio)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if clipped:
            painter.setClipRect(frame.plot)
        yield painter
    finally:
        painter.end()


def keeps_shapes(painter: QPainter) -> bool:
    """Whether a painter's device keeps paths and words as such: an SVG or a PDF, no pixels."""
    return isinstance(painter, ShapePainter)


@contextmanager
def device_pixels(painter: QPainter, frame: Frame) -> Iterator[None]:
    """Let a painter of the frame count in device pixels, in which copying resamples nothing."""
    painter.save()
    painter.scale(1.0 / frame.pixel_ratio, 1.0 / frame.pixel_ratio)
    yield
    painter.restore()


def hairline(frame: Frame, colour: str, opacity: float) -> QPen:
    """A line of one device pixel, stronger where device pixels are small.

    A width beyond 1 would leave the rasteriser's fast way with lines.
    """
    opacity = min(1.0, opacity * (1.0 + 0.6 * (frame.pixel_ratio - 1.0)))
    pen = QPen(faded(colour, opacity), 1)
    pen.setCosmetic(True)
    return pen


def copy_image(painter: QPainter, frame: Frame, image: QImage) -> None:
    """Copy an image of the whole frame."""
    with device_pixels(painter, frame):
        painter.drawImage(0, 0, image)
