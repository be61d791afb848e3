"""One map for each method, side by side: the same ground, view, time and hand in every one.

All cells are of one size, so the ground is painted once and copied into each of them.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.look.styles import styles
from app.map.drawing.axes import (
    draw_colour_bar,
    draw_grid_lines,
    draw_outline,
    draw_ticks_of_x,
    draw_ticks_of_y,
)
from app.map.drawing.base_layer import BaseLayer
from app.map.drawing.cards import LEFT, RIGHT, Room, corners
from app.map.drawing.cells import HEADING, Cell, Cells, cells_of
from app.map.drawing.colours import faded
from app.map.drawing.frame_cards import FrameCards, row_of
from app.map.drawing.ground import GroundRequest
from app.map.drawing.legend import draw_row
from app.map.drawing.legend_layout import MANNERS, NOMINAL, LegendRow, Manner, Reading
from app.map.drawing.note import draw_note
from app.map.drawing.scene import Scene
from app.map.drawing.sheet import KeptParts
from app.map.drawing.stage import Stage
from app.map.drawing.text import Fonts
from app.map.drawing.trail_layer import TrailLayer
from core.experiment.experiment import MethodSpec
from core.measures.surface import Scale

READABLE = 60.0
"""Pixels of a label, or of a caution, that tell something."""
_TITLES = (*((manner, True) for manner in MANNERS), (MANNERS[-1], False))
"""How titles are written, from roomy to bare, with or without the loss."""


def cells_of_scene(scene: Scene, size: tuple[float, float], ratio: float = 1.0) -> Cells | None:
    """Where the maps of a scene lie in a picture of a size; None where they are one."""
    layers, experiment = scene.layers, scene.picture.experiment
    if not layers.is_grid or experiment.landscape.dimension != 2:
        return None
    heading = layers.step_counter or layers.legend
    return cells_of(experiment.methods, scene.view, *size, ratio, heading=heading)


class GridPainter:
    """Paints scenes as a grid; keeps each method's trails, and what the cells have in common."""

    def __init__(self, base: BaseLayer, fonts: Fonts) -> None:
        self._base, self._fonts = base, fonts
        self._trails: dict[int, TrailLayer] = {}
        self._parts, self._rim = KeptParts(), KeptParts()

    def paint(
        self, painter: QPainter, scene: Scene, cells: Cells, request: GroundRequest, patient: bool
    ) -> None:
        """Paint a scene whose ground, of one cell, is requested."""
        around = cells.around
        if not scene.clear:
            painter.fillRect(QRectF(0, 0, around.width, around.height), QColor(scene.theme.panel))
        methods = [cell.method for cell in cells.cells]
        self._trails = {method: self._trails.get(method, TrailLayer()) for method in methods}
        scaled, manner = False, self._manner(cells, scene.picture.experiment.methods)
        for cell in cells.cells:
            stage = Stage(
                painter,
                cells.single,
                scene.alone(cell.method, cells.shrunk),
                self._fonts,
                self._parts,
            )
            scale = self._paint_cell(stage, cell, request, patient)
            cards = FrameCards(stage, cells.single)
            if not scaled:
                scaled = self._draw_scale(painter, cards, cell)
            self._draw_title(stage, cards, cell, cells, manner)
        self._draw_rim(painter, cells, request, scale)
        self._draw_heading(Stage(painter, around, scene, self._fonts, self._rim), cells)

    def _paint_cell(self, stage: Stage, cell: Cell, request: GroundRequest, patient: bool) -> Scale:
        painter, frame = stage.painter, stage.frame
        painter.save()
        painter.translate(cell.corner)
        scale = self._base.draw(painter, request, patient)
        painter.setClipRect(frame.plot)
        if stage.layers.grid_lines:
            painter.translate(-cell.corner)  # ticks stand where those of the rim do
            draw_grid_lines(painter, cell.frame, stage.theme, self._fonts)
            painter.translate(cell.corner)
        if stage.layers.trails:
            stage.draw_trails(self._trails[cell.method], scale)
        stage.draw_on_map()
        stage.draw_off_view()
        painter.restore()
        return scale

    def _draw_scale(self, painter: QPainter, cards: FrameCards, cell: Cell) -> bool:
        """The arrows' scale in the first cell that has arrows, if there is room for it."""
        if not cards.has_scale:
            return False
        painter.save()
        painter.translate(cell.corner)
        card = cards.draw_scale(cards.room, QRectF())
        painter.restore()
        return not card.isEmpty()

    def _draw_title(
        self, stage: Stage, cards: FrameCards, cell: Cell, cells: Cells,
        written: tuple[Manner, bool],
    ) -> None:  # fmt: skip
        """Whose map it is, with its loss; what does not change with time is kept."""
        plot, painter, theme = cell.frame.plot, stage.painter, stage.theme
        line = QRectF(plot.left(), plot.top() - cells.title, plot.width(), cells.title)
        manner, has_loss = written
        if stage.cast:
            row, reading = row_of(stage.cast[0]), cards.reading(stage.cast[0])
        else:  # nothing of its run is there yet
            methods = stage.picture.experiment.methods
            style = styles(methods, theme)[cell.method]
            label = methods[cell.method].label
            row = LegendRow(style.colour, style.dash, style.marker, label, opacity=0.5)
            reading = Reading("")
        told = reading.text if stage.layers.legend and has_loss else ""
        small = partial(self._fonts.width, manner.small)
        taken = max(small(NOMINAL), small(told)) + manner.gap if told else 0.0
        labels = max(0.0, plot.width() - manner.swatch - manner.gap - taken)

        def paint(on_image: QPainter) -> None:
            on_image.setClipRect(line)
            draw_row(on_image, line, theme, self._fonts, row, labels, manner)

        key = (row, manner, labels, line.getRect(), theme)
        name = f"title {cell.method}"
        self._rim.draw(painter, cells.around, name, key, corners(line), 0.0, paint)
        painter.save()
        painter.setClipRect(line)
        painter.setFont(getattr(self._fonts, manner.small))
        painter.setPen(faded(theme.danger if reading.warning else theme.text, row.opacity))
        painter.drawText(line, RIGHT, told)
        painter.restore()

    def _manner(self, cells: Cells, methods: tuple[MethodSpec, ...]) -> tuple[Manner, bool]:
        """How all titles are written, and whether with the loss: as roomily as leaves labels
        readable."""
        for manner, has_loss in _TITLES:
            normal = self._fonts.metrics(manner.font).horizontalAdvance
            small = self._fonts.metrics(manner.small).horizontalAdvance
            room = cells.single.width - manner.swatch - manner.gap
            room -= has_loss * (small(NOMINAL) + manner.gap)
            widest = max(normal(spec.label) for spec in methods if spec.enabled)
            if manner.row <= cells.title and room >= min(widest, READABLE):
                break
        return manner, has_loss

    def _draw_rim(
        self, painter: QPainter, cells: Cells, request: GroundRequest, scale: Scale
    ) -> None:
        """Ticks on the left and below, outlines, and one colour bar."""
        theme, fonts, around = request.theme, self._fonts, cells.around
        plot, columns, names = around.plot, cells.columns, request.axis_names

        def left(on_image: QPainter) -> None:
            for cell in cells.cells[::columns]:
                draw_ticks_of_y(on_image, cell.frame, theme, fonts, names=names)

        def below(on_image: QPainter) -> None:
            for cell in cells.lowest:
                draw_ticks_of_x(on_image, cell.frame, theme, fonts, names=names)

        def bar(on_image: QPainter) -> None:
            draw_colour_bar(on_image, around, theme, fonts, scale, request.quantity)

        lowest = min(cell.frame.plot.bottom() for cell in cells.lowest)
        key = (request, cells, scale)
        for name, paint, shown, box in (
            ("left", left, cells.has_sides, (0, 0, plot.left(), around.height)),
            ("below", below, cells.has_ticks_of_x, (0, lowest, around.width, around.height)),
            ("bar", bar, cells.has_sides, (plot.right() + 1, 0, around.width, around.height)),
        ):
            if shown:
                ends = np.array(box, dtype=np.float64).reshape(2, 2)
                self._rim.draw(painter, around, name, key, ends, 0.0, paint)
        for cell in cells.cells:
            draw_outline(painter, cell.frame, theme)

    def _draw_heading(self, stage: Stage, cells: Cells) -> None:
        """The step counter with what is to be known of all cells, and a caution in full words."""
        painter, plot, theme = stage.painter, stage.frame.plot, stage.theme
        cards = FrameCards(stage, stage.frame)
        words = cards.words
        if stage.picture.failure:
            where = (painter, Room(stage.frame), theme, self._fonts)
            draw_note(*where, words, self._rim, ())
            words = ()
        top = cells.cells[0].frame.plot.top() - cells.title - HEADING
        line = QRectF(plot.left(), top, plot.width(), HEADING)
        metrics = self._fonts.small_metrics
        painter.setFont(self._fonts.small)
        told = " · ".join(filter(None, (cards.heading(stage.cursor), *cards.notes)))
        told = metrics.elidedText(told, Qt.TextElideMode.ElideRight, plot.width())
        painter.setPen(QColor(theme.dim))
        painter.drawText(line, LEFT, told)
        left = plot.width() - metrics.horizontalAdvance(told) - 24.0
        if words and left > READABLE:
            painter.setPen(QColor(theme.warning))
            whole, *_, short = words
            said = whole if self._fonts.width("small", whole) <= left else short
            painter.drawText(
                line, RIGHT, metrics.elidedText(said, Qt.TextElideMode.ElideRight, left)
            )
