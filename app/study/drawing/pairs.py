"""What decides a claim: two figures a row with their intervals, and their difference in words."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.map.drawing.colours import faded
from app.study.drawing.frame import CAPTION, TICKS, Area, body, draw_bottom, draw_heading
from app.study.drawing.lettering import width, write
from app.study.drawing.look import Look, Spot
from app.study.drawing.scale import Scale
from app.study.drawing.words import told
from core.study.plots.values import Axis, Pair, Pairs
from core.study.results.intervals import Estimate
from core.writing import MINUS

ROW, LEGEND = 18.0, 22.0
NAMES, DIFFERENCE = 0.42, 142.0
APART = 18.0
_NONE = Axis("", share=True)
_ORDINALS = ("the first of each row", "the second of each row")


def height(plot: Pairs, wide: float) -> float:
    """The height at which a plot of a width looks best."""
    return 70 + LEGEND + TICKS + CAPTION + ROW * len(plot.rows)


def draw(painter: QPainter, rect: QRectF, plot: Pairs, look: Look) -> None:
    """Paint it into a rectangle."""
    draw_heading(painter, rect, plot, look)
    area, row = _area(rect, plot, look)
    draw_bottom(painter, area, look)
    _draw_legend(painter, rect, area, plot, look)
    left, before = body(rect).left(), None
    room = area.rect.left() - left - APART
    where_wide = min(max(width(each.where, look.fonts.small) for each in plot.rows) + 2, room)
    for place, each in enumerate(plot.rows):
        y = area.rect.top() + (place + 0.5) * row
        if each.group != before:
            if place:
                painter.setPen(look.grid)
                top = QPointF(left, y - row / 2)
                painter.drawLine(top, QPointF(body(rect).right(), top.y()))
            box = QRectF(left, y - 9, room - where_wide - 8, 18)
            write(painter, box, each.group, look.fonts.small, look.theme.text, middle=True)
            _draw_names(painter, box, row, _names(plot, each.group), look)
            before = each.group
        box = QRectF(area.rect.left() - 10 - where_wide, y - 9, where_wide, 18)
        write(painter, box, each.where, look.fonts.small, look.theme.dim, "right", middle=True)
        _draw_pair(painter, area, y, each, look)
        box = QRectF(area.rect.right() + 14, y - 9, DIFFERENCE - 14, 18)
        font = look.fonts.bold if each.decided else look.fonts.small
        colour = look.theme.text if each.decided else look.theme.dim
        write(painter, box, _difference(each), font, colour)


def spots(rect: QRectF, plot: Pairs, look: Look) -> list[Spot]:
    """What can be pointed at: each figure."""
    (area, row), found = _area(rect, plot, look), []
    for place, each in enumerate(plot.rows):
        y = area.rect.top() + (place + 0.5) * row
        where = ", ".join(filter(None, (each.group, each.where)))
        for name, figure in zip(each.what, each.figures, strict=True):
            tip = f"{where}\n{name}: {told(figure, is_share=True, n=each.n)}"
            tip += f"\ndifference {_signed(each.difference)}"
            found.append(Spot(QPointF(_x(area, figure.value), y), (6, row / 2), tip))
    return found


def _colours(look: Look) -> tuple[str, str]:
    return look.theme.cm_hue, look.theme.plain_hue


def _draw_pair(painter: QPainter, area: Area, y: float, each: Pair, look: Look) -> None:
    ends = [QPointF(_x(area, figure.value), y) for figure in each.figures]
    if all(math.isfinite(figure.value) for figure in each.figures):
        painter.setPen(QPen(faded(look.theme.dim, 0.45), 1.2))
        painter.drawLine(*ends)
    for figure, at, colour, aside in zip(
        reversed(each.figures), reversed(ends), reversed(_colours(look)), (2.2, -2.2), strict=True
    ):
        if not math.isfinite(figure.value):
            continue
        if math.isfinite(figure.low) and math.isfinite(figure.high):
            painter.setPen(QPen(faded(colour, 0.75), 2.0))
            low, high = _x(area, figure.low), _x(area, figure.high)
            painter.drawLine(QPointF(low, y + aside), QPointF(high, y + aside))
        painter.setPen(QPen(QColor(look.theme.panel), 1.0))
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QPointF(at.x(), y + aside), 3.6, 3.6)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def _draw_legend(painter: QPainter, rect: QRectF, area: Area, plot: Pairs, look: Look) -> None:
    x, y = body(rect).left() + 5, body(rect).top() + LEGEND / 2 - 4
    for index, colour in enumerate(_colours(look)):
        names = {each.what[index] for each in plot.rows}
        name = names.pop() if len(names) == 1 else _ORDINALS[index]
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QPointF(x, y), 4, 4)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        wide = min(width(name, look.fonts.small) + 2, 0.45 * rect.width())
        write(painter, QRectF(x + 9, y - 9, wide, 18), name, look.fonts.small, look.theme.text)
        x += wide + 30


def _names(plot: Pairs, group: str) -> tuple[str, ...]:
    """The two names of a group's rows, to be written beneath its own, where the legend cannot:
    other groups have others, and this one has no others and rows enough for them."""
    rows = [each.what for each in plot.rows if each.group == group]
    other = any(each.what != rows[0] for each in plot.rows)
    return rows[0] if other and group and len(rows) > 2 and len(set(rows)) == 1 else ()


def _draw_names(
    painter: QPainter, box: QRectF, row: float, names: tuple[str, ...], look: Look
) -> None:
    for name, colour in zip(names, _colours(look), strict=False):
        box = box.translated(0, row)
        write(painter, box, name, look.fonts.tiny, colour, middle=True)


def _difference(each: Pair) -> str:
    _, low, high = each.difference
    if each.decided or not (math.isfinite(low) and math.isfinite(high)):
        return _signed(each.difference)
    return f"{_signed(each.difference)} [{_two(low)}, {_two(high)}]"


def _signed(difference: Estimate) -> str:
    if math.isnan(difference.value):
        return "–"
    return ("+" if difference.value > 0 else "") + _two(difference.value)


def _two(value: float) -> str:
    return f"{value:.2f}".replace("-", MINUS)


def _x(area: Area, value: float) -> float:
    return area.rect.left() + float(area.x.fraction(np.array(value))) * area.rect.width()


def _area(rect: QRectF, plot: Pairs, look: Look) -> tuple[Area, float]:
    inside, font = body(rect), look.fonts.small
    tiny = look.fonts.tiny
    groups = max((width(each.group, font) for each in plot.rows), default=0.0)
    names = {name for each in plot.rows for name in _names(plot, each.group)}
    groups = max([groups, *(width(name, tiny) for name in names)])
    places = max((width(each.where, font) for each in plot.rows), default=0.0)
    left = min(groups + places + APART + (8 if groups else 0) + 4, NAMES * inside.width())
    count = max(1, len(plot.rows))
    row = min(1.4 * ROW, (inside.height() - LEGEND - TICKS - CAPTION) / count)
    room = QRectF(
        inside.left() + left, inside.top() + LEGEND, inside.width() - left - DIFFERENCE, row * count
    )
    return Area(room, Scale.of(plot.axis, []), Scale(_NONE, 0.0, 1.0)), row
