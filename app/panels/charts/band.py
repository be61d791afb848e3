"""What lies between the quartiles of many starts, filled where it is in sight."""

from __future__ import annotations

import itertools

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainterPath, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from app.map.drawing.paths import polygon
from app.panels.charts.curves import Line
from app.panels.charts.scale import Scale
from landscapes.base import Array

SHARE = 0.16
"""How much of its colour is seen."""
FINEST = 2
"""Times are taken together where so many share a pixel."""


class Band(QGraphicsPathItem):
    """Fills between the lower and the upper quartile of a line.

    Two edges of pyqtgraph's own and its filling of them would cost ten times as much.
    """

    def __init__(self) -> None:
        super().__init__()
        self._first = 0
        self._edges = np.empty((0, 2))
        self.setPen(QPen(Qt.PenStyle.NoPen))

    def show_line(self, line: Line, scale: Scale, colour: str) -> None:
        """Take a line's quartiles and colour; `fill` then shows them."""
        assert line.low is not None and line.high is not None
        self._first = line.first
        edges = scale.raised(np.stack([line.low, line.high], axis=-1))
        self._edges = np.log10(edges) if scale.logarithmic else edges
        worst = np.isposinf(line.high) & np.isfinite(line.low)
        self._edges[worst, 1] = np.inf  # a quarter of the starts is lost: up to the top and beyond
        shade = QColor(colour)
        shade.setAlphaF(SHARE)
        self.setBrush(shade)

    def fill(self, left: float, right: float, pixels: float, top: float) -> None:
        """Fill what lies between two times, which are so many pixels apart, and below `top`."""
        low = max(0, int(left) - self._first)
        high = max(low, min(len(self._edges), int(right) + 2 - self._first))
        times = np.arange(low, high) + float(self._first)
        edges = self._edges[low:high]
        edges = np.where(np.isposinf(edges), np.fmax(top, edges[:, :1]), edges)
        self.setPath(_path(*_thinned(times, edges, pixels)))


def _thinned(times: Array, edges: Array, pixels: float) -> tuple[Array, Array]:
    """Times (n,) and edges (n, 2), so many together that each pixel still has its extremes."""
    together = int(len(times) / max(1.0, FINEST * pixels))
    if together < 2:
        return times, edges
    firsts = np.arange(0, len(times), together)
    low = np.fmin.reduceat(edges[:, 0], firsts)
    high = np.fmax.reduceat(edges[:, 1], firsts)
    return times[firsts], np.stack([low, high], axis=-1)


def _path(times: Array, edges: Array) -> QPainterPath:
    """The band as one polygon for each stretch of times at which it is finite."""
    path = QPainterPath()
    finite = np.isfinite(edges).all(-1)
    ends = np.flatnonzero(np.diff(finite)) + 1
    for first, last in itertools.pairwise((0, *ends.tolist(), len(times))):
        if last - first > 1 and finite[first]:
            along, (low, high) = times[first:last], edges[first:last].T
            forth, back = np.stack([along, low], -1), np.stack([along, high], -1)[::-1]
            path.addPolygon(polygon(np.concatenate([forth, back])))
            path.closeSubpath()
    return path
