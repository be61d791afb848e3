"""The memory of the policy `ema`: no slots, one running average."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.lettering import Lettering
from app.look.styles import Style
from app.look.theme import Theme
from app.look.tool_tips import set_tip
from app.panels.memory.columns import ROW
from app.panels.memory.row_painter import Look, paint_arrows
from app.panels.memory.scales import ArrowScale
from core.measures.lengths import lengths
from core.writing import number, vector
from landscapes.base import Array

LEFT, INSET = 60, 8


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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._look.card)
        painter.drawRoundedRect(QRectF(0, 0, self.width(), ROW - 2), 4, 4)
        middle = (ROW - 2) / 2
        paint_arrows(
            painter, self._look.hue, 40.0, np.array([middle]), -self._mean[None], self._arrows
        )
        length = f"‖·‖ {number(float(lengths(self._mean)), 3)}"
        measured = self._normal.metrics.horizontalAdvance
        right = self.width() - INSET
        room = right - LEFT - INSET - measured(length)
        push = f"mean push {vector(-self._mean)}"
        if measured(push) > room:  # the arrow says what it is
            push = self._normal.elided(vector(-self._mean), room)
        self._normal.use(painter, self._look.text)
        self._normal.left(painter, LEFT, middle, push)
        self._normal.use(painter, self._look.dim)
        self._normal.right(painter, right, middle, length)
