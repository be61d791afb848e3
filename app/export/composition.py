"""What stands on an exported picture: the map and other parts, words above and below them.

The same for pixels and for paper; without words it is the map alone.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.export.legend_strip import LegendStrip
from app.export.parts import FIGURES
from app.export.places import placed
from app.export.plane_words import plane_words
from app.figures.curves.chart_painter import ChartPainter
from app.figures.memory.sheet import MemoryPainter
from app.look import fonts
from app.map.drawing.camera import Camera
from app.map.drawing.painter import MapPainter
from app.map.drawing.scene import Scene
from app.map.on_plane import on_plane

if TYPE_CHECKING:  # only networks have planes
    from app.map.planes.filling import Filled

REFERENCE_SIDE = 720
"""Text and lines have their size on the screen when the shorter side has so many pixels; they grow
with the picture, but in a small one they only shrink as long as they can be read."""
SMALLEST_SCALE = 0.75
TITLE, CAPTION = 17, 12
"""Pixels of the words."""
MARGIN, GAP = 12.0, 8.0
HAIR = 1e-6
"""Pixels by which edges that are one may differ."""
MOST_OF_HEIGHT = 0.25
"""The share of the height that the title, or the caption, may take."""


def scale_of(width: float, height: float) -> float:
    """How many pixels of a picture one of the screen takes."""
    return max(SMALLEST_SCALE, min(width, height) / REFERENCE_SIDE)


def as_asked(scene: Scene, options: Mapping[str, Any]) -> tuple[Scene, frozenset[str]]:
    """The scene that the options of an export ask for, and which figures are shown of it."""
    layers, shown = scene.layers, options["parts"]
    if shown is not None:
        layers = dataclasses.replace(
            layers, legend="legend" in shown, step_counter="counter" in shown
        )
    if options["layout"] is not None:
        layers = dataclasses.replace(layers, layout=options["layout"])
    camera = options["camera"] or layers.camera
    turned = options["view"] == "surface" or options["camera"] or options.get("orbit")
    if options["view"] == "map" or (options["layout"] == "grid" and not turned):
        camera = None
    elif camera is None and (options["view"] == "surface" or options.get("orbit")):
        camera = Camera()
    layers = dataclasses.replace(layers, camera=camera)
    clear = options.get("transparent", False)
    scene = dataclasses.replace(scene, layers=layers, clear=clear)
    if options.get("step") is not None:
        scene = scene.at(options["step"])
    return scene, frozenset({"map"}) if shown is None else shown & set(FIGURES)


class Composition:
    """Paints a scene at any time: its parts, with a title and a caption if there are any. Of a
    network the map is the plane that is laid, and the caption says what that hides."""

    def __init__(
        self, scene: Scene, title: str = "", caption: str = "", orbit: float = 0.0,
        shown: frozenset[str] = frozenset({"map"}),
    ) -> None:  # fmt: skip
        mapped = on_plane(scene) if "map" in shown else scene
        self._scene, self._mapped, self._title = scene, mapped, title.strip()
        self._laid = scene.laid
        self._caption = " ".join(filter(None, (caption.strip(), plane_words(mapped))))
        self._orbit, self._shown = orbit, shown
        self._map, self._legend = MapPainter(), LegendStrip()
        self._chart, self._memory = ChartPainter(), MemoryPainter()

    @classmethod
    def of(cls, scene: Scene, options: Mapping[str, Any]) -> Composition:
        """The scene as the options of an export want it: parts, layout, camera, step, words."""
        scene, figures = as_asked(scene, options)
        words = (options["title"], options["caption"])
        return cls(scene, *words, options.get("orbit", 0.0), figures)

    @property
    def clear(self) -> bool:
        """Whether nothing is painted behind it."""
        return self._scene.clear

    @property
    def turns(self) -> bool:
        """Whether it looks otherwise from frame to frame, even at the same step."""
        return self._orbit != 0.0 and self._scene.layers.camera is not None and "map" in self._shown

    def _map_at(self, step: int, share: float) -> Scene:
        """The map's scene at a time, a share (0 … 1) of the orbit further."""
        if self._scene.slices is not None and "map" in self._shown:
            self._lay(self._scene.slices.at(step))
        scene, camera = self._mapped.at(step), self._mapped.layers.camera
        if camera is None or not self.turns:
            return scene
        layers = dataclasses.replace(scene.layers, camera=camera.turned(share * self._orbit))
        return dataclasses.replace(scene, layers=layers)

    def _lay(self, filled: Filled) -> None:
        """Show another ground of a plane that goes along with a run."""
        if filled is not self._laid:
            self._laid = filled
            self._mapped = on_plane(dataclasses.replace(self._scene, laid=filled))

    @property
    def step(self) -> int:
        """The time at which it is asked for, where it is a still picture."""
        return self._scene.cursor

    @property
    def heading(self) -> str:
        """What it is called where a file has room for a name."""
        experiment = self._scene.picture.experiment
        labels = ", ".join(method.label for method in experiment.enabled_methods)
        return self._title or f"{experiment.landscape.title}: {labels}"

    def paint_sheet(self, painter: QPainter, size: tuple[float, float]) -> None:
        """Paint the scene at its own time on a device that keeps shapes, `size` in its units."""
        scale = scale_of(*size)
        painter.scale(scale, scale)
        self.paint(painter, self.step, (size[0] / scale, size[1] / scale), 1.0)

    def paint(
        self, painter: QPainter, step: int, size: tuple[float, float], ratio: float,
        share: float = 0.0,
    ) -> None:  # fmt: skip
        """Paint a time on `size` logical pixels, of which each is `ratio` of the device, a share
        (0 … 1) of the orbit further."""
        width, scene = size[0], self._scene.at(step)
        if not self._scene.clear and (self._title or self._caption or self._shown != {"map"}):
            painter.fillRect(QRectF(0, 0, *size), QColor(scene.theme.panel))
        top, bottom = self._words(painter, size)
        if "map" not in self._shown:
            painter.save()
            painter.translate(0.0, top)
            self._legend.paint(painter, scene, width)
            painter.restore()
            top += self._legend.height(scene, width)
        box = QRectF(0.0, top, width, bottom - top)
        taken = partial(self._memory.taken, scene)
        for name, place in placed(self._shown, box, taken).items():
            place = _on_pixels(place, size, ratio)
            if name == "map":
                painter.save()
                painter.translate(place.topLeft())
                mapped = self._map_at(step, share)
                self._map.paint(painter, mapped, (place.width(), place.height()), ratio)
                painter.restore()
            elif name == "loss":
                self._chart.paint(painter, place, scene, ratio)
            else:
                self._memory.paint(painter, place, scene)

    def _words(self, painter: QPainter, size: tuple[float, float]) -> tuple[float, float]:
        """Paint title and caption; between which heights there is room for the rest."""
        width, height = size
        top, bottom = 0.0, height
        theme = self._scene.theme
        box = QRectF(MARGIN, MARGIN, width - 2 * MARGIN, MOST_OF_HEIGHT * height)
        if self._title:
            font = fonts.sans(TITLE, bold=True)
            used = _height(self._title, font, box)
            _write(painter, self._title, font, theme.text, QRectF(box.topLeft(), box.size()), used)
            top = MARGIN + used + GAP
        if self._caption:
            font = fonts.sans(CAPTION)
            used = _height(self._caption, font, box)
            box.moveTop(height - MARGIN - used)
            _write(painter, self._caption, font, theme.dim, box, used)
            bottom = height - MARGIN - used - GAP
        return top, bottom


