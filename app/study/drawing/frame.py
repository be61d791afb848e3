"""What all plots share: the heading, and a plot area with its axes, grid and ticks."""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.study.drawing.lettering import width, write
from app.study.drawing.look import Look
from app.study.drawing.scale import Scale
from core.study.plots.values import Plot
from landscapes.base import Array

INSET = 12.0
TITLE, NOTE, BELOW = 20.0, 16.0, 8.0
TICKS, CAPTION = 18.0, 18.0
GAP = 7.0


def body(rect: QRectF) -> QRectF:
    """What the heading leaves of a plot's rectangle."""
    top = INSET + TITLE + NOTE + BELOW
    return rect.adjusted(INSET, top, -INSET, -INSET)


def draw_heading(painter: QPainter, rect: QRectF, plot: Plot, look: Look) -> None:
    """The title, and beneath it what the plot was found with."""
    line = QRectF(rect.left() + INSET, rect.top() + INSET, rect.width() - 2 * INSET, TITLE)
    write(painter, line, plot.title, look.fonts.bold, look.theme.text)
    line = QRectF(line.left(), line.bottom(), line.width(), NOTE)
    write(painter, line, plot.note, look.fonts.small, look.theme.dim)


@dataclasses.dataclass(frozen=True)
class Area:
    """Where two scales lie in the picture."""

    rect: QRectF
    x: Scale
    y: Scale

    def points(self, x: Array, y: Array) -> Array:
        """Figures as pixels (k, 2)."""
        rect = self.rect
        across = rect.left() + self.x.fraction(x) * rect.width()
        return np.stack([across, rect.bottom() - self.y.fraction(y) * rect.height()], -1)


def area(body: QRectF, x: Scale, y: Scale, look: Look, *, right: float = 0.0) -> Area:
    """The plot area in a body, with room for ticks and captions, and so much on the right."""
    top = NOTE + 2  # the caption of the y axis stands above it
    labels = [label for _, label in y.ticks(_most(body.height() - top - TICKS - CAPTION))]
    wide = max((width(label, look.fonts.small) for label in labels), default=0.0)
    left = min(wide, 0.3 * body.width()) + GAP
    return Area(body.adjusted(left, top, -right, -TICKS - CAPTION), x, y)


def _most(height: float) -> int:
    """Ticks that an upright axis has room for."""
    return max(2, int(height // 34))


def draw_area(painter: QPainter, area: Area, look: Look) -> None:
    """Grid, ticks and captions."""
    rect, fonts, theme = area.rect, look.fonts, look.theme
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for place, label in area.y.ticks(_most(rect.height())):
        y = round(rect.bottom() - place * rect.height()) + 0.5
        painter.setPen(look.grid)
        painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        box = QRectF(rect.left() - 200, y - 9, 200 - GAP, 18)
        write(painter, box, label, fonts.small, theme.dim, "right")
    draw_bottom(painter, area, look)
    box = QRectF(rect.left(), rect.top() - NOTE - 4, rect.width(), NOTE)
    write(painter, box, area.y.axis.title, fonts.small, theme.dim)


def draw_bottom(painter: QPainter, area: Area, look: Look, *, grid: bool = True) -> None:
    """The x axis: its line, ticks that do not touch, and its caption."""
    rect, fonts, theme = area.rect, look.fonts, look.theme
    end = -1e9
    for place, label in area.x.ticks(max(2, int(rect.width() // 56))):
        x = round(rect.left() + place * rect.width()) + 0.5
        if grid and not area.x.axis.names:
            painter.setPen(look.grid)
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
        painter.setPen(look.frame)
        painter.drawLine(QPointF(x, rect.bottom()), QPointF(x, rect.bottom() + 4))
        half = 0.5 * width(label, fonts.small)
        if x - half > end + 6:
            box = QRectF(x - half - 1, rect.bottom() + 5, 2 * half + 2, TICKS - 4)
            write(painter, box, label, fonts.small, theme.dim, "centre")
            end = x + half
    painter.setPen(QColor(theme.dim))
    painter.drawLine(rect.bottomLeft(), rect.bottomRight())
    box = QRectF(rect.left(), rect.bottom() + TICKS, rect.width(), CAPTION)
    write(painter, box, area.x.axis.title, fonts.small, theme.dim, "right")
