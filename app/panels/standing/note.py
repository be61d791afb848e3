"""The line that says which step and start the standing is of."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.appearance import Appearance
from app.look.lettering import Lettering


class StepNote(QWidget):
    """Painted, not a label: it changes at every tick, and a label would lay the panel out anew."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance, self._text = appearance, ""
        self._small = Lettering(self.font(), 11)
        self.setObjectName("standing-note")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(80, 16)

    def text(self) -> str:
        """What it says."""
        return self._text

    def show_text(self, text: str) -> None:
        """Say something else."""
        if text != self._text:
            self._text = text
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        self._small.use(painter, QColor(self._appearance.theme.dim))
        shown = self._text
        if self._small.metrics.horizontalAdvance(shown) > self.width():
            shown = self._small.elided(shown, self.width())
        drop = (self._small.metrics.ascent() - self._small.metrics.descent()) / 2
        painter.drawText(0, round(self.height() / 2 + drop), shown)
