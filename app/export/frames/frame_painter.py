"""Painting the frames of an export off-screen, with the painter that the window uses."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter

from app.export.composition import Composition, scale_of
from app.map.drawing.device import OPAQUE, TRANSLUCENT
from app.map.drawing.scene import Scene


class FramePainter:
    """Paints a composition at any time index into one image of `width` × `height` pixels, of which
    `ratio` stand for one: so it is as fine, and looks as one of fewer pixels."""

    def __init__(
        self, shown: Composition | Scene, width: int, height: int, ratio: float = 1.0
    ) -> None:
        self._shown = Composition(shown) if isinstance(shown, Scene) else shown
        self._clear = self._shown.clear
        self._image = QImage(width, height, TRANSLUCENT if self._clear else OPAQUE)
        self._scale = ratio * scale_of(width / ratio, height / ratio)
        self._size = (width / self._scale, height / self._scale)

    @property
    def turns(self) -> bool:
        """Whether an image depends on more than its time index."""
        return self._shown.turns

    @property
    def clear(self) -> bool:
        """Whether there is nothing behind its pictures."""
        return self._clear

    def paint(self, step: int, share: float = 0.0) -> QImage:
        """The image at a time index, a share (0 … 1) of an orbit further; the next call paints
        over it. A clear one is in premultiplied colours."""
        if self._clear:
            self._image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(self._image)
        painter.scale(self._scale, self._scale)
        try:
            self._shown.paint(painter, step, self._size, self._scale, share)
        finally:
            painter.end()
        return self._image
