"""An axis whose labels never collide, written as all numbers of the program are."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen

from app.figures.curves.places import LINE_GAP, TIGHT, WORD_GAP, decade_places, labels, spacing
from app.look.theme import Theme

BEHIND = -1.0
OVERHANG = 10
"""Pixels that a label may reach beyond the end of its axis."""


class Ticks(pg.AxisItem):
    """pyqtgraph's axis, with its ticks chosen by the room that labels need and thin grid lines."""

    def __init__(self, orientation: str, font: QFont, thickness: int) -> None:
        super().__init__(orientation, maxTickLength=0)
        self._metrics = QFontMetricsF(font)
        self.setStyle(tickFont=font, tickTextOffset=5, hideOverlappingLabels=OVERHANG)
        if orientation == "left":
            self.setWidth(thickness)
        else:
            self.setHeight(thickness)

    def show_theme(self, theme: Theme, lines: float) -> None:
        """Take a theme's colours; `lines` (0 … 1) is how much is seen of the lines across."""
        line, ink = QColor(theme.line), QColor(theme.line)
        ink.setAlphaF(0.0 if self.orientation == "left" else 1.0)
        # Pens of pyqtgraph's own are as thin on a fine screen as its pixels.
        self.setPen(QPen(ink, 1))
        self.setTickPen(QPen(line, 1))
        self.setTextPen(QColor(theme.dim))
        self.setStyle(tickAlpha=lines)
        self.setZValue(BEHIND)
        self.setGrid(255 if lines else False)

    def room(self, low: float, high: float) -> float:
        """Pixels that one tick with its label takes."""
        if self.orientation == "left":
            return LINE_GAP
        return max(self._metrics.horizontalAdvance(f"{end:,.0f}") for end in (low, high)) + WORD_GAP

    def tickSpacing(  # noqa: N802
        self, low: float, high: float, size: float
    ) -> list[tuple[float, float]]:
        """The least of 1, 2 and 5 times a power of ten that leaves room for labels."""
        least = (high - low) * self.room(low, high) / max(size, 1.0)
        return [(spacing(least), 0.0)]

    def tickValues(  # noqa: N802
        self, low: float, high: float, size: float
    ) -> list[tuple[float, list[float]]]:
        """The ticks in sight; pyqtgraph adds one beyond where none is."""
        levels: list[tuple[float, list[float]]] = super().tickValues(low, high, size)
        slack = 1e-6 * (high - low)
        return [
            (step, [place for place in places if low - slack <= place <= high + slack])
            for step, places in levels
        ]

    def tickStrings(  # noqa: N802
        self, values: list[float], scale: float, step: float
    ) -> list[str]:
        """Labels with as many decimals as tell neighbours apart."""
        return labels(values, step, logarithmic=self.logMode)

    def logTickValues(  # noqa: N802
        self, low: float, high: float, size: float, ticks: list[tuple[float, list[float]]]
    ) -> list[tuple[float, list[float]]]:
        """1, 2, 5 of every decade, fewer where they would collide; round numbers within one."""
        least = TIGHT * self.room(low, high) * (high - low) / max(size, 1.0)
        even = super().tickSpacing(10.0**low, 10.0**high, size)[0][0]
        return [decade_places(low, high, least, even)]
