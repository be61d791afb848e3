"""Fonts of the map: sizes in logical pixels, figures of one width."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontMetricsF

SMALL, NORMAL = 11.0, 12.0


class Fonts:
    """The few fonts the map is lettered with, made from one family."""

    def __init__(self, font: QFont | None = None) -> None:
        self.small = _sized(font, SMALL)
        self.normal = _sized(font, NORMAL)
        self.bold = _sized(font, NORMAL, bold=True)
        self.small_metrics = QFontMetricsF(self.small)
        self.normal_metrics = QFontMetricsF(self.normal)


def _sized(font: QFont | None, pixels: float, bold: bool = False) -> QFont:
    found = QFont(font) if font is not None else QFont()
    found.setPixelSize(round(pixels))
    found.setBold(bold)
    found.setFeature(QFont.Tag("tnum"), 1)
    return found
