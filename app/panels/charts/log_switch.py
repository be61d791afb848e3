"""A small switch in a chart's head: logarithmic axis or linear."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.look.lettering import Lettering
from app.look.theme import Theme
from app.look.tool_tips import set_tip


class LogSwitch(QAbstractButton):
    """Says `log`, in a pill while it is on."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._small = Lettering(self.font(), 11)
        self.setText("log")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        set_tip(self, "Logarithmic or linear axis")

    def sizeHint(self) -> QSize:
        return QSize(30, 17)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        if theme != self._theme:
            self._theme = theme
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        edge = self._theme.accent if self.hasFocus() else self._theme.line
        painter.setPen(QPen(QColor(edge), 1) if on or self.underMouse() or self.hasFocus()
                       else Qt.PenStyle.NoPen)  # fmt: skip
        painter.setBrush(QColor(self._theme.card) if on else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        self._small.use(painter, QColor(self._theme.text if on else self._theme.dim))
        self._small.centred(painter, self.width() / 2, self.height() / 2, self.text())
