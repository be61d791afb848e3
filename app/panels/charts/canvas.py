"""The live part of a chart: cursor, hand, zoom. A tick repaints two narrow strips and no curve."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.panels.charts.axis import Axis
from app.panels.charts.plot import Plot, paint_plot, plot_area, x_of, y_of
from app.panels.charts.readout import paint_readout
from app.panels.lettering import Lettering
from app.theme import Theme

GRIP, DRAG, NEAREST = 5.0, 6.0, 10.0
STRIP = 6
LEAST_STEPS = 4.0


class Canvas(QWidget):
    """Draws a `Plot` with a cursor; the chart's owner hands both in.

    `seek_asked(time)` on a click or while the cursor is dragged; `zoom_asked(left, right)` in
    times, None for all; `cut_asked(bottom, top)` in heights of the axis that is shown.
    `curve_pointed(method)` while the hand is at a curve, −1 otherwise.
    """

    seek_asked = Signal(int)
    zoom_asked = Signal(object)
    cut_asked = Signal(object)
    curve_pointed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._plot = Plot((), Axis(0, 1), (0.0, 1.0))
        self._steps, self._cursor = 1, 0
        self._ground: QPixmap | None = None
        self._pressed: QPointF | None = None
        self._hand: QPointF | None = None
        self._mode = ""
        self._small = Lettering(self.font(), 11)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(236, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, 96)

    @property
    def plot(self) -> Plot:
        """What is drawn."""
        return self._plot

    def show_plot(self, plot: Plot, steps: int, theme: Theme) -> None:
        """Draw another plot; this paints the curves anew."""
        self._plot, self._steps, self._theme = plot, steps, theme
        self._ground = None
        self.update()

    def show_cursor(self, cursor: int) -> None:
        """Move the cursor line: only where it was and where it is gets painted."""
        if cursor != self._cursor:
            before, self._cursor = self._cursor, cursor
            for time in (before, cursor):
                self._update_strip(time)

    def _update_strip(self, time: int) -> None:
        x = float(x_of(time, self._plot.window, self._area))
        self.update(int(x) - STRIP, 0, 2 * STRIP + 1, self.height())

    @property
    def _area(self) -> QRectF:
        return plot_area(self.width(), self.height())

    def time_at(self, x: float) -> float:
        """The time at a place, within the run."""
        left, right = self._plot.window
        time = left + (x - self._area.left()) / self._area.width() * (right - left)
        return min(max(time, 0.0), float(self._steps))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        ground = self._painted_ground()
        ratio = ground.devicePixelRatio()
        exposed = event.rect()
        painter.drawPixmap(
            QRectF(exposed),
            ground,
            QRectF(exposed.x() * ratio, exposed.y() * ratio,
                   exposed.width() * ratio, exposed.height() * ratio),
        )  # fmt: skip
        self._paint_cursor(painter)
        if self._mode == "zoom" and self._pressed is not None and self._hand is not None:
            self._paint_rubber(painter, self._pressed, self._hand)
        elif self._hand is not None and not self._mode:
            time = round(self.time_at(self._hand.x()))
            paint_readout(painter, self._plot, time, self._area, self._theme, self._small)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.accent), 1))
            painter.drawRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))

    def _painted_ground(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._ground is None or self._ground.size() != self.size() * ratio:
            self._ground = QPixmap(self.size() * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(QColor(self._theme.panel))
            painter = QPainter(self._ground)
            paint_plot(painter, self._plot, self.width(), self.height(), self._theme, self._small)
            painter.end()
        return self._ground

    def _paint_cursor(self, painter: QPainter) -> None:
        area, window = self._area, self._plot.window
        if not window[0] <= self._cursor <= window[1]:
            return
        x = float(x_of(self._cursor, window, area))
        painter.setPen(QPen(QColor(self._theme.text), 1))
        painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.panel), 1))
        for curve in self._plot.curves:
            y = float(y_of(curve.lines[0].at(self._cursor), self._plot.axis, area))
            if area.top() <= y <= area.bottom():
                painter.setBrush(QColor(curve.style.colour))
                painter.drawEllipse(QPointF(x, y), 3, 3)

    def _paint_rubber(self, painter: QPainter, one: QPointF, other: QPointF) -> None:
        box = self._rubber(one, other)
        colour = QColor(self._theme.accent)
        painter.setPen(QPen(colour, 1))
        colour.setAlphaF(0.15)
        painter.setBrush(colour)
        painter.drawRect(box)

    def _rubber(self, one: QPointF, other: QPointF) -> QRectF:
        """What a drag encloses: times only, unless it goes up or down as well."""
        box, area = QRectF(one, other).normalized(), self._area
        if box.height() < 3 * DRAG:
            box.setTop(area.top())
            box.setBottom(area.bottom())
        return box.intersected(area)

    # The hand

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._pressed = event.position()
        x = float(x_of(self._cursor, self._plot.window, self._area))
        if abs(event.position().x() - x) <= GRIP:
            self._mode = "seek"

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._hand = event.position()
        if self._mode == "seek":
            self.seek_asked.emit(round(self.time_at(self._hand.x())))
        elif self._pressed is not None:
            moved = self._hand - self._pressed
            if max(abs(moved.x()), abs(moved.y())) > DRAG:
                self._mode = "zoom"
        else:
            x = float(x_of(self._cursor, self._plot.window, self._area))
            near = abs(self._hand.x() - x) <= GRIP
            shape = Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)
            self.curve_pointed.emit(self.curve_near(self._hand))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, mode = self._pressed, self._mode
        self._pressed, self._mode = None, ""
        if pressed is None:
            return
        if mode == "zoom":
            self._zoom_to(self._rubber(pressed, event.position()))
        elif not mode:
            self.seek_asked.emit(round(self.time_at(event.position().x())))
        self.update()

    def _zoom_to(self, box: QRectF) -> None:
        area = self._area
        if box.height() < area.height() - 1:
            bottom, top = (area.bottom() - y for y in (box.bottom(), box.top()))
            self.cut_asked.emit((bottom / area.height(), top / area.height()))
        if box.width() > DRAG:
            self._ask_window(self.time_at(box.left()), self.time_at(box.right()))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.reset()

    def reset(self) -> None:
        """Show all times and values again."""
        self._pressed, self._mode = None, ""
        self.cut_asked.emit(None)
        self.zoom_asked.emit(None)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120
        if turns:
            self._zoom_by(0.8**turns, self.time_at(event.position().x()))
        event.accept()

    def _zoom_by(self, factor: float, around: float) -> None:
        left, right = self._plot.window
        self._ask_window(around - (around - left) * factor, around + (right - around) * factor)

    def _ask_window(self, left: float, right: float) -> None:
        width = min(max(right - left, LEAST_STEPS), float(self._steps))
        left = min(max(0.0, left), self._steps - width)
        whole = width >= self._steps
        self.zoom_asked.emit(None if whole else (left, left + width))

    def leaveEvent(self, event: QEvent) -> None:
        self._hand = None
        self.curve_pointed.emit(-1)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._zoom_by(0.8, float(self._cursor))
            case Qt.Key.Key_Minus:
                self._zoom_by(1.25, float(self._cursor))
            case Qt.Key.Key_0:
                self.reset()
            case _:
                super().keyPressEvent(event)

    def curve_near(self, place: QPointF) -> int:
        """The method whose curve passes nearest to a place; −1 where none is near."""
        time, best, nearest = round(self.time_at(place.x())), -1, NEAREST
        for curve in self._plot.curves:
            for line in self._plot.shown_lines(curve):
                y = float(y_of(line.at(time), self._plot.axis, self._area))
                if np.isfinite(y) and abs(y - place.y()) < nearest:
                    best, nearest = curve.method, abs(y - place.y())
        return best
