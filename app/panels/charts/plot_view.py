"""A chart's plot: curves painted once, and over them the cursor, the hand's values and its box."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QGraphicsView, QWidget

from app.figures.curves.cursor import paint_cursor, paint_message
from app.figures.curves.curves import Curve
from app.figures.curves.plane import Plane
from app.figures.curves.scale import Scale
from app.look.lettering import Lettering
from app.look.theme import Theme
from app.panels.charts.curve_items import CurveItems
from app.panels.charts.readout import Readout, nearest_method, paint_readout, readout_rows
from app.panels.charts.rubber import paint_rubber
from app.panels.charts.ticks import Ticks
from app.panels.charts.time_box import TimeBox
from app.widgets.focus_ring import paint_focus

LEFT, RIGHT, TOP, BOTTOM = 46, 10, 5, 18
GRID = 0.6
STRIP = 6
CLOSER, FARTHER = 0.8, 1.25
HINT = "Click: go to a step. Drag: zoom. Wheel or + and −: zoom. Double click or 0: show all."


class PlotView(pg.PlotWidget):
    """pyqtgraph's plot of some curves over time.

    What is plotted is kept as a picture, so that a tick paints two narrow strips and no curve.
    `seek_asked(time)`; `zoom_asked((left, right) | None)` in times, None for all;
    `cut_asked((bottom, top) | None)` in places along the scale, None for all;
    `curve_pointed(method)` while the hand is at a curve, −1 otherwise.
    """

    seek_asked = Signal(int)
    zoom_asked = Signal(object)
    cut_asked = Signal(object)
    curve_pointed = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        self.letters = Lettering(parent.font() if parent else QWidget().font(), 11)
        self.box = TimeBox()
        axes = {"left": Ticks("left", self.letters.font, LEFT),
                "bottom": Ticks("bottom", self.letters.font, BOTTOM)}  # fmt: skip
        super().__init__(parent, theme.panel, viewBox=self.box, axisItems=axes, enableMenu=False)
        self.scale_shown = Scale()
        self.curves: tuple[Curve, ...] = ()
        self._theme, self._steps, self._cursor = theme, 1, 0
        self._span = (0.0, 1.0)
        self._still: QPixmap | None = None
        self._area: QRectF | None = None
        self._hand: QPointF | None = None
        self._left: int | None = None  # the time that the last click went away from
        self._rubber: QRectF | None = None
        self._message = ""
        self.plotItem.hideButtons()
        self.plotItem.layout.setContentsMargins(0, TOP, RIGHT, 0)
        self.plotItem.setDownsampling(auto=True, mode="peak")
        self.plotItem.setClipToView(True)
        self.items_shown = CurveItems(self.plotItem)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.NoViewportUpdate)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleDescription(HINT)
        self.box.seek_asked.connect(self._seek)
        self.box.rubber_changed.connect(self._show_rubber)
        self.box.sigRangeChangedManually.connect(self._tell_range)
        self.show_theme(theme)

    def sizeHint(self) -> QSize:
        return QSize(236, 160)

    def minimumSizeHint(self) -> QSize:
        return QSize(150, 96)

    # What is shown

    def show_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._theme = theme
        self.setBackground(theme.panel)
        self.getAxis("left").show_theme(theme, GRID)
        self.getAxis("bottom").show_theme(theme, 0.0)
        self._repaint()

    def show_curves(self, curves: Sequence[Curve], scale: Scale, emphasis: int | None) -> None:
        """Draw these curves, one of them emphasised or none."""
        self.curves, self.scale_shown = tuple(curves), scale
        self.getAxis("left").setLogMode(False, scale.logarithmic)
        self.items_shown.show(curves, scale, self.devicePixelRatioF())
        self.emphasise(emphasis)

    def show_message(self, text: str) -> None:
        """Say in the middle why there is nothing to see; "" where there is."""
        if text != self._message:
            self._message = text
            self.setAccessibleDescription(text or HINT)
            self._repaint()

    @property
    def message(self) -> str:
        """What stands in the middle in place of curves."""
        return self._message

    def emphasise(self, method: int | None) -> None:
        """Bring one method's curve to the front, the others to the back; None: none."""
        self._emphasis = method
        self.items_shown.emphasise(self.curves, method)
        self._repaint()

    def show_range(
        self, window: tuple[float, float] | None, span: tuple[float, float], steps: int
    ) -> None:
        """Show these times (None: all of the run) and these places along the scale."""
        self._steps, self._span = steps, span
        self.box.limit(steps)
        left, right = window or (0.0, float(steps))
        self.box.setRange(xRange=(left, right), yRange=span, padding=0)
        self.items_shown.follow_view()
        self._repaint()

    def show_cursor(self, cursor: int) -> None:
        """Move the cursor line: only where it was and where it is gets painted."""
        if cursor != self._cursor:
            before, self._cursor = self._cursor, cursor
            self.box.cursor_time = cursor
            plane = self.plane
            for time in (before, cursor):
                x = int(plane.x_of(time))
                self.viewport().update(x - STRIP, 0, 2 * STRIP + 1, self.height())

    @property
    def window_shown(self) -> tuple[float, float]:
        """The times at the left and right end."""
        left, right = self.box.viewRange()[0]
        return left, right

    @property
    def span_shown(self) -> tuple[float, float]:
        """The places along the scale at the bottom and top."""
        bottom, top = self.box.viewRange()[1]
        return bottom, top

    @property
    def area(self) -> QRectF:
        """Where curves are drawn, in pixels."""
        if self._area is None:
            self._area = self.box.sceneBoundingRect()
        return self._area

    @property
    def plane(self) -> Plane:
        """Where times and values are now."""
        return Plane(self.area, self.window_shown, self.span_shown, self.scale_shown)

    # Painting

    def _repaint(self) -> None:
        """Paint the curves anew when the window next paints."""
        self._still = self._area = None
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.DevicePixelRatioChange:  # lines are as wide as a pixel
            self.show_curves(self.curves, self.scale_shown, self._emphasis)
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._repaint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        still, ratio = self._painted(), self.devicePixelRatioF()
        exposed = QRectF(event.rect())
        source = QRectF(exposed.topLeft() * ratio, exposed.size() * ratio)
        painter.drawPixmap(exposed, still, source)
        plane = self.plane
        if self._message:
            paint_message(painter, plane, self._message, self.letters, self._theme)
        else:  # through words no line is drawn
            paint_cursor(painter, plane, self.curves, self._cursor, self._theme)
        if self._rubber is not None:
            paint_rubber(painter, self._rubber, self._theme)
        elif self._hand is not None:
            time = plane.time_at(self._hand.x(), self._steps)
            rows = readout_rows(self.curves, time)
            names = [line.name for line in self.curves[0].lines] if rows else []
            readout = Readout(time, tuple(names), tuple(rows))
            paint_readout(painter, plane, readout, self.letters, self._emphasis, self._theme)
        paint_focus(painter, self, self._theme)

    def _painted(self) -> QPixmap:
        """Axes and curves, painted once for many ticks."""
        ratio, rect = self.devicePixelRatioF(), self.viewport().rect()
        if self._still is None or self._still.size() != rect.size() * ratio:
            self._still = QPixmap(rect.size() * ratio)
            self._still.setDevicePixelRatio(ratio)
            painter = QPainter(self._still)
            self.render(painter, QRectF(rect), rect)
            painter.end()
        return self._still

    # The hand

    @Slot(float)
    def _seek(self, time: float) -> None:
        if self._left is None:
            self._left = self._cursor
        self.seek_asked.emit(round(min(max(time, 0.0), float(self._steps))))

    def reset(self) -> None:
        """Show all times and values again."""
        self.cut_asked.emit(None)
        self.zoom_asked.emit(None)

    @Slot(object)
    def _show_rubber(self, box: QRectF | None) -> None:
        self._rubber = box
        self.viewport().update()

    @Slot(object)
    def _tell_range(self, mask: object) -> None:
        """A person has zoomed or moved the plot."""
        if not np.allclose(self.span_shown, self._span, rtol=1e-9, atol=0):
            self.cut_asked.emit(self.span_shown)
        left, right = self.window_shown
        whole = right - left >= self._steps * (1 - 1e-9)
        self.zoom_asked.emit(None if whole else (left, right))

    def _zoom_by(self, factor: float) -> None:
        self.box.scaleBy((factor, None), center=QPointF(self._cursor, 0))
        self._tell_range(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hand = event.position()
        if not event.buttons():
            near = self.box.at_cursor(self._hand)
            shape = Qt.CursorShape.SplitHCursor if near else Qt.CursorShape.ArrowCursor
            self.viewport().setCursor(shape)
            self.curve_pointed.emit(self.curve_near(self._hand))
        self.viewport().update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._left = None
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show all again; that the first of the two clicks went to a time was not meant."""
        if self._left is not None:
            self.seek_asked.emit(self._left)
        self._left = None
        self.reset()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hand = None
        self.curve_pointed.emit(-1)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self._zoom_by(CLOSER)
            case Qt.Key.Key_Minus:
                self._zoom_by(FARTHER)
            case Qt.Key.Key_0:
                self.reset()
            case _:
                event.ignore()

    def curve_near(self, place: QPointF) -> int:
        """The method whose curve passes nearest to a place; −1 where none is near."""
        time = self.plane.time_at(place.x(), self._steps)
        return nearest_method(self.curves, self.plane, place, time)
