"""A horizontal slider that jumps to where it is clicked and that the wheel cannot change."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QSlider, QWidget

from app.look.appearance import Appearance, Theme

POSITIONS = 1000
_RADIUS = 6.5
_KEY_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_Home: -POSITIONS,
    Qt.Key.Key_End: POSITIONS,
}


class Slider(QSlider):
    """Positions run from 0 to `maximum`; what they mean is the owner's business.

    `moved(int)` tells that a hand moved the handle; `stepped(int)` that a key asked for so many
    small steps; `reset` that it was double-clicked; `held(bool)` that the handle or such a key is
    pressed or let go, so that what lies between is one change. A programmatic `setValue` emits
    none of these. `set_extent` shows, in a fainter colour, how much of the range is there yet.
    """

    moved = Signal(int)
    stepped = Signal(int)
    reset = Signal()
    held = Signal(bool)

    def __init__(
        self, appearance: Appearance, maximum: int = POSITIONS, parent: QWidget | None = None
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._appearance = appearance
        self._extent: float | None = None
        self.setRange(0, maximum)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(48)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        appearance.theme_changed.connect(self._repaint)

    def set_extent(self, extent: int | None) -> None:
        """Up to which position the range is there; None for a slider without such a thing."""
        if extent != self._extent:
            self._extent = extent
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(120, 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(48, 20)

    def centre_of(self, position: int) -> QPointF:
        """Where the handle's centre stands for a position."""
        span = max(1, self.maximum() - self.minimum())
        part = (position - self.minimum()) / span
        return QPointF(_RADIUS + 1 + part * (self.width() - 2 * _RADIUS - 2), self.height() / 2)

    def position_at(self, x: float) -> int:
        """The position under an x coordinate."""
        part = (x - _RADIUS - 1) / max(1.0, self.width() - 2 * _RADIUS - 2)
        span = self.maximum() - self.minimum()
        return self.minimum() + round(min(1.0, max(0.0, part)) * span)

    @Slot()
    def _repaint(self) -> None:
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._appearance.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self.isEnabled():
            painter.setOpacity(0.4)
        self._paint_groove(painter, theme)
        self._paint_handle(painter, theme)

    def _paint_groove(self, painter: QPainter, theme: Theme) -> None:
        left, right = self.centre_of(self.minimum()), self.centre_of(self.maximum())
        here = self.centre_of(self.sliderPosition())
        faint = QColor(theme.accent)
        faint.setAlphaF(0.38)
        parts = [(right.x(), QColor(theme.groove))]
        if self._extent is not None:
            parts.append((self.centre_of(self._extent).x(), faint))
        parts.append((here.x(), QColor(theme.accent)))
        painter.setPen(Qt.PenStyle.NoPen)
        for end, colour in parts:
            painter.setBrush(colour)
            bar = QRectF(left.x() - 2, left.y() - 2, end - left.x() + 4, 4)
            painter.drawRoundedRect(bar, 2, 2)

    def _paint_handle(self, painter: QPainter, theme: Theme) -> None:
        centre = self.centre_of(self.sliderPosition())
        ring = QColor(theme.accent)
        if self.hasFocus():
            painter.setPen(QPen(ring, 2))
            painter.setBrush(QColor(theme.handle))
            painter.drawEllipse(centre, _RADIUS - 0.5, _RADIUS - 0.5)
            return
        if self.underMouse() and self.isEnabled():
            ring.setAlphaF(0.35)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ring)
            painter.drawEllipse(centre, _RADIUS + 1, _RADIUS + 1)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.handle))
        painter.drawEllipse(centre, _RADIUS - 0.5, _RADIUS - 0.5)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setSliderDown(True)
        self.held.emit(True)
        self._move_to(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._move_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self.setSliderDown(False)
        self.held.emit(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _KEY_STEPS.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            event.ignore()
            return
        if not event.isAutoRepeat():
            self.held.emit(True)
        self.stepped.emit(step)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if not event.isAutoRepeat():
            self.held.emit(False)
        super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.held.emit(False)  # the key that is still down is let go elsewhere
        super().focusOutEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.update()

    def _move_to(self, x: float) -> None:
        position = self.position_at(x)
        if position != self.value():
            self.setValue(position)
            self.moved.emit(position)
