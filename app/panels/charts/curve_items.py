"""Curves as pyqtgraph's items: a line each, and a band between the quartiles of many starts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainterPath, QPen

from app.figures.curves.curves import Curve, Line
from app.figures.curves.scale import Scale
from app.panels.charts.band import Band
from landscapes.base import Array

BACK, SECOND = 0.25, 0.55
"""How much is seen of a curve behind another, and of a second line."""
FRONT = 10.0
THICK, THIN = 1.5, 1.0
DOT = 4.0
"""So many times as wide as its line is the dot at a time that has no neighbours, where no line
goes."""


class CurveItems:
    """Keeps one set of items for each line of a plot, and changes no more of them than it must."""

    def __init__(self, plot: pg.PlotItem) -> None:
        self._plot = plot
        self._drawn: dict[tuple[int, int], _LineItems] = {}

    def show(self, curves: Sequence[Curve], scale: Scale, pixel: float) -> None:
        """Draw these curves and no others; `pixel` is how many of the screen's a pixel has."""
        lines = {
            (curve.method, place): (curve, line)
            for curve in curves
            for place, line in enumerate(curve.lines)
        }
        for key in set(self._drawn) - set(lines):
            self._drawn.pop(key).leave()
        for key, (curve, line) in lines.items():
            if key not in self._drawn:
                self._drawn[key] = _LineItems(self._plot)
            self._drawn[key].show(curve, line, scale, (THIN if key[1] else THICK) * pixel)

    def emphasise(self, curves: Sequence[Curve], method: int | None) -> None:
        """Bring one method's lines to the front and dim the others; None: all as they are."""
        opacity = {curve.method: curve.opacity for curve in curves}
        for (index, place), items in self._drawn.items():
            back = method is not None and index != method
            seen = opacity[index] * (BACK if back else 1.0) * (SECOND if place else 1.0)
            items.stand(seen, FRONT if index == method else 0.0)

    def follow_view(self) -> None:
        """Fill bands anew after another part of the curves is shown."""
        box = self._plot.getViewBox()
        (left, right), (_, top) = box.viewRange()
        for items in self._drawn.values():
            if items.band is not None:
                items.band.fill(left, right, box.width(), top)

    def data(self, method: int, place: int = 0) -> tuple[Array, Array]:
        """Times and plotted values of one line."""
        return self._drawn[method, place].line.getOriginalDataset()

    def dots(self, method: int, place: int = 0) -> tuple[Array, Array]:
        """Times and plotted values of one line at which there is a dot."""
        dots = self._drawn[method, place].dots
        none = np.empty(0), np.empty(0)
        return none if dots is None or dots.xData is None else dots.getOriginalDataset()

    def item(self, method: int, place: int = 0) -> pg.PlotDataItem:
        """The item that draws one line."""
        return self._drawn[method, place].line

    def band(self, method: int, place: int = 0) -> QPainterPath:
        """What is filled between the quartiles of one line, in places of the plot."""
        band = self._drawn[method, place].band
        return band.path() if band is not None else QPainterPath()


class _LineItems:
    """One line, and its band where it has quartiles."""

    def __init__(self, plot: pg.PlotItem) -> None:
        self._plot = plot
        self.line = pg.PlotDataItem(pen=QPen(Qt.PenStyle.NoPen), antialias=True)
        self.dots: pg.PlotDataItem | None = None
        self.band: Band | None = None
        plot.addItem(self.line, ignoreBounds=True)

    def show(self, curve: Curve, line: Line, scale: Scale, width: float) -> None:
        """Take a line's values and look."""
        times = np.arange(line.first, line.first + len(line.values), dtype=np.float64)
        self.line.setLogMode(False, scale.logarithmic)
        # Separate segments paint in a third of the time, but dashes need the whole line.
        self.line.curve.setSegmentedLineMode("off" if curve.style.dash else "on")
        values = scale.raised(line.values)
        self.line.setData(times, values, pen=_pen(curve, width))
        self._show_dots(times, values, curve, scale, DOT * width)
        if line.low is None or line.high is None:
            self._drop_band()
            return
        if self.band is None:
            self.band = Band()
            self._plot.addItem(self.band, ignoreBounds=True)
        self.band.show_line(line, scale, curve.style.colour)

    def _show_dots(
        self, times: Array, values: Array, curve: Curve, scale: Scale, wide: float
    ) -> None:
        alone = _alone(values)
        if self.dots is None and not alone.any():
            return
        if self.dots is None:
            self.dots = pg.PlotDataItem(pen=None, symbol="o", symbolPen=None)
            self._plot.addItem(self.dots, ignoreBounds=True)
        self.dots.setLogMode(False, scale.logarithmic)
        self.dots.setData(
            times[alone], values[alone], symbolSize=wide, symbolBrush=curve.style.colour
        )

    def stand(self, opacity: float, height: float) -> None:
        """How much is seen of it, and above what it lies."""
        for item in (self.line, self.dots):
            if item is not None:
                item.setOpacity(opacity)
                item.setZValue(height)
        if self.band is not None:
            self.band.setOpacity(opacity)
            self.band.setZValue(height - 1.0)

    def leave(self) -> None:
        """Take everything off the plot."""
        self._drop_band()
        self._plot.removeItem(self.line)
        if self.dots is not None:
            self._plot.removeItem(self.dots)

    def _drop_band(self) -> None:
        if self.band is not None:
            self._plot.removeItem(self.band)
            self.band = None


def _alone(values: Array) -> Array:
    """Which values (n,) are numbers whose neighbours are none."""
    there = np.concatenate([[False], np.isfinite(values), [False]])
    return np.asarray(there[1:-1] & ~there[:-2] & ~there[2:])


def _pen(curve: Curve, width: float) -> QPen:
    pen = pg.mkPen(curve.style.colour, width=width)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if curve.style.dash:
        pen.setDashPattern(curve.style.dash)
    return pen
