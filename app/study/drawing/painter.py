"""The one painter of a study's plots: whatever the plot, and whatever the device."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from app.study.drawing import (
    basin_map,
    curves,
    differences,
    distribution,
    heat_map,
    pairs,
    scatter,
    shares,
)
from app.study.drawing.look import Look, Spot
from core.study.plots.values import (
    BasinPlot,
    Curves,
    Differences,
    Distribution,
    HeatMap,
    Pairs,
    Plot,
    Scatter,
    Shares,
)


class _Kind(NamedTuple):
    draw: Callable[[QPainter, QRectF, Any, Look], None]
    spots: Callable[[QRectF, Any, Look], list[Spot]]
    height: Callable[[Any, float], float]


_KINDS: dict[type[Any], _Kind] = {
    Shares: _Kind(shares.draw, shares.spots, shares.height),
    Distribution: _Kind(distribution.draw, distribution.spots, distribution.height),
    Differences: _Kind(differences.draw, differences.spots, differences.height),
    Curves: _Kind(curves.draw, curves.spots, curves.height),
    Scatter: _Kind(scatter.draw, scatter.spots, scatter.height),
    HeatMap: _Kind(heat_map.draw, heat_map.spots, heat_map.height),
    Pairs: _Kind(pairs.draw, pairs.spots, pairs.height),
    BasinPlot: _Kind(basin_map.draw, basin_map.spots, basin_map.height),
}
LEAST = 40.0
"""Pixels a side below which nothing of a plot could be made out."""


def paint_plot(painter: QPainter, rect: QRectF, plot: Plot, look: Look) -> None:
    """Paint a plot, its heading included, into a rectangle whose ground is there already."""
    if min(rect.width(), rect.height()) < LEAST:
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _KINDS[type(plot)].draw(painter, rect, plot, look)
    painter.restore()


def paint_crosshair(
    painter: QPainter, rect: QRectF, plot: Plot, place: tuple[float, float]
) -> None:
    """Where a point of the plane lies, on a plot that shows the plane; on others nothing."""
    if isinstance(plot, BasinPlot) and min(rect.width(), rect.height()) >= LEAST:
        basin_map.draw_crosshair(painter, rect, plot, place)


def height_of(plot: Plot, width: float) -> float:
    """The height at which a plot of a width looks best, in logical pixels."""
    return _KINDS[type(plot)].height(plot, width)


def spots(rect: QRectF, plot: Plot, look: Look) -> list[Spot]:
    """The places of a plot in a rectangle that tell something, in the order of reading; of maps
    of basins only one on each, since all of their pixels are."""
    if min(rect.width(), rect.height()) < LEAST:
        return []
    return _KINDS[type(plot)].spots(rect, plot, look)


def spot_at(rect: QRectF, plot: Plot, look: Look, place: QPointF) -> Spot | None:
    """The place that a pixel belongs to, None where there is none."""
    if isinstance(plot, BasinPlot):
        return basin_map.spot_at(rect, plot, look, place)
    near = [
        spot
        for spot in spots(rect, plot, look)
        if abs(spot.at.x() - place.x()) <= spot.reach[0]
        and abs(spot.at.y() - place.y()) <= spot.reach[1]
    ]
    return min(near, key=lambda spot: (spot.at - place).manhattanLength(), default=None)


def spot_beside(
    rect: QRectF, plot: Plot, look: Look, spot: Spot, way: tuple[int, int]
) -> Spot | None:
    """The next place in a direction (dx, dy) of −1, 0, 1 on the screen, None where it ends."""
    if isinstance(plot, BasinPlot):
        step = QPointF(2 * way[0] * spot.reach[0], 2 * way[1] * spot.reach[1])
        return basin_map.spot_at(rect, plot, look, spot.at + step)
    best, nearest = None, float("inf")
    for other in spots(rect, plot, look):
        apart = other.at - spot.at
        along = apart.x() * way[0] + apart.y() * way[1]
        aside = abs(apart.x() * way[1]) + abs(apart.y() * way[0])
        if along > 0.5 and along + 3 * aside < nearest:
            best, nearest = other, along + 3 * aside
    return best
