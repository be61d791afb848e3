"""Figures against one setting: a curve a method with its intervals, named at its end."""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPen

from app.look.styles import Style
from app.map.drawing.colours import faded
from app.study.drawing.frame import NOTE, Area, area, body, draw_area, draw_heading
from app.study.drawing.lettering import width, write
from app.study.drawing.look import Look, Spot
from app.study.drawing.scale import Scale
from app.study.drawing.shapes import draw_band, draw_dot, draw_line, draw_whisker, spread
from app.study.drawing.words import told
from core.study.plots.values import Curve, Curves
from core.study.results.intervals import Estimate
from core.writing import short
from landscapes.base import Array

HEIGHT = 340.0
NAMES = 0.34
"""The share of the width that names beside the curves may take."""
LEAD, ROW = 16.0, 15.0
FAR = 80.0
"""Pixels from the last figure to the edge over which its name stands beyond the edge."""
DODGE = 3.0
"""Pixels between the whiskers of neighbours, which would hide each other."""
ASIDE, MOST_ASIDE = 0.5, 40.0
"""The share of the way to the next value, and the pixels, over which neighbours are spread."""
FEW = 4
"""So many methods have bands that can be told apart."""


@dataclasses.dataclass(frozen=True)
class _Laid:
    """A curve in pixels (k, 2) each, moved aside so that whiskers of neighbours stand apart."""

    curve: Curve
    style: Style
    points: Array
    low: Array
    high: Array


def height(plot: Curves, wide: float) -> float:
    """The height at which a plot of a width looks best."""
    return max(HEIGHT, 110 + ROW * len(plot.curves))


def draw(painter: QPainter, rect: QRectF, plot: Curves, look: Look) -> None:
    """Paint it into a rectangle."""
    draw_heading(painter, rect, plot, look)
    found = _area(rect, plot, look)
    draw_area(painter, found, look)
    laid = _laid(plot, found, look)
    for each in laid if len(laid) <= FEW and not plot.x.names else ():
        draw_band(painter, each.low, each.high, each.style.colour, 0.12)
    for each in laid:
        style = each.style
        if not plot.x.names:
            draw_line(painter, each.points, look.pen(style, each.curve.stroke))
        for point, low, high in zip(each.points, each.low, each.high, strict=True):
            x = point[0]
            if np.isfinite(low[1]) and np.isfinite(high[1]):
                draw_whisker(
                    painter, QPointF(x, low[1]), QPointF(x, high[1]), faded(style.colour, 0.8)
                )
            draw_dot(painter, QPointF(x, point[1]), style, look.theme.panel)
    _draw_names(painter, rect, plot, found, laid, look)


def spots(rect: QRectF, plot: Curves, look: Look) -> list[Spot]:
    """What can be pointed at: each figure."""
    found, laid = _area(rect, plot, look), []
    for each in _laid(plot, found, look):
        curve, label = each.curve, plot.methods[each.curve.method].label
        for k, point in enumerate(each.points):
            if not np.isfinite(point).all():
                continue
            x = plot.x.names[int(curve.x[k])] if plot.x.names else short(float(curve.x[k]))
            figures = Estimate(float(curve.y[k]), float(curve.low[k]), float(curve.high[k]))
            said = told(figures, is_share=plot.y.share, n=int(curve.n[k]))
            tip = f"{label}\n{plot.x.title}: {x}\n{plot.y.title}: {said}"
            laid.append(Spot(QPointF(point[0], point[1]), (6, 6), tip, int(curve.cells[k])))
    return laid


def _area(rect: QRectF, plot: Curves, look: Look) -> Area:
    inside = body(rect)
    labels = [plot.methods[curve.method].label for curve in plot.curves]
    wide = max((width(label, look.fonts.small) for label in labels), default=0.0) + 2
    right = min(wide, NAMES * inside.width()) + LEAD
    x = Scale.of(plot.x, [curve.x for curve in plot.curves])
    figures = [part for curve in plot.curves for part in (curve.y, curve.low, curve.high)]
    return area(inside, x, Scale.of(plot.y, figures), look, right=right)


def _laid(plot: Curves, found: Area, look: Look) -> list[_Laid]:
    laid, apart = [], _apart(plot, found)
    for place, curve in enumerate(plot.curves):
        aside = np.array([apart * (place - 0.5 * (len(plot.curves) - 1)), 0.0])
        points, low, high = (
            np.where(np.isfinite(y)[:, None], found.points(curve.x, y) + aside, np.nan)
            for y in (curve.y, curve.low, curve.high)
        )
        own = look.style(plot.methods, curve.method)
        family = look.style(plot.methods, curve.family)
        laid.append(_Laid(curve, own._replace(colour=family.colour), points, low, high))
    return laid


def _apart(plot: Curves, found: Area) -> float:
    """Pixels from a curve to the next one at the same x: fewer where values lie close together."""
    values = np.unique(np.concatenate([plot.x.span, *(curve.x for curve in plot.curves)]))
    places = found.points(values, np.zeros(len(values)))[:, 0]
    gap = float(np.diff(places).min(initial=MOST_ASIDE / ASIDE))
    return min(DODGE, ASIDE * gap / max(1, len(plot.curves) - 1))


def _draw_names(
    painter: QPainter, rect: QRectF, plot: Curves, found: Area, laid: list[_Laid], look: Look
) -> None:
    """Each method's name at the end of its curve, moved so that none covers another."""
    ended = [each for each in laid if np.isfinite(each.points).all(-1).any()]
    tails = [each.points[np.isfinite(each.points).all(-1)][-1] for each in ended]
    top, bottom, right = found.rect.top() - NOTE / 2, found.rect.bottom(), found.rect.right()
    edge = max((float(tail[0]) for tail in tails), default=right)
    if edge > right - FAR:  # a line to the right from farther off would be taken for a curve
        edge = max(edge, right)
    else:
        bottom -= ROW / 2  # no name on the axis
    places = spread([float(tail[1]) for tail in tails], ROW, top, bottom)
    edge += LEAD - 4
    font = look.fonts.small if len(ended) * ROW <= bottom - top + ROW else look.fonts.tiny
    for each, tail, y in zip(ended, tails, places, strict=True):
        style = each.style
        painter.setPen(QPen(faded(style.colour, 0.6), 1))
        painter.drawLine(QPointF(tail[0] + 4, tail[1]), QPointF(edge - 2, y))
        box = QRectF(edge, y - 8, rect.right() - edge - 4, 16)
        label = plot.methods[each.curve.method].label
        write(painter, box, label, font, style.colour, middle=True)
