"""Colours for figures: a scale from dark to light that is read without seeing hues, and its bar."""

from __future__ import annotations

from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.look.theme import Theme
from app.map.drawing.colours import palette
from app.study.drawing.lettering import write
from app.study.drawing.look import Look
from app.study.drawing.scale import Scale
from landscapes.base import Array

SHADES = 256
BAR, TALLEST = 12.0, 330.0
ROOM = 74.0
"""The width of a bar with its labels."""


@cache
def table(theme: Theme) -> Array:
    """The colours (SHADES, 3), 0 … 255, from low to high."""
    whole = palette(theme.colormap)
    places = np.linspace(0.0, len(whole) - 1.0, SHADES)
    found = np.stack([np.interp(places, np.arange(len(whole)), c) for c in whole.T], 1)
    return np.rint(found).astype(np.uint8)


def colours(theme: Theme, scale: Scale, values: Array) -> Array:
    """The colours (..., 3) of values of any shape; where one is not a number, any."""
    places = np.nan_to_num(scale.fraction(values), nan=0.0) * (SHADES - 1)
    found: Array = table(theme)[np.rint(places).astype(int)]
    return found


def packed(colours: Array) -> Array:
    """Colours (..., 3) as Qt's pixels (...), uint32."""
    red, green, blue = np.moveaxis(colours.astype(np.uint32), -1, 0)
    found: Array = 0xFF000000 | red << 16 | green << 8 | blue
    return found


def packed_colours(theme: Theme, scale: Scale, values: Array) -> Array:
    """As `colours`, as Qt's pixels."""
    places = np.nan_to_num(scale.fraction(values), nan=0.0) * (SHADES - 1) + 0.5
    found: Array = _packed_table(theme)[places.astype(np.uint8)]
    return found


@cache
def _packed_table(theme: Theme) -> Array:
    return packed(table(theme))


def ink(colour: Array) -> str:
    """Black or white, whichever is read on a colour (3,)."""
    red, green, blue = (float(part) for part in colour)
    return "#101318" if 0.299 * red + 0.587 * green + 0.114 * blue > 140 else "#ffffff"


def draw_bar(painter: QPainter, box: QRectF, scale: Scale, look: Look) -> None:
    """The scale upright, low at the bottom, with its labels on the right and its title above."""
    fonts, theme = look.fonts, look.theme
    bar = QRectF(box.left(), box.top() + 22, BAR, min(TALLEST, box.height() - 22))
    rows = table(theme)
    step = bar.height() / 64
    for k in range(64):
        red, green, blue = (int(part) for part in rows[round((k + 0.5) / 64 * (SHADES - 1))])
        top = bar.bottom() - (k + 1) * step
        painter.fillRect(QRectF(bar.left(), top, BAR, step + 0.6), QColor(red, green, blue))
    painter.setPen(look.frame)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(bar)
    for place, label in scale.ticks(max(2, int(bar.height() // 34))):
        y = bar.bottom() - place * bar.height()
        painter.setPen(look.frame)
        painter.drawLine(QPointF(bar.right(), y), QPointF(bar.right() + 4, y))
        line = QRectF(bar.right() + 7, y - 8, ROOM - BAR - 8, 16)
        write(painter, line, label, fonts.small, theme.dim)
