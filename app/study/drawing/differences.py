"""Differences from the reference on the same starts: a dot a comparison, with its interval."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.study.drawing.frame import CAPTION, TICKS, Area, body, draw_bottom, draw_heading
from app.study.drawing.lettering import width, write
from app.study.drawing.look import Look, Spot
from app.study.drawing.scale import Scale
from app.study.drawing.shapes import draw_dot, draw_whisker
from app.study.drawing.words import told
from core.study.plots.values import Axis, Differences
from core.study.results.intervals import LEVEL
from core.writing import p_value
from landscapes.base import Array

ROW = 20.0
NAMES = 0.46
"""The share of the width that names may take."""
APART = 18.0
_NONE = Axis("", share=True)


def height(plot: Differences, wide: float) -> float:
    """The height at which a plot of a width looks best."""
    return 70 + TICKS + CAPTION + ROW * len(plot.rows)


def draw(painter: QPainter, rect: QRectF, plot: Differences, look: Look) -> None:
    """Paint it into a rectangle."""
    draw_heading(painter, rect, plot, look)
    area, row = _area(rect, plot, look)
    draw_bottom(painter, area, look)
    zero = _x(area, plot.none)
    painter.setPen(QPen(QColor(look.theme.dim), 1.2))
    painter.drawLine(QPointF(zero, area.rect.top()), QPointF(zero, area.rect.bottom()))
    left, before = body(rect).left(), -1
    room = area.rect.left() - left - APART
    wanted, words = _widths(plot, look)
    labels = min(wanted, max(room - words, 0.45 * room))
    for place, each in enumerate(plot.rows):
        family = look.style(plot.methods, each.family)
        style = look.style(plot.methods, each.method)._replace(colour=family.colour)
        y = area.rect.top() + (place + 0.5) * row
        if each.method != before and place:
            painter.setPen(look.grid)
            top = QPointF(left, y - row / 2)
            painter.drawLine(top, QPointF(area.rect.right(), top.y()))
        label = plot.methods[each.method].label if each.method != before else ""
        box = QRectF(left, y - 9, labels, 18)
        write(painter, box, label, look.fonts.small, style.colour, middle=True)
        box = QRectF(left + labels + 8, y - 9, room - labels, 18)
        write(painter, box, each.what, look.fonts.small, look.theme.text, "right", middle=True)
        before = each.method
        value, low, high = each.estimate
        if math.isfinite(low) and math.isfinite(high):
            ends = (QPointF(_x(area, end), y) for end in (low, high))
            draw_whisker(painter, *ends, style.colour)
        hollow = not each.p < 1 - LEVEL
        draw_dot(painter, QPointF(_x(area, value), y), style, look.theme.panel, hollow=hollow)


def spots(rect: QRectF, plot: Differences, look: Look) -> list[Spot]:
    """What can be pointed at: each comparison."""
    (area, row), found = _area(rect, plot, look), []
    for place, each in enumerate(plot.rows):
        at = QPointF(_x(area, each.estimate.value), area.rect.top() + (place + 0.5) * row)
        one, other = (plot.methods[card].label for card in (each.method, each.reference))
        tip = f"{one} against {other}, {each.what}\n"
        tip += told(each.estimate, is_share=not plot.axis.log)
        if math.isfinite(each.p):
            tip += f"\n{p_value(each.p)}, corrected for {len(plot.rows)} comparisons"
        found.append(Spot(at, (8, row / 2), tip))
    return found


def _x(area: Area, value: float) -> float:
    return area.rect.left() + float(area.x.fraction(np.array(value))) * area.rect.width()


def _area(rect: QRectF, plot: Differences, look: Look) -> tuple[Area, float]:
    inside = body(rect)
    left = min(sum(_widths(plot, look)) + APART, NAMES * inside.width())
    figures = [np.array(each.estimate) for each in plot.rows]
    flat = np.concatenate(figures) if figures else np.full(1, plot.none)
    x = Scale.of(plot.axis, [_balanced(flat[np.isfinite(flat)], plot)])
    row = min(1.5 * ROW, (inside.height() - TICKS - CAPTION) / max(1, len(plot.rows)))
    high = row * max(1, len(plot.rows))
    area = QRectF(inside.left() + left, inside.top(), inside.width() - left - 8, high)
    return Area(area, x, Scale(_NONE, 0.0, 1.0)), row


def _balanced(figures: Array, plot: Differences) -> Array:
    """The ends of a scale that reaches as far to either side of none as the figures do."""
    if plot.axis.log:
        positive = figures[figures > 0]
        far = float(np.abs(np.log(positive / plot.none)).max(initial=0.0)) or 1.0
        return plot.none * np.exp([-far, far])
    far = float(np.abs(figures - plot.none).max(initial=0.0)) or 1.0
    return plot.none + np.array([-far, far])


def _widths(plot: Differences, look: Look) -> tuple[float, float]:
    """What the names of the methods, and of what is compared, would take."""
    font = look.fonts.small
    labels = (width(plot.methods[each.method].label, font) for each in plot.rows)
    words = (width(each.what, font) for each in plot.rows)
    return max(labels, default=0.0) + 2, max(words, default=0.0) + 2
