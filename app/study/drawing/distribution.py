"""How a quantity is spread over the starts: shares below it, and all values in a strip each."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.map.drawing.colours import faded
from app.study.drawing.frame import Area, area, body, draw_area, draw_heading
from app.study.drawing.lettering import width, write
from app.study.drawing.look import Look, Spot
from app.study.drawing.scale import Scale
from app.study.drawing.shapes import draw_band, draw_line, polygon
from app.study.drawing.words import told
from core.study.plots.values import Axis, Distribution, Sample
from landscapes.base import Array

HEIGHT = 300.0
STRIP, FEW = 18.0, 4
NAMES = 0.34
_SHARE = Axis("share of starts at or below", share=True)


def height(plot: Distribution, wide: float) -> float:
    """The height at which a plot of a width looks best."""
    return HEIGHT + STRIP * len(plot.samples)


def draw(painter: QPainter, rect: QRectF, plot: Distribution, look: Look) -> None:
    """Paint it into a rectangle."""
    draw_heading(painter, rect, plot, look)
    upper, strips = _areas(rect, plot, look)
    draw_area(painter, upper, look)
    for sample in plot.samples:
        style = look.style(plot.methods, sample.method)
        if len(plot.samples) <= FEW:
            low, high = (_steps(upper, sample.x, part) for part in (sample.low, sample.high))
            draw_band(painter, low, high, style.colour, 0.14)
    for sample in plot.samples:
        style = look.style(plot.methods, sample.method)
        line = _steps(upper, sample.x, sample.share)
        if len(line):
            start = np.array([[line[0, 0], upper.rect.bottom()]])
            end = np.array([[upper.rect.right(), line[-1, 1]]])
            draw_line(painter, np.concatenate([start, line, end]), look.pen(style))
    for row, sample in enumerate(plot.samples):
        _draw_strip(painter, rect, strips, row, plot, sample, look)


def spots(rect: QRectF, plot: Distribution, look: Look) -> list[Spot]:
    """What can be pointed at: each method's quartiles."""
    _, strips = _areas(rect, plot, look)
    found = []
    for row, sample in enumerate(plot.samples):
        label = plot.methods[sample.method].label
        for name, each in zip(("first quartile", "median", "third quartile"), sample.quartiles,
                              strict=True):  # fmt: skip
            x = strips.left() + _fraction(upper_x(plot), each.value) * strips.width()
            y = strips.top() + (row + 0.5) * STRIP
            lost = f"\n{sample.lost:,} lost" if sample.lost else ""
            said = told(each, is_share=False, n=sample.n)
            tip = f"{label}\n{name} of the {plot.axis.title}: {said}{lost}"
            found.append(Spot(QPointF(x, y), (7, STRIP / 2), tip))
    return found


def upper_x(plot: Distribution) -> Scale:
    """The scale of the quantity."""
    return Scale.of(plot.axis, [sample.x for sample in plot.samples])


def _areas(rect: QRectF, plot: Distribution, look: Look) -> tuple[Area, QRectF]:
    inside = body(rect)
    labels = [_label(plot, sample) for sample in plot.samples]
    wide = max((width(label, look.fonts.small) for label in labels), default=0.0) + 2
    right = min(wide, NAMES * inside.width()) + 8
    below = STRIP * len(plot.samples) + 8
    upper = area(
        inside.adjusted(0, 0, 0, -below), upper_x(plot), Scale.of(_SHARE, []), look, right=right
    )
    strips = QRectF(upper.rect.left(), inside.bottom() - below + 8, upper.rect.width(), below - 8)
    return upper, strips


def _label(plot: Distribution, sample: Sample) -> str:
    label = plot.methods[sample.method].label
    return f"{label} · {100 * sample.lost / sample.n:.3g} % lost" if sample.lost else label


def _steps(area: Area, x: Array, y: Array) -> Array:
    """The corners (2k−1, 2) of a line that rises at each x."""
    points = area.points(x, y)
    points[~np.isfinite(y)] = np.nan
    if not len(points):
        return points
    corners = np.repeat(points, 2, axis=0)[:-1]
    corners[1::2, 0] = points[1:, 0]
    return corners


def _fraction(scale: Scale, value: float) -> float:
    return 1.0 if math.isinf(value) and value > 0 else float(scale.fraction(np.array(value)))


def _draw_strip(
    painter: QPainter, rect: QRectF, strips: QRectF, row: int, plot: Distribution,
    sample: Sample, look: Look,
) -> None:  # fmt: skip
    """Every value as a thin stroke, the quartiles as a box with the median's interval."""
    style, scale = look.style(plot.methods, sample.method), upper_x(plot)
    top = strips.top() + row * STRIP
    middle = top + STRIP / 2
    painter.setPen(QPen(faded(style.colour, max(0.12, min(0.6, 40 / max(1, len(sample.strip)))))))
    for x in (strips.left() + scale.fraction(sample.strip) * strips.width()).tolist():
        painter.drawLine(QPointF(x, middle - 6), QPointF(x, middle + 6))
    first, median, third = (
        strips.left() + _fraction(scale, each.value) * strips.width() for each in sample.quartiles
    )
    painter.setPen(QPen(QColor(look.theme.text), 1.4))
    painter.drawLine(QPointF(first, middle), QPointF(third, middle))
    for x, half in ((first, 3), (third, 3)):
        painter.drawLine(QPointF(x, middle - half), QPointF(x, middle + half))
    painter.setBrush(QColor(look.theme.text))
    painter.drawPolygon(
        polygon(np.array([[median - 3.5, middle], [median, middle - 3.5], [median + 3.5, middle],
                          [median, middle + 3.5]]))
    )  # fmt: skip
    box = QRectF(strips.right() + 8, top, rect.right() - strips.right() - 12, STRIP)
    write(painter, box, _label(plot, sample), look.fonts.small, style.colour, middle=True)
