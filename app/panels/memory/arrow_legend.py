"""How long an arrow of the memory panel is: a few lengths with their numbers."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.appearance import Appearance
from app.look.lettering import Lettering
from app.look.tool_tips import set_tip
from app.panels.memory.row_painter import paint_arrows
from app.panels.memory.scales import ArrowScale
from core.writing import tick

GAP, NEAR = 18.0, 6.0
"""Pixels between the arrows, and between an arrow and its norm."""


class ArrowLegend(QWidget):
    """Arrows of round norms, up to the largest that is held, as long as they are in the rows."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance
        self._scale = ArrowScale()
        self._small = Lettering(self.font(), 11)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_tip(self, "Arrows show the push −item; their length grows as asinh of its norm")
        self.setAccessibleName("Length of the arrows")
        appearance.theme_changed.connect(self._repaint)

    def sizeHint(self) -> QSize:
        return QSize(280, 18)

    def show_scale(self, scale: ArrowScale) -> None:
        """Explain another scale."""
        if scale != self._scale:
            self._scale = scale
            self.update()

    @property
    def norms(self) -> tuple[float, ...]:
        """The round norms that are shown."""
        return self._scale.references()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._appearance.theme.panel))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        dim = QColor(self._appearance.theme.dim)
        self._small.use(painter, dim)
        self._small.left(painter, 0, 9, "push −item")
        x = self._small.width("push −item") + GAP
        for norm in self.norms:
            half, text = self._scale.length(norm), tick(norm)
            if x + 2 * half + NEAR + self._small.width(text) > self.width():
                break  # an arrow without its number says nothing
            place = x + half
            paint_arrows(painter, dim, place, np.array([9]), np.array([[norm, 0.0]]), self._scale)
            self._small.use(painter, dim)
            self._small.left(painter, x + 2 * half + NEAR, 9, text)
            x += 2 * half + NEAR + self._small.width(text) + GAP

    @Slot(object)
    def _repaint(self, theme: object) -> None:
        self.update()
