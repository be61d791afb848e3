"""What lies between the quartiles of many starts, filled where it is in sight."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen
from PySide6.QtWidgets import QGraphicsPathItem

from app.figures.curves.band_path import SHARE, band_path, edges_of, thinned, topped
from app.figures.curves.curves import Line
from app.figures.curves.scale import Scale


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
        self._first = line.first
        self._edges = edges_of(line, scale)
        shade = QColor(colour)
        shade.setAlphaF(SHARE)
        self.setBrush(shade)

    def fill(self, left: float, right: float, pixels: float, top: float) -> None:
        """Fill what lies between two times, which are so many pixels apart, and below `top`."""
        low = max(0, int(left) - self._first)
        high = max(low, min(len(self._edges), int(right) + 2 - self._first))
        times = np.arange(low, high) + float(self._first)
        edges = self._edges[low:high]
        self.setPath(band_path(*thinned(times, topped(edges, top), pixels)))
