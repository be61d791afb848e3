"""Fonts of the map: sizes in logical pixels, figures of one width."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtGui import QFontMetricsF

from app.look.fonts import sans

TINY, SMALL, NORMAL = 10, 11, 12
_FIGURES = str.maketrans("123456789", "000000000")


class Fonts:
    """The few fonts the map is lettered with, made from the program's family."""

    def __init__(self) -> None:
        self.tiny, self.small, self.normal = sans(TINY), sans(SMALL), sans(NORMAL)
        self.bold = sans(NORMAL, bold=True)
        self.small_metrics = QFontMetricsF(self.small)
        self.normal_metrics = QFontMetricsF(self.normal)
        self._metrics = {
            "tiny": QFontMetricsF(self.tiny),
            "small": self.small_metrics,
            "normal": self.normal_metrics,
        }
        self._measured = lru_cache(maxsize=1024)(self._measure)

    def metrics(self, name: str) -> QFontMetricsF:
        """The measures of one of the fonts."""
        return self._metrics[name]

    def width(self, name: str, text: str) -> float:
        """Pixels that a text takes in a line of one of the fonts.

        Measured once: all figures are of one width, so a number that runs is always the same.
        """
        return self._measured(name, text.translate(_FIGURES))

    def _measure(self, name: str, text: str) -> float:
        return self._metrics[name].horizontalAdvance(text)
