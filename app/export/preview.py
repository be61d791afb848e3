"""What an export will look like: the frame at the cursor, small, while one still chooses."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.export.composition import Composition, scale_of
from app.export.form import ExportForm
from app.export.frames.picture_size import size_of
from app.map.drawing.device import OPAQUE, TRANSLUCENT
from app.map.drawing.scene import Scene
from app.widgets.throttle import Throttle

WIDTH, HEIGHT = 400, 225
REST_MS = 120
"""Painted when a hand that types has rested so long: the ground of a map takes some time."""


class Preview(QWidget):
    """Shows the scene as the form's format and options would; nothing for what is no picture."""

    def __init__(self, form: ExportForm, scene: Callable[[], Scene]) -> None:
        super().__init__()
        self.setObjectName("exportPreview")
        self.setAccessibleName("Preview of the frame at the cursor")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self._form, self._scene = form, scene
        self._image, self._allowed = QImage(), True
        self._later = Throttle(self._renew, REST_MS, self, rests=True)
        form.changed.connect(self._follow)
        self._follow()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, HEIGHT)

    @property
    def image(self) -> QImage:
        """What is shown, null where there is nothing."""
        return self._image

    def allow(self, allowed: bool) -> None:
        """Whether there is room for it."""
        if allowed != self._allowed:
            self._allowed = allowed
            self._follow()

    @Slot()
    def _follow(self) -> None:
        drawn = self._allowed and self._form.format.kind != "data"
        self.setVisible(drawn)
        if drawn and self._form.options is not None:
            self._later.ask()

    def showEvent(self, event: QShowEvent) -> None:
        self._later.ask()

    def _renew(self) -> None:
        options = self._form.options
        if options is None or not self.isVisible():
            return  # what stands there is shown until the options can be taken again
        size = size_of(options)
        scene = dataclasses.replace(self._scene(), theme=options["theme"])
        usual = {"parts": None, "layout": None, "camera": None, "view": None, "orbit": 0.0}
        composition = Composition.of(scene, usual | dict(options))
        self._image = _painted(composition, size, self.size(), self.devicePixelRatioF())
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._image.isNull():
            painter = QPainter(self)
            width = self._image.width() / self._image.devicePixelRatio()
            painter.drawImage(int(self.width() - width) // 2, 0, self._image)
            painter.end()


def _painted(
    composition: Composition, size: tuple[float, float], room: QSize, density: float
) -> QImage:
    """A picture of a size, as small as the room is, in which it is `density` times as fine."""
    width, height = size
    shrunk = min(room.width() / width, room.height() / height)
    image = QImage(
        max(1, round(width * shrunk * density)),
        max(1, round(height * shrunk * density)),
        TRANSLUCENT if composition.clear else OPAQUE,
    )
    image.fill(Qt.GlobalColor.transparent)
    scale = scale_of(width, height)
    ratio = image.width() / width * scale
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.scale(ratio, ratio)
    try:
        composition.paint(painter, composition.step, (width / scale, height / scale), ratio)
    finally:
        painter.end()
    image.setDevicePixelRatio(density)
    return image
