"""The memory of the policy `ema`: no slots, one running average."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.figures.memory.average import paint_average
from app.figures.memory.columns import ROW
from app.figures.memory.manner import Look
from app.figures.memory.scales import ArrowScale
from app.look.lettering import Lettering
from app.look.styles import Style
from app.look.theme import Theme
from app.look.tool_tips import set_tip
from landscapes.base import Array


class AverageRow(QWidget):
    """The push of mean(B) as an arrow and in numbers."""

    def __init__(self, style: Style, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look.of(style, theme)
        self._normal = Lettering(self.font(), 12)
        self._mean: Array = np.zeros(2)
        self._arrows = ArrowScale()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_tip(self, "The running average of what was remembered; there are no slots")

    def sizeHint(self) -> QSize:
        return QSize(296, ROW)

    def set_look(self, style: Style, theme: Theme) -> None:
        """Paint in another style or theme."""
        self._look = Look.of(style, theme)
        self.update()

    def show_mean(self, mean: Array, arrows: ArrowScale) -> None:
        """Show mean(B), shape (D,)."""
        self._mean, self._arrows = mean, arrows
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._look.panel)
        paint_average(painter, self.width(), self._mean, self._arrows, self._look, self._normal)
