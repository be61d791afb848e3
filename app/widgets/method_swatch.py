"""How a method is drawn, in one small picture: its line and its head."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QAbstractButton, QWidget

from app.look.markers import paint_marker
from app.look.styles import Style


class MethodSwatch(QAbstractButton):
    """A short stretch of the method's trail with its head marker on it, to be clicked."""

    def __init__(self, style: Style, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = style
        self.setObjectName("colour")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedSize(self.sizeHint())

    @property
    def look(self) -> Style:
        """The style that is painted."""
        return self._look

    def set_look(self, style: Style) -> None:
        """Paint another style."""
        if style != self._look:
            self._look = style
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(32, 22)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = QColor(self._look.colour)
        pen = QPen(colour, 2)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if self._look.dash:
            pen.setDashPattern([part * 0.7 for part in self._look.dash])
        if self.underMouse() or self.hasFocus():
            role = QPalette.ColorRole.Accent if self.hasFocus() else QPalette.ColorRole.Mid
            painter.setPen(QPen(self.palette().color(role), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        painter.setOpacity(0.65 if self._look.ghost else 1.0)
        centre = QPointF(self.width() / 2, self.height() / 2)
        painter.setPen(pen)
        painter.drawLine(QPointF(3, centre.y()), QPointF(self.width() - 3, centre.y()))
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(self.palette().window() if self._look.ghost else colour)
        paint_marker(painter, self._look.marker, centre, 4.5)
