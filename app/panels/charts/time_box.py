"""The mouse in a chart: pyqtgraph's zooming by box and wheel, and the time cursor to seek with."""

from __future__ import annotations

import pyqtgraph as pg
from pyqtgraph.GraphicsScene.mouseEvents import MouseClickEvent, MouseDragEvent
from PySide6.QtCore import QPointF, QRectF, Qt, Signal

GRIP, FLAT, LEAST_STEPS = 5.0, 18.0, 4.0
"""Pixels about the cursor line that move it, height below which a box cuts no values, and the
steps that are shown at least."""


class TimeBox(pg.ViewBox):
    """A view box whose horizontal axis is time.

    `seek_asked(time)` on a click or while the cursor line is dragged;
    `rubber_changed(QRectF | None)` in scene pixels while a box is drawn.
    """

    seek_asked = Signal(float)
    rubber_changed = Signal(object)

    def __init__(self) -> None:
        super().__init__(enableMenu=False, defaultPadding=0.0)
        self.cursor_time = 0
        self._seeking = False
        self.setMouseMode(pg.ViewBox.RectMode)
        self.disableAutoRange()

    def limit(self, steps: int) -> None:
        """Show no times outside 0 … steps."""
        self.setLimits(xMin=0, xMax=steps, minXRange=min(LEAST_STEPS, steps), maxXRange=steps)

    def at_cursor(self, place: QPointF) -> bool:
        """Whether a place in the scene is at the cursor line."""
        x = self.mapViewToScene(QPointF(self.cursor_time, 0)).x()
        return abs(place.x() - x) <= GRIP

    def mouseClickEvent(self, ev: MouseClickEvent) -> None:
        if ev.button() != Qt.MouseButton.LeftButton:
            ev.ignore()
            return
        ev.accept()
        self.seek_asked.emit(self.mapSceneToView(ev.scenePos()).x())

    def mouseDragEvent(self, ev: MouseDragEvent, axis: int | None = None) -> None:
        if ev.button() != Qt.MouseButton.LeftButton:
            ev.ignore()
            return
        if ev.isStart():
            self._seeking = axis is None and self.at_cursor(ev.buttonDownScenePos())
        if self._seeking:
            ev.accept()
            self.seek_asked.emit(self.mapSceneToView(ev.scenePos()).x())
        else:
            super().mouseDragEvent(ev, axis)
        if ev.isFinish():
            self.rubber_changed.emit(None)

    def wheelEvent(self, ev: object, axis: int | None = None) -> None:
        super().wheelEvent(ev, 0 if axis is None else axis)

    def updateScaleBox(self, p1: QPointF, p2: QPointF) -> None:  # noqa: N802
        """Tell where the box is, for it is painted above the curves and not among them."""
        box = QRectF(p1, p2).normalized()
        if box.height() < FLAT:
            box.setTop(0)
            box.setBottom(self.height())
        self.rubber_changed.emit(self.mapRectToScene(box & self.rect()))

    def showAxRect(self, ax: QRectF, **kwargs: object) -> None:  # noqa: N802
        """Zoom into a box; a flat one chooses times only."""
        box, (_, unit) = ax.normalized(), self.viewPixelSize()
        if box.height() < FLAT * unit:
            self.setXRange(box.left(), box.right())
            self.sigRangeChangedManually.emit([True, False])
        else:
            super().showAxRect(ax, **kwargs)
