"""A plot of a study in the window: it answers hand and keys, and opens what it shows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from app.look.appearance import Appearance
from app.look.theme import Theme
from app.look.tool_tips import wrapped
from app.study.drawing.look import Look, Spot
from app.study.drawing.painter import (
    height_of,
    paint_crosshair,
    paint_plot,
    spot_at,
    spot_beside,
    spots,
)
from core.study.plots.values import BasinPlot, Curves, HeatMap, Plot

_WAYS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_BY_KEYS = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
HINT = "Arrow keys: go from figure to figure."
OPENS = HINT + " Enter: open it as an experiment."
EMPTY = "Nothing is known yet."


class PlotView(QWidget):
    """Shows one plot.

    `cell_picked(place)` when a figure is opened, the place of its race in the question's cells;
    `start_picked((x, y))` when a start of a basin map is. `start_pointed` with a start, or None,
    when the hand or the keys come to it: other views show it by a crosshair.
    """

    cell_picked = Signal(object)
    start_pointed = Signal(object)
    start_picked = Signal(object)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("studyPlot")
        self.setAccessibleName("Plot")
        self.setAccessibleDescription(HINT)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._theme = appearance.theme
        self._plot: Plot | None = None
        self._spot: Spot | None = None
        self._by_keys = False
        self._crosshair: tuple[float, float] | None = None
        self._still: QPixmap | None = None  # the plot as it was painted last
        appearance.theme_changed.connect(self._show_theme)

    @property
    def plot(self) -> Plot | None:
        """What is shown."""
        return self._plot

    @property
    def spot(self) -> Spot | None:
        """The figure that the hand or the keys are at."""
        return self._spot

    def show_plot(self, plot: Plot | None) -> None:
        """Show a plot; None while there is nothing to show."""
        before, self._plot = self._spot, plot
        self._spot = None
        if plot is not None and before is not None:
            self._spot = spot_at(self._area, plot, self._look, before.at)
        self.setAccessibleName(plot.title if plot else "Plot")
        self.setAccessibleDescription(self._hint)
        self._still = None
        self.updateGeometry()
        self.update()

    def show_crosshair(self, place: tuple[float, float] | None) -> None:
        """Show where a point of the plane lies that the hand is at in another view."""
        self._crosshair = place
        if isinstance(self._plot, BasinPlot):
            self.update()

    def image(self, scale: float) -> QImage:
        """The plot as a picture with so many pixels along each of the screen's."""
        image = QImage(self.size() * scale, QImage.Format.Format_RGB32)
        image.setDevicePixelRatio(scale)
        painter = QPainter(image)
        self._paint_plot(painter)
        painter.end()
        return image

    def sizeHint(self) -> QSize:
        wide = 640
        return QSize(wide, round(height_of(self._plot, wide)) if self._plot else 320)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 180)

    @property
    def _hint(self) -> str:
        return OPENS if isinstance(self._plot, Curves | HeatMap | BasinPlot) else HINT

    @property
    def _area(self) -> QRectF:
        return QRectF(self.rect())

    @property
    def _look(self) -> Look:
        return Look(self._theme)

    @Slot(object)
    def _show_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._still = None
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._still = None

    def paintEvent(self, event: QPaintEvent) -> None:
        ratio = self.devicePixelRatio()
        if self._still is None or self._still.devicePixelRatio() != ratio:
            self._still = QPixmap(self.size() * ratio)
            self._still.setDevicePixelRatio(ratio)
            on_still = QPainter(self._still)
            self._paint_plot(on_still)
            on_still.end()
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._still)
        if self._plot is not None:
            place = self._spot.start if self._spot else self._crosshair
            if place is not None:
                paint_crosshair(painter, self._area, self._plot, place)
            elif self._spot is not None:
                self._paint_mark(painter, self._spot)
        if self._by_keys and self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(self._theme.accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self._area.adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _paint_plot(self, painter: QPainter) -> None:
        look = self._look
        painter.fillRect(self.rect(), QColor(self._theme.panel))
        if self._plot is None:
            painter.setPen(QColor(self._theme.dim))
            painter.setFont(look.fonts.normal)
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, EMPTY)
        else:
            paint_plot(painter, self._area, self._plot, look)

    def _paint_mark(self, painter: QPainter, spot: Spot) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self._theme.accent), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        wide, high = spot.reach
        box = QRectF(spot.at.x() - wide, spot.at.y() - high, 2 * wide, 2 * high)
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)

    def _go(self, spot: Spot | None, *, keys: bool = False) -> None:
        before, self._spot = self._spot, spot
        start = spot.start if spot else None
        if start != (before.start if before else None):
            self.start_pointed.emit(start)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor
            if spot and _opens(spot)
            else Qt.CursorShape.ArrowCursor
        )
        if spot is None:
            QToolTip.hideText()
        else:
            at = spot.at + QPointF(12, 12)
            QToolTip.showText(self.mapToGlobal(at.toPoint()), wrapped(spot.tip), self)
            self.setAccessibleDescription(f"{spot.tip}\n{self._hint}" if keys else self._hint)
        self.update()

    def _open(self, spot: Spot) -> None:
        if spot.start is not None:
            self.start_picked.emit(spot.start)
        elif spot.cell is not None:
            self.cell_picked.emit(spot.cell)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._plot is not None:
            found = spot_at(self._area, self._plot, self._look, event.position())
            if found != self._spot:
                self._go(found)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._plot is None:
            return
        found = spot_at(self._area, self._plot, self._look, event.position())
        if found is not None:
            self._open(found)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._go(None)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._by_keys = event.reason() in _BY_KEYS
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._go(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, plot = Qt.Key(event.key()), self._plot
        if plot is None:
            event.ignore()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._spot:
            self._open(self._spot)
        elif key == Qt.Key.Key_Escape and self._spot:
            self._go(None)
        elif key in _WAYS:
            if self._spot is None:
                found = next(iter(spots(self._area, plot, self._look)), None)
            else:
                found = spot_beside(self._area, plot, self._look, self._spot, _WAYS[key])
            if found is not None:
                self._go(found, keys=True)
            else:
                event.ignore()  # at the edge of the plot the page scrolls
        else:
            event.ignore()


def _opens(spot: Spot) -> bool:
    return spot.cell is not None or spot.start is not None
