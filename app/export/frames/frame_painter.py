"""Painting the frames of an export off-screen, with the painter that the window uses."""

from __future__ import annotations

from PySide6.QtGui import QImage, QPainter

from app.map.drawing.painter import MapPainter
from app.map.drawing.scene import Scene

# Text and lines have their size on the screen when the shorter side has so many pixels; they grow
# with the picture, but in a small one they only shrink as long as they can be read.
REFERENCE_SIDE = 720
SMALLEST_SCALE = 0.75


class FramePainter:
    """Paints a scene at any time index into one image of `width` × `height` pixels."""

    def __init__(self, scene: Scene, width: int, height: int) -> None:
        self._scene = scene
        self._image = QImage(width, height, QImage.Format.Format_RGB32)
        self._scale = max(SMALLEST_SCALE, min(width, height) / REFERENCE_SIDE)
        self._size = (width / self._scale, height / self._scale)
        self._painter = MapPainter()

    def paint(self, step: int) -> QImage:
        """The image at a time index; the next call paints over it."""
        painter = QPainter(self._image)
        painter.scale(self._scale, self._scale)
        try:
            self._painter.paint(painter, self._scene.at(step), self._size, self._scale)
        finally:
            painter.end()
        return self._image
