"""One figure of every run against another: a dot a run, a cross at each method's medians."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.styles import Style
from app.map.drawing.colours import faded
from app.study.drawing.frame import Area, area, body, draw_area, draw_heading
from app.study.drawing.lettering import width, write
from app.study.drawing.look import Look, Spot
from app.study.drawing.scale import Scale
from app.study.drawing.shapes import draw_dot, draw_whisker
from app.study.drawing.words import told
from core.study.plots.values import Cloud, Scatter

HEIGHT = 340.0
NAMES = 0.34
"""The share of the width that names beside the dots may take."""
ROW, LEAD = 17.0, 18.0
DOT = 2.8


def height(plot: Scatter, wide: float) -> float:
    """The height at which a plot of a width looks best."""
    return max(HEIGHT, 110 + ROW * len(plot.clouds))


def draw(painter: QPainter, rect: QRectF, plot: Scatter, look: Look) -> None:
    """Paint it into a rectangle."""
    draw_heading(painter, rect, plot, look)
    found = _area(rect, plot, look)
    draw_area(painter, found, look)
    for cloud in plot.clouds:
        style = _style(plot, cloud, look)
        pale = style._replace(colour=faded(style.colour, 0.55).name(QColor.NameFormat.HexArgb))
        for x, y in found.points(cloud.x, cloud.y).tolist():
            draw_dot(
                painter, QPointF(x, y), pale, look.theme.panel, hollow=cloud.hollow, radius=DOT
            )
    for cloud in plot.clouds:
        _draw_medians(painter, found, cloud, _style(plot, cloud, look), look)
    _draw_names(painter, rect, plot, found, look)


def spots(rect: QRectF, plot: Scatter, look: Look) -> list[Spot]:
    """What can be pointed at: each run, and the medians of each method."""
    found, laid = _area(rect, plot, look), []
    for cloud in plot.clouds:
        label = plot.methods[cloud.method].label
        across, up = cloud.medians
        if math.isfinite(across.value) and math.isfinite(up.value):
            tip = (
                f"{label}, medians of {len(cloud.x)}\n"
                f"{plot.x.title}: {told(across, is_share=plot.x.share)}\n"
                f"{plot.y.title}: {told(up, is_share=plot.y.share)}"
            )
            laid.append(Spot(_place(found, across.value, up.value), (7, 7), tip))
    return laid


def _style(plot: Scatter, cloud: Cloud, look: Look) -> Style:
    family = look.style(plot.methods, cloud.family)
    return look.style(plot.methods, cloud.method)._replace(colour=family.colour)


def _area(rect: QRectF, plot: Scatter, look: Look) -> Area:
    inside = body(rect)
    wide = max((width(_label(plot, c), look.fonts.small) for c in plot.clouds), default=0.0)
    right = min(wide + LEAD + 2, NAMES * inside.width())
    x = Scale.of(plot.x, [cloud.x for cloud in plot.clouds])
    y = Scale.of(plot.y, [cloud.y for cloud in plot.clouds])
    return area(inside, x, y, look, right=right)


def _label(plot: Scatter, cloud: Cloud) -> str:
    label = plot.methods[cloud.method].label
    return f"{label} · {cloud.left_out} not there" if cloud.left_out else label


def _place(found: Area, x: float, y: float) -> QPointF:
    return QPointF(*found.points(np.array([x]), np.array([y]))[0].tolist())


def _draw_medians(painter: QPainter, found: Area, cloud: Cloud, style: Style, look: Look) -> None:
    across, up = cloud.medians
    if not (math.isfinite(across.value) and math.isfinite(up.value)):
        return
    if math.isfinite(across.low) and math.isfinite(across.high):
        ends = (_place(found, end, up.value) for end in (across.low, across.high))
        draw_whisker(painter, *ends, style.colour)
    if math.isfinite(up.low) and math.isfinite(up.high):
        ends = (_place(found, across.value, end) for end in (up.low, up.high))
        draw_whisker(painter, *ends, style.colour)
    at = _place(found, across.value, up.value)
    draw_dot(painter, at, style, look.theme.panel, hollow=cloud.hollow, radius=5.0)


def _draw_names(painter: QPainter, rect: QRectF, plot: Scatter, found: Area, look: Look) -> None:
    """Every method beside the dots, from the top down, with the dot that stands for it."""
    left = found.rect.right() + LEAD
    for row, cloud in enumerate(plot.clouds):
        style = _style(plot, cloud, look)
        y = found.rect.top() + (row + 0.5) * ROW
        draw_dot(painter, QPointF(left - 7, y), style, look.theme.panel, hollow=cloud.hollow)
        box = QRectF(left, y - ROW / 2, rect.right() - left - 4, ROW)
        painter.setPen(QPen(QColor(style.colour)))
        write(painter, box, _label(plot, cloud), look.fonts.small, style.colour, middle=True)