def _on_pixels(place: QRectF, size: tuple[float, float], ratio: float) -> QRectF:
    """The box whose edges are whole pixels of the device, of which each of its own has `ratio`;
    those of the picture stay, on a sheet of any size."""
    (width, height), edges = size, (place.left(), place.top(), place.right(), place.bottom())
    left, top, right, bottom = (round(edge * ratio) / ratio for edge in edges)
    right = width if abs(width - place.right()) < HAIR else right
    bottom = height if abs(height - place.bottom()) < HAIR else bottom
    return QRectF(left, top, right - left, bottom - top)


_FLAGS = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


def _height(text: str, font: QFont, box: QRectF) -> float:
    """The height that a text takes in a box; whole lines, no more than fit."""
    metrics = QFontMetricsF(font)
    lines = max(1, int(box.height() / metrics.lineSpacing()))
    needed = metrics.boundingRect(box, int(_FLAGS), text).height()
    return min(needed, lines * metrics.lineSpacing())


def _write(
    painter: QPainter, text: str, font: QFont, colour: str, box: QRectF, height: float
) -> None:
    painter.save()
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.setClipRect(QRectF(box.left(), box.top(), box.width(), height))
    painter.drawText(QRectF(box.left(), box.top(), box.width(), box.height()), int(_FLAGS), text)
    painter.restore()
