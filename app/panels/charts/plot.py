"""The still part of a chart: grid, labels, bands and curves, painted once for many frames."""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.map.paths import array_path
from app.panels.charts.axis import Axis
from app.panels.charts.curves import Curve, Line
from app.panels.charts.ticks import even_ticks
from app.panels.lettering import Lettering
from app.theme import Theme
from landscapes.base import Array

LEFT, RIGHT, TOP, BOTTOM = 46.0, 10.0, 4.0, 18.0
LABEL_GAP = 26.0
FADED, BACK = 0.35, 0.25
REACH = 4.0
"""Heights beyond the chart at which a line is cut off: far enough to look vertical."""


@dataclasses.dataclass(frozen=True)
class Plot:
    """Curves on axes: `window` are the times at the left and right end."""

    curves: tuple[Curve, ...]
    axis: Axis
    window: tuple[float, float]
    emphasis: int | None = None
    secondary: bool = True

    def shown_lines(self, curve: Curve) -> tuple[Line, ...]:
        """The lines of a curve that are drawn: all, or the first only."""
        return curve.lines if self.secondary else curve.lines[:1]


def plot_area(width: float, height: float) -> QRectF:
    """Where curves are drawn in a widget of this size."""
    return QRectF(LEFT, TOP, max(1.0, width - LEFT - RIGHT), max(1.0, height - TOP - BOTTOM))


def x_of(times: Array | float, window: tuple[float, float], area: QRectF) -> Array:
    """Pixels of times."""
    left, right = window
    return area.left() + (np.asarray(times) - left) / (right - left) * area.width()


def y_of(values: Array | float, axis: Axis, area: QRectF) -> Array:
    """Pixels of values, kept within reach of the chart."""
    heights = np.clip(axis.height(np.asarray(values)), -REACH, 1 + REACH)
    return area.bottom() - heights * area.height()


def paint_plot(
    painter: QPainter, plot: Plot, width: int, height: int, theme: Theme, letters: Lettering
) -> None:
    """Paint everything that does not follow the cursor."""
    area = plot_area(width, height)
    _paint_axes(painter, plot, area, theme, letters)
    painter.save()
    painter.setClipRect(area.adjusted(0, -1, 1, 1))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    front = [curve for curve in plot.curves if curve.method == plot.emphasis]
    back = [curve for curve in plot.curves if curve.method != plot.emphasis]
    for curve in back + front:
        opacity = FADED if curve.faded else 0.75 if curve.style.ghost else 1.0
        if front and curve.method != plot.emphasis:
            opacity *= BACK
        for place, line in enumerate(plot.shown_lines(curve)):
            painter.setOpacity(opacity * (1.0 if place == 0 else 0.55))
            _paint_band(painter, curve, line, plot, area)
            _paint_line(painter, curve, line, plot, area, thin=place > 0)
    painter.restore()


def _paint_axes(
    painter: QPainter, plot: Plot, area: QRectF, theme: Theme, letters: Lettering
) -> None:
    grid = QColor(theme.line)
    grid.setAlphaF(0.6)
    ticks = plot.axis.ticks(max(2, int(area.height() / LABEL_GAP)))
    painter.setPen(QPen(grid, 1))
    ys = [area.bottom() - height * area.height() for height, _ in ticks]
    painter.drawLines(
        [QLineF(area.left(), round(y) + 0.5, area.right(), round(y) + 0.5) for y in ys]
    )
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.drawLine(QLineF(area.left(), area.bottom() + 0.5, area.right(), area.bottom() + 0.5))
    letters.use(painter, QColor(theme.dim))
    for y, (_, label) in zip(ys, ticks, strict=True):
        letters.right(painter, area.left() - 6, y, label)
    widest = letters.width(f"{plot.window[1]:,.0f}") + 14
    for value, label in even_ticks(*plot.window, max(2, int(area.width() / widest))):
        x = float(x_of(value, plot.window, area))
        half = letters.width(label) / 2
        x = min(max(x, area.left() + half - 4), area.right() + RIGHT - half - 2)
        letters.centred(painter, x, area.bottom() + BOTTOM / 2 + 2, label)


def _pen(curve: Curve, thin: bool) -> QPen:
    pen = QPen(QColor(curve.style.colour), 1.0 if thin else 1.5)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    if curve.style.dash:
        pen.setDashPattern(curve.style.dash)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    return pen


def _paint_line(
    painter: QPainter, curve: Curve, line: Line, plot: Plot, area: QRectF, *, thin: bool
) -> None:
    painter.setPen(_pen(curve, thin))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    times, values = visible(line.first, line.values, plot.window, area.width())
    painter.drawPath(_path(x_of(times, plot.window, area), y_of(values, plot.axis, area)))


def _paint_band(painter: QPainter, curve: Curve, line: Line, plot: Plot, area: QRectF) -> None:
    """The quartiles of the starts, as a pale band around the median."""
    if line.low is None or line.high is None:
        return
    times, low = visible(line.first, line.low, plot.window, area.width())
    _, high = visible(line.first, line.high, plot.window, area.width())
    known = np.isfinite(low) & np.isfinite(high)
    if known.sum() < 2:
        return
    x = x_of(times[known], plot.window, area)
    outline = np.concatenate([
        np.stack([x, y_of(high[known], plot.axis, area)], -1),
        np.stack([x, y_of(low[known], plot.axis, area)], -1)[::-1],
    ])  # fmt: skip
    colour = QColor(curve.style.colour)
    colour.setAlphaF(0.16)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    path = _path(outline[:, 0], outline[:, 1])
    path.closeSubpath()
    painter.drawPath(path)


def _path(x: Array, y: Array) -> QPainterPath:
    """A line through points, broken where one is not finite."""
    known = np.isfinite(x) & np.isfinite(y)
    if known.sum() < 2:
        return QPainterPath()
    connect = known & np.append(known[1:], False)
    safe = np.where(known, y, 0.0)
    return array_path(np.stack([x, safe], 1), connect)


def visible(
    first: int, values: Array, window: tuple[float, float], pixels: float
) -> tuple[Array, Array]:
    """Times and values in the window and one beyond; of long runs the extremes of each pixel."""
    left = max(0, int(np.floor(window[0])) - first - 1)
    right = max(left, int(np.ceil(window[1])) - first + 2)
    shown = values[left:right]
    times = np.arange(first + left, first + left + len(shown), dtype=np.float64)
    every = int(len(shown) // max(1.0, 2 * pixels))
    if every < 2:
        return times, shown
    whole = len(shown) // every * every
    blocks = shown[:whole].reshape(-1, every)
    extremes = np.stack([np.fmin.reduce(blocks, axis=1), np.fmax.reduce(blocks, axis=1)], -1)
    places = times[:whole].reshape(-1, every)
    middles = np.stack([places[:, 0], places[:, every // 2]], -1)
    return (
        np.concatenate([middles.ravel(), times[whole:]]),
        np.concatenate([extremes.ravel(), shown[whole:]]),
    )
