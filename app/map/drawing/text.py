"""Fonts of the map: sizes in logical pixels, figures of one width."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF

from app.look.fonts import sans

TINY, SMALL, NORMAL = 10, 11, 12


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

    def metrics(self, name: str) -> QFontMetricsF:
        """The measures of one of the fonts."""
        return self._metrics[name]
