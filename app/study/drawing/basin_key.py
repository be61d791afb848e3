"""The key of a map of basins: which colour is which minimum, and what its lightness tells."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from app.study.drawing.lettering import width, write
from app.study.drawing.look import Look
from app.study.drawing.minima_colours import LEVELS, shades
from core.study.plots.values import BasinPlot

MOST_KEYS = 12


def draw_key(painter: QPainter, box: QRectF, plot: BasinPlot, look: Look) -> None:
    """Which colour is which minimum, the fullest first, and what lightness means."""
    fonts, theme = look.fonts, look.theme
    table = shades(theme, max(1, len(plot.minima)))
    ended = plot.basin[plot.filled]
    counts = np.bincount(ended[ended >= 0], minlength=len(plot.minima))
    there = [k for k in range(len(counts)) if counts[k] or k < plot.listed]
    order = sorted(there, key=lambda k: (-counts[k], k))
    most = max(1, min(MOST_KEYS, int((box.height() - 60) / 17)))
    line = QRectF(box.left(), box.top(), box.width(), 17)
    total = max(1, ended.size)
    for k in order[:most]:
        red, green, blue = (int(part) for part in table[k, LEVELS // 4])
        painter.fillRect(QRectF(line.left(), line.top() + 3, 11, 11), QColor(red, green, blue))
        share = _percent(counts[k] / total)
        write(painter, line, share, fonts.tiny, theme.dim, "right")
        words = QRectF(line.left() + 17, line.top(), line.width() - 50, 17)
        is_long = width(plot.names[k], fonts.small) > words.width()
        font = fonts.tiny if is_long else fonts.small
        write(painter, words, plot.names[k], font, theme.text)
        line.translate(0, 17)
    if len(order) > most:
        write(painter, line, f"and {len(order) - most:,} more", fonts.tiny, theme.dim)
        line.translate(0, 17)
    if (ended < 0).any():
        painter.fillRect(QRectF(line.left(), line.top() + 3, 11, 11), QColor(theme.groove))
        share = _percent((ended < 0).sum() / total)
        write(painter, line, share, fonts.tiny, theme.dim, "right")
        words = QRectF(line.left() + 17, line.top(), line.width() - 48, 17)
        write(painter, words, "in no basin", fonts.small, theme.text)
        line.translate(0, 17)
    line.translate(0, 8)
    step = min(100.0, line.width() - 10) / 24
    for k in range(24):
        red, green, blue = (int(c) for c in table[order[0] if order else 0, k * LEVELS // 24])
        at = QRectF(line.left() + k * step, line.top(), step + 0.5, 9)
        painter.fillRect(at, QColor(red, green, blue))
    line.translate(0, 9)
    ends = QRectF(line.left(), line.top(), 24 * step, 15)
    write(painter, ends, "0", fonts.tiny, theme.dim)
    write(painter, ends, f"{plot.total_steps:,}", fonts.tiny, theme.dim, "right")
    line.translate(0, 14)
    write(painter, line, "steps into the basin", fonts.tiny, theme.dim)


def _percent(share: float) -> str:
    return "< 1 %" if 0 < share < 0.005 else f"{100 * share:.0f} %"
