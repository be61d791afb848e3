"""A figure over two settings: a cell for each pair, a map for each method, one colour scale."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.map.drawing.colours import faded
from app.study.drawing.colour_scale import ROOM, colours, draw_bar, ink
from app.study.drawing.frame import body, draw_heading
from app.study.drawing.lettering import width, write
from app.study.drawing.look import Look, Spot
from app.study.drawing.panels import draw_head, panels
from app.study.drawing.panels import height as panels_height
from app.study.drawing.scale import Scale
from app.study.drawing.words import figure, told
from core.study.plots.values import HeatMap
from core.study.results.intervals import Estimate

LEFT, BELOW = 46.0, 34.0
LOWEST = 150.0


def height(plot: HeatMap, wide: float) -> float:
    """The height at which a plot of a width looks best."""
    room = body(QRectF(0, 0, wide, 1000.0))
    maps = panels_height(len(plot.shown), room.width() - ROOM, _aspect(plot), LEFT, BELOW)
    return 1000.0 - room.height() + max(LOWEST, maps)


def draw(painter: QPainter, rect: QRectF, plot: HeatMap, look: Look) -> None:
    """Paint it into a rectangle."""
    draw_heading(painter, rect, plot, look)
    scale = Scale.of(plot.colour, [plot.values], pad=0.0)
    for m, panel in enumerate(_panels(rect, plot)):
        draw_head(painter, panel, plot.methods, plot.shown[m], look)
        grid = _grid(panel)
        _draw_cells(painter, grid, plot, m, scale, look)
        _draw_names(painter, grid, panel, plot, look)
    inside = body(rect)
    box = QRectF(inside.right() - ROOM + 14, inside.top(), ROOM - 14, inside.height() - BELOW)
    draw_bar(painter, box, scale, look)


def spots(rect: QRectF, plot: HeatMap, look: Look) -> list[Spot]:
    """What can be pointed at: each cell that is known."""
    found = []
    for m, panel in enumerate(_panels(rect, plot)):
        grid = _grid(panel)
        for i, j in np.argwhere(plot.n[m] > 0).tolist():
            cell = _cell(grid, plot, i, j)
            figures = Estimate(*(float(a[m, i, j]) for a in (plot.values, plot.low, plot.high)))
            said = told(figures, is_share=plot.colour.share, n=int(plot.n[m, i, j]))
            tip = (
                f"{plot.methods[plot.shown[m]].label}\n{plot.x.title} = {plot.x.names[i]}, "
                f"{plot.y.title} = {plot.y.names[j]}\n{plot.colour.title}: {said}"
            )
            reach = (cell.width() / 2, cell.height() / 2)
            found.append(Spot(cell.center(), reach, tip, int(plot.cells[i, j])))
    return found


def _panels(rect: QRectF, plot: HeatMap) -> list[QRectF]:
    room = body(rect).adjusted(0, 0, -ROOM, 0)
    return panels(len(plot.shown), room, _aspect(plot))


def _aspect(plot: HeatMap) -> float:
    """Cells are a little wider than high, for the figures in them."""
    nx, ny = plot.cells.shape
    return min(2.5, max(0.7, 1.4 * nx / ny))


def _grid(panel: QRectF) -> QRectF:
    return panel.adjusted(LEFT, 0, 0, -BELOW)


def _cell(grid: QRectF, plot: HeatMap, i: int, j: int) -> QRectF:
    nx, ny = plot.cells.shape
    wide, high = grid.width() / nx, grid.height() / ny
    return QRectF(grid.left() + i * wide, grid.bottom() - (j + 1) * high, wide, high)


def _draw_cells(
    painter: QPainter, grid: QRectF, plot: HeatMap, m: int, scale: Scale, look: Look
) -> None:
    values = plot.values[m]
    shades = colours(look.theme, scale, values)
    nx, ny = plot.cells.shape
    for i in range(nx):
        for j in range(ny):
            cell = _cell(grid, plot, i, j).adjusted(0.5, 0.5, -0.5, -0.5)
            if plot.n[m, i, j] == 0:
                painter.fillRect(cell, faded(look.theme.groove, 0.4))
                continue
            red, green, blue = (int(part) for part in shades[i, j])
            painter.fillRect(cell, QColor(red, green, blue))
            text = figure(float(values[i, j]), is_share=plot.colour.share)
            room = width(text, look.fonts.tiny)
            if room + 4 <= cell.width() and cell.height() >= 13:
                write(painter, cell, text, look.fonts.tiny, ink(shades[i, j]), "centre")
    painter.setPen(QPen(QColor(look.theme.line), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(grid)


def _draw_names(painter: QPainter, grid: QRectF, panel: QRectF, plot: HeatMap, look: Look) -> None:
    fonts, theme = look.fonts, look.theme
    ny = plot.cells.shape[1]
    end = -1e9
    for i, name in enumerate(plot.x.names):
        cell = _cell(grid, plot, i, 0)
        half = 0.5 * width(name, fonts.small)
        if cell.center().x() - half > end + 6:
            box = QRectF(cell.center().x() - half - 1, grid.bottom() + 2, 2 * half + 2, 16)
            write(painter, box, name, fonts.small, theme.dim, "centre")
            end = cell.center().x() + half
    every = max(1, int(np.ceil(14 / (grid.height() / ny))))
    for j, name in list(enumerate(plot.y.names))[::every]:
        cell = _cell(grid, plot, 0, j)
        box = QRectF(panel.left(), cell.center().y() - 8, LEFT - 6, 16)
        write(painter, box, name, fonts.small, theme.dim, "right")
    box = QRectF(grid.left(), grid.bottom() + 18, grid.width(), 16)
    captions = axes(plot.x.title, plot.y.title)
    fit = (each for each in captions if width(each, fonts.tiny) <= box.width())
    write(painter, box, next(fit, captions[-1]), fonts.tiny, theme.dim, "right")


def axes(across: str, up: str) -> tuple[str, str]:
    """What lies along either axis, and the same in short: whose settings they are is said once
    where it is the same, or left to the heading."""
    (first, _, owner), (second, _, other) = across.partition(" of "), up.partition(" of ")
    short = f"{first} →  ·  ↑ {second}"
    whole = f"{short} of {owner}" if owner and owner == other else f"{across} →  ·  ↑ {up}"
    return whole, short
