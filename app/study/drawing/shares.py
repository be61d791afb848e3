"""What became of the starts: a row a method, a column an outcome, each share with its interval."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.contrast import channels
from app.look.styles import Style
from app.map.drawing.colours import faded
from app.study.drawing.colour_scale import ink
from app.study.drawing.frame import body, draw_heading
from app.study.drawing.lettering import width, write
from app.study.drawing.look import Look, Spot
from app.study.drawing.shapes import draw_whisker
from app.study.drawing.words import share, told
from core.study.plots.values import Shares
from core.study.results.intervals import Estimate

ROW, HEAD, FOOT = 26.0, 20.0, 18.0
NAMES = 0.3
BETWEEN, FIGURE = 14.0, 30.0
BAR = 12.0


def height(plot: Shares, wide: float) -> float:
    """The height at which a plot of a width looks best."""
    return 70 + HEAD + FOOT + ROW * len(plot.shown)


def draw(painter: QPainter, rect: QRectF, plot: Shares, look: Look) -> None:
    """Paint it into a rectangle."""
    draw_heading(painter, rect, plot, look)
    theme, fonts, columns = look.theme, look.fonts, _columns(rect, plot, look)
    for outcome, column in zip(plot.outcomes, columns, strict=True):
        box = QRectF(column.left(), column.top() - HEAD, column.width() + BETWEEN - 4, HEAD)
        write(painter, box, outcome, fonts.small, theme.text)
        painter.setPen(look.grid)
        for part in (0.0, 0.5, 1.0):
            x = round(column.left() + part * column.width()) + 0.5
            painter.drawLine(QPointF(x, column.top()), QPointF(x, column.bottom()))
        for label, where in (("0", "left"), ("1", "right")):
            box = QRectF(column.left(), column.bottom(), column.width(), FOOT)
            write(painter, box, label, fonts.tiny, theme.dim, where)
    row = _row_height(rect, plot)
    for place, (card, estimates) in enumerate(zip(plot.shown, plot.estimates, strict=True)):
        style = look.style(plot.methods, card)
        top = columns[0].top() + place * row
        left = body(rect).left()
        names = QRectF(left, top, columns[0].left() - left - 10, row)
        write(painter, names, plot.methods[card].label, fonts.small, style.colour, middle=True)
        for k, (column, each) in enumerate(zip(columns, estimates, strict=True)):
            middle = top + row / 2
            bar = QRectF(column.left(), middle - BAR / 2, each.value * column.width(), BAR)
            if k < plot.apart:
                painter.fillRect(bar, QColor(style.colour))
            else:
                painter.setPen(QPen(QColor(style.colour), 1))
                painter.setBrush(faded(style.colour, 0.2))
                painter.drawRect(bar)
            if math.isfinite(each.low):
                low, high = (QPointF(column.left() + end * column.width(), middle)
                             for end in (each.low, each.high))  # fmt: skip
                _draw_interval(painter, low, high, look)
            _draw_figure(painter, column, middle, each, style, k < plot.apart, look)


def _draw_interval(painter: QPainter, low: QPointF, high: QPointF, look: Look) -> None:
    """A whisker that is seen on the bar and beside it."""
    painter.setPen(QPen(faded(look.theme.panel, 0.8), 3.4))
    painter.drawLine(low, high)
    draw_whisker(painter, low, high, look.theme.text)


def _draw_figure(
    painter: QPainter, column: QRectF, middle: float, each: Estimate, style: Style, filled: bool,
    look: Look,
) -> None:  # fmt: skip
    """The share in figures: right of the whisker, or where there is no room in the bar."""
    text, font = share(each.value), look.fonts.tiny
    wide = width(text, font)
    low, high = (end if math.isfinite(end) else each.value for end in (each.low, each.high))
    end = column.left() + high * column.width() + 6
    if end + wide <= column.right() + BETWEEN - 4:
        write(painter, QRectF(end, middle - 8, wide + 1, 16), text, font, look.theme.dim)
        return
    start = column.left() + low * column.width() - 6 - wide
    if start >= column.left() + 2:
        colour = ink(np.array(channels(style.colour))) if filled else look.theme.text
        write(painter, QRectF(start, middle - 8, wide + 1, 16), text, font, colour)


def spots(rect: QRectF, plot: Shares, look: Look) -> list[Spot]:
    """What can be pointed at: each share."""
    columns, row, found = _columns(rect, plot, look), _row_height(rect, plot), []
    for place, (card, estimates) in enumerate(zip(plot.shown, plot.estimates, strict=True)):
        for column, outcome, each in zip(columns, plot.outcomes, estimates, strict=True):
            centre = QPointF(column.center().x(), column.top() + (place + 0.5) * row)
            label = plot.methods[card].label
            tip = f"{label}\n{outcome}: {told(each, is_share=True, n=plot.n)}"
            found.append(Spot(centre, (column.width() / 2, row / 2), tip))
    return found


def _row_height(rect: QRectF, plot: Shares) -> float:
    room = body(rect).height() - HEAD - FOOT
    return min(1.5 * ROW, room / max(1, len(plot.shown)))


def _columns(rect: QRectF, plot: Shares, look: Look) -> list[QRectF]:
    inside = body(rect)
    labels = (width(plot.methods[card].label, look.fonts.small) for card in plot.shown)
    left = inside.left() + min(max(labels) + 2, NAMES * inside.width()) + 10
    count = len(plot.outcomes)
    wide = (inside.right() - left) / count
    high = _row_height(rect, plot) * len(plot.shown)
    return [
        QRectF(left + k * wide, inside.top() + HEAD, wide - BETWEEN, high) for k in range(count)
    ]
