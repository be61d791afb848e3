"""Maps of basins: where each start ends and how soon, a map a method, all of one plane."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPaintEngine, QPainter, QPen

from app.map.drawing.colours import faded
from app.map.drawing.ticks import linear_ticks
from app.study.drawing.basin_key import draw_key
from app.study.drawing.colour_scale import ROOM, draw_bar, packed, packed_colours
from app.study.drawing.frame import body, draw_heading
from app.study.drawing.lettering import width, write
from app.study.drawing.look import Look, Spot
from app.study.drawing.minima_colours import LEVELS, shades
from app.study.drawing.panels import draw_head, panels
from app.study.drawing.panels import height as panels_height
from app.study.drawing.scale import Scale
from core.study.plots.values import BasinPlot
from core.writing import number, point
from landscapes.base import Array

LEFT, BELOW = 34.0, 20.0
KEY = 150.0
MOST_TOLD = 10
"""Methods in a tool tip."""
FINE = 800
"""Pixels of a map in a drawing, at least."""
LOWEST = 130.0


def height(plot: BasinPlot, wide: float) -> float:
    """The height at which a plot of a width looks best."""
    room = body(QRectF(0, 0, wide, 1000.0))
    maps = panels_height(len(plot.shown), room.width() - KEY, _aspect(plot), LEFT + 2, BELOW)
    return 1000.0 - room.height() + max(LOWEST, maps)


def draw(painter: QPainter, rect: QRectF, plot: BasinPlot, look: Look) -> None:
    """Paint it into a rectangle."""
    draw_heading(painter, rect, plot, look)
    scale = Scale.of(plot.colour, [plot.value], pad=0.0)
    for m, panel in enumerate(_panels(rect, plot)):
        grid = _grid(panel, plot)
        head = QRectF(grid.left(), panel.top(), grid.width(), panel.height())
        draw_head(painter, head, plot.methods, plot.shown[m], look)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(grid, _sized(painter, _image(plot, m, scale, look)))
        painter.restore()
        painter.setPen(look.frame)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(grid)
        _draw_ticks(painter, grid, plot, look)
        _draw_minima(painter, grid, plot, look)
    inside = body(rect)
    key = QRectF(inside.right() - KEY + 16, inside.top(), KEY - 16, inside.height() - BELOW)
    if plot.mode == "basin":
        draw_key(painter, key, plot, look)
    else:
        draw_bar(painter, QRectF(key.left(), key.top(), ROOM, key.height()), scale, look)


def spot_at(rect: QRectF, plot: BasinPlot, look: Look, place: QPointF) -> Spot | None:
    """The start that a pixel shows, None beside the maps."""
    for m, panel in enumerate(_panels(rect, plot)):
        grid = _grid(panel, plot)
        if not grid.contains(place):
            continue
        i = min(plot.n - 1, int((place.x() - grid.left()) / grid.width() * plot.n))
        j = min(plot.n - 1, int((grid.bottom() - place.y()) / grid.height() * plot.n))
        reach = (grid.width() / plot.n / 2, grid.height() / plot.n / 2)
        at = QPointF(
            grid.left() + (i + 0.5) / plot.n * grid.width(),
            grid.bottom() - (j + 0.5) / plot.n * grid.height(),
        )
        return Spot(at, reach, _tip(plot, m, i, j), start=plot.start(i, j))
    return None


def spots(rect: QRectF, plot: BasinPlot, look: Look) -> list[Spot]:
    """The middle of each map: where the keys begin."""
    middles = (_grid(panel, plot).center() for panel in _panels(rect, plot))
    found = (spot_at(rect, plot, look, middle) for middle in middles)
    return [spot for spot in found if spot is not None]


def _tip(plot: BasinPlot, here: int, i: int, j: int) -> str:
    """What became of a start with every method, that of the map first that it is read on."""
    start = f"start {point(plot.start(i, j))}"
    if not plot.filled[:, i, j].any():
        return f"{start}\nnot known yet"
    order = [here, *(m for m in range(len(plot.shown)) if m != here)]
    lines = [start, *(_end(plot, m, i, j) for m in order[:MOST_TOLD])]
    if len(order) > MOST_TOLD:
        lines.append(f"and {len(order) - MOST_TOLD} more")
    return "\n".join(lines)


def _end(plot: BasinPlot, m: int, i: int, j: int) -> str:
    if not plot.filled[m, i, j]:
        return f"{plot.methods[plot.shown[m]].label}: not known yet"
    ends, steps = int(plot.basin[m, i, j]), int(plot.steps[m, i, j])
    told = f"{plot.names[ends]}, from step {steps:,}" if ends >= 0 else "in no basin"
    if plot.mode != "basin":
        told = f"{plot.colour.title} {number(float(plot.value[m, i, j]))}, {told}"
    return f"{plot.methods[plot.shown[m]].label}: {told}"


def _panels(rect: QRectF, plot: BasinPlot) -> list[QRectF]:
    room = body(rect).adjusted(0, 0, -KEY, 0)
    return panels(len(plot.shown), room, _aspect(plot))


def _aspect(plot: BasinPlot) -> float:
    (x0, x1), (y0, y1) = plot.domain
    return min(5.0, max(0.2, (x1 - x0) / (y1 - y0)))


def _grid(panel: QRectF, plot: BasinPlot) -> QRectF:
    """The map in a panel, with one scale for both axes, from the left."""
    room = panel.adjusted(LEFT, 0, -2, -BELOW)
    aspect = _aspect(plot)
    wide = min(room.width(), room.height() * aspect)
    return QRectF(room.left(), room.top(), wide, wide / aspect)


def _image(plot: BasinPlot, m: int, scale: Scale, look: Look) -> QImage:
    """A pixel a start, y upward; what is not known yet is as the ground."""
    ground, grey = (QColor(colour).rgb() for colour in (look.theme.panel, look.theme.groove))
    if plot.mode == "basin":
        levels = _levels(plot.total_steps)[np.clip(plot.steps[m], 0, plot.total_steps)]
        table = packed(shades(look.theme, max(1, len(plot.minima)))).ravel()
        found = table[np.maximum(plot.basin[m], 0) * LEVELS + levels]
        found[plot.basin[m] < 0] = grey
    else:
        found = packed_colours(look.theme, scale, plot.value[m])
        found[np.isnan(plot.value[m])] = grey
    found[~plot.filled[m]] = ground
    rows = np.ascontiguousarray(found.T[::-1])
    image = QImage(rows.data, plot.n, plot.n, 4 * plot.n, QImage.Format.Format_RGB32)
    return image.copy()


@lru_cache(maxsize=8)
def _levels(total: int) -> Array:
    """The level of lightness of 0 … total steps: most are few, so the eye gets more of those."""
    share = np.arange(total + 1) / max(1, total)
    found: Array = np.rint(np.sqrt(share) * (LEVELS - 1)).astype(np.int32)
    return found


def _sized(painter: QPainter, image: QImage) -> QImage:
    """An image as a device takes it: what shows a drawing may smooth its pixels, so they get
    many there."""
    engine = painter.paintEngine()
    if engine is None or engine.type() == QPaintEngine.Type.Raster:
        return image
    times = -(-FINE // image.width())
    return image.scaled(image.width() * times, image.height() * times)


def _to_pixel(grid: QRectF, plot: BasinPlot, place: Array) -> QPointF:
    (x0, x1), (y0, y1) = plot.domain
    return QPointF(
        grid.left() + (float(place[0]) - x0) / (x1 - x0) * grid.width(),
        grid.bottom() - (float(place[1]) - y0) / (y1 - y0) * grid.height(),
    )


def _draw_ticks(painter: QPainter, grid: QRectF, plot: BasinPlot, look: Look) -> None:
    fonts, theme = look.fonts, look.theme
    (x0, x1), (y0, y1) = plot.domain
    for tick in linear_ticks(
        (x0, x1), max(3 if grid.width() > 120 else 2, int(grid.width() // 60))
    ):
        x = grid.left() + (tick.value - x0) / (x1 - x0) * grid.width()
        painter.setPen(look.frame)
        painter.drawLine(QPointF(x, grid.bottom()), QPointF(x, grid.bottom() + 3))
        box = QRectF(x - 30, grid.bottom() + 3, 60, 14)
        write(painter, box, tick.label, fonts.tiny, theme.dim, "centre")
    for tick in linear_ticks((y0, y1), max(2, int(grid.height() // 40))):
        y = grid.bottom() - (tick.value - y0) / (y1 - y0) * grid.height()
        painter.setPen(look.frame)
        painter.drawLine(QPointF(grid.left() - 3, y), QPointF(grid.left(), y))
        box = QRectF(grid.left() - LEFT, y - 7, LEFT - 5, 14)
        write(painter, box, tick.label, fonts.tiny, theme.dim, "right")


def _draw_minima(painter: QPainter, grid: QRectF, plot: BasinPlot, look: Look) -> None:
    """A ring at each listed minimum, named where it has a name of its own."""
    fonts = look.fonts
    for place, name in zip(plot.minima[: plot.listed], plot.names, strict=False):
        at = _to_pixel(grid, plot, place)
        if not grid.contains(at):
            continue
        for colour, wide in (("#101318", 3.2), ("#ffffff", 1.4)):
            painter.setPen(QPen(QColor(colour), wide))
            painter.drawEllipse(at, 4.0, 4.0)
        if name.startswith("(") or plot.listed > 4:
            continue
        room = width(name, fonts.tiny) + 8
        left = at.x() + 7 if at.x() + 7 + room < grid.right() else at.x() - 7 - room
        box = QRectF(left, at.y() - 8, room, 16)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(faded("#101318", 0.72))
        painter.drawRoundedRect(box, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        write(painter, box, name, fonts.tiny, "#ffffff", "centre")


def draw_crosshair(
    painter: QPainter, rect: QRectF, plot: BasinPlot, place: tuple[float, float]
) -> None:
    """Where a point of the plane lies, on the maps of all methods."""
    for panel in _panels(rect, plot):
        grid = _grid(panel, plot)
        at = _to_pixel(grid, plot, np.array(place))
        for colour, wide in ((faded("#101318", 0.6), 3.0), (faded("#ffffff", 0.9), 1.0)):
            painter.setPen(QPen(colour, wide))
            painter.drawLine(QPointF(grid.left(), at.y()), QPointF(grid.right(), at.y()))
            painter.drawLine(QPointF(at.x(), grid.top()), QPointF(at.x(), grid.bottom()))
