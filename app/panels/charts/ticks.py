"""An axis whose labels never collide, written as all numbers of the program are."""

from __future__ import annotations

import itertools
import math

import pyqtgraph as pg
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPen

from app.look.theme import Theme
from core.writing import along, tick

LINE_GAP, WORD_GAP = 26.0, 14.0
"""Pixels from label to label on a vertical axis, and between them on a horizontal one."""
TIGHT = 0.8
BEHIND = -1.0
OVERHANG = 10
"""Pixels that a label may reach beyond the end of its axis."""
FACTORS = ((1, 2, 5), (1, 3), (1,))


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
        power = 10.0 ** math.floor(math.log10(least))
        return [(next(f * power for f in (1, 2, 5, 10, 20) if f * power >= least), 0.0)]

    def tickValues(  # noqa: N802
        self, low: float, high: float, size: float
    ) -> list[tuple[float, list[float]]]:
        """The ticks in sight; pyqtgraph adds one beyond where none is."""
        levels: list[tuple[float, list[float]]] = super().tickValues(low, high, size)
        slack = 1e-6 * (high - low)
        return [
            (spacing, [place for place in places if low - slack <= place <= high + slack])
            for spacing, places in levels
        ]

    def tickStrings(  # noqa: N802
        self, values: list[float], scale: float, spacing: float
    ) -> list[str]:
        """Labels with as many decimals as tell neighbours apart."""
        if self.logMode:
            # Arithmetic leaves something behind the seventh figure.
            return [tick(float(f"{10.0**value:.6e}")) for value in values]
        return along(values, spacing)

    def logTickValues(  # noqa: N802
        self, low: float, high: float, size: float, ticks: list[tuple[float, list[float]]]
    ) -> list[tuple[float, list[float]]]:
        """1, 2, 5 of every decade, fewer where they would collide; round numbers within one."""
        least = TIGHT * self.room(low, high) * (high - low) / max(size, 1.0)
        for factors in FACTORS:
            found = _decade_ticks(low, high, factors)
            if len(found) > 1 and min(b - a for a, b in itertools.pairwise(found)) >= least:
                return [(1.0, found)]
        if len(found) > 1:
            every = math.ceil(least)
            return [(float(every), [place for place in found if round(place) % every == 0])]
        even = super().tickSpacing(10.0**low, 10.0**high, size)[0][0]
        return [(1.0, _even_ticks(low, high, even, least))]


def _decade_ticks(low: float, high: float, factors: tuple[int, ...]) -> list[float]:
    """Logarithms of these multiples of powers of ten."""
    powers = range(math.floor(low), math.ceil(high) + 1)
    places = (power + math.log10(factor) for power in powers for factor in factors)
    return [place for place in places if low <= place <= high]


def _even_ticks(low: float, high: float, step: float, least: float) -> list[float]:
    """Logarithms of multiples of a step, those left out that come too near their neighbour."""
    found: list[float] = []
    for k in range(math.ceil(10.0**low / step), math.floor(10.0**high / step) + 1):
        place = math.log10(k * step)
        if not found or place - found[-1] >= least:
            found.append(place)
    return found
