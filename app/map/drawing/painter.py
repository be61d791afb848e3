"""The one painter of the map: the window and the video draw every frame with it.

Nothing here is a widget or a pixmap, so it paints on any device, of any size, in any thread;
one MapPainter belongs to one thread, because it keeps images between frames.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.map.drawing.axes import draw_grid_lines
from app.map.drawing.base_layer import BaseLayer
from app.map.drawing.frame_cards import FrameCards
from app.map.drawing.grid import GridPainter, cells_of_scene
from app.map.drawing.ground import GroundRequest
from app.map.drawing.scene import Scene
from app.map.drawing.sheet import KeptParts
from app.map.drawing.stage import Stage
from app.map.drawing.text import Fonts
from app.map.drawing.tones import toned
from app.map.drawing.trail_layer import TrailLayer
from app.map.drawing.view import Frame, View
from core.experiment.experiment import Experiment
from landscapes.networks import Network

if TYPE_CHECKING:
    from app.map.drawing.relief.painter import ReliefPainter

_REFUSAL = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap


class MapPainter:
    """Paints scenes; keeps the ground, the trails and the cards as images between frames."""

    def __init__(self) -> None:
        self.fonts = Fonts()
        self._theme: object = None
        self.legend_card = QRectF()
        """Where the legend was in the last frame; empty where there was none."""
        self._forget()

    def _forget(self) -> None:
        self._base = BaseLayer(self.fonts)
        self._trails = TrailLayer()
        self._parts = KeptParts()
        self._grid = GridPainter(self._base, self.fonts)
        self._relief: ReliefPainter | None = None  # few ever need it

    @property
    def pending(self) -> bool:
        """Whether the last frame showed a former ground, stretched, or a coarse one."""
        return self._base.pending if self._relief is None else self._relief.pending

    def advance(self, milliseconds: float) -> bool:
        """Work on the pending ground for about so long; whether it is time for a new frame."""
        return (self._relief or self._base).advance(milliseconds)

    def paint(
        self,
        painter: QPainter,
        scene: Scene,
        size: tuple[float, float],
        ratio: float = 1.0,
        *,
        patient: bool = False,
    ) -> None:
        """Paint a scene on `size`, width and height in the painter's logical pixels.

        Each of those is `ratio` pixels of the device. `patient` lets a new ground wait: the former
        one is shown, `pending` turns true and `advance` paints it.
        """
        theme = toned(scene.theme, scene.layers.colours)
        if theme is not scene.theme:
            scene = dataclasses.replace(scene, theme=theme)
        if theme != self._theme:
            self._theme = theme
            self._forget()
        layers = scene.layers
        if scene.picture.experiment.landscape.dimension != 2:
            self.legend_card = QRectF()
            self._draw_refusal(painter, scene, size)
            return
        if layers.camera is not None:
            self._paint_relief(painter, scene, size, ratio, patient)
            return
        self._relief = None
        cells = cells_of_scene(scene, size, ratio)
        frame = cells.single if cells else self._frame(scene.view, size, ratio)
        ground = GroundRequest.of(scene, frame)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if cells:
            self.legend_card = QRectF()
            self._grid.paint(painter, scene, cells, ground, patient)
            painter.restore()
            return
        stage = Stage(painter, frame, scene, self.fonts, self._parts)
        scale = self._base.draw(painter, ground, patient)
        painter.save()
        painter.setClipRect(frame.plot)
        if layers.grid_lines:
            draw_grid_lines(painter, frame, scene.theme, self.fonts)
        if layers.trails:
            stage.draw_trails(self._trails, scale)
        stage.draw_on_map()
        painter.restore()
        self.legend_card = FrameCards(stage, frame).draw()
        stage.draw_off_view()
        painter.restore()

    def _frame(self, view: View, size: tuple[float, float], ratio: float) -> Frame:
        """The same one as long as the view and the size stay: what it works out is kept by it."""
        key = (view, size, ratio)
        return self._parts.found("frame", key, lambda: Frame.fit(view, *size, ratio))

    def _paint_relief(
        self, painter: QPainter, scene: Scene, size: tuple[float, float], ratio: float,
        patient: bool,
    ) -> None:  # fmt: skip
        if self._relief is None:
            from app.map.drawing.relief.painter import ReliefPainter  # not before the first map

            self._relief = ReliefPainter(self.fonts)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.legend_card = self._relief.paint(painter, scene, size, ratio, patient)
        painter.restore()

    def _draw_refusal(self, painter: QPainter, scene: Scene, size: tuple[float, float]) -> None:
        """Words in place of a map that cannot be."""
        box = QRectF(0, 0, *size)
        if not scene.clear:
            painter.fillRect(box, QColor(scene.theme.panel))
        painter.setFont(self.fonts.normal)
        painter.setPen(QColor(scene.theme.dim))
        painter.drawText(box, _REFUSAL, _no_map(scene.picture.experiment))


def _no_map(experiment: Experiment) -> str:
    landscape = experiment.landscape
    if not isinstance(landscape, Network):
        return f"A map needs 2 dimensions; this landscape has {landscape.dimension}."
    from app.map.planes.words import never_laid  # no map of a network, no words of planes

    never = never_laid(experiment)
    if never:
        return f"{never[:1].upper()}{never[1:]}."
    return "A plane is laid through the runs as soon as they have gone some way."
