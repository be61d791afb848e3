"""Fonts of the map: sizes in logical pixels, figures of one width."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF

TINY, SMALL, NORMAL = 10.0, 11.0, 12.0


class Fonts:
    """The few fonts the map is lettered with, made from one family."""

    def __init__(self, font: QFont | None = None) -> None:
        self.tiny = _sized(font, TINY)
        self.small = _sized(font, SMALL)
        self.normal = _sized(font, NORMAL)
        self.bold = _sized(font, NORMAL, bold=True)
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


def _sized(font: QFont | None, pixels: float, bold: bool = False) -> QFont:
    found = QFont(font) if font is not None else QFont()
    found.setPixelSize(round(pixels))
    found.setBold(bold)
    found.setFeature(QFont.Tag("tnum"), 1)
    return found
