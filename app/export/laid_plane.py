"""The plane that an export shows of a network, laid before anything is drawn."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QRectF

from app.export.composition import as_asked, scale_of
from app.export.frames.picture_size import size_of
from app.export.places import placed
from app.figures.memory.sheet import MemoryPainter
from app.map.drawing.cells import cells_of
from app.map.drawing.scene import Scene
from app.map.drawing.view import Frame, View
from app.map.on_plane import laid

WORDS = 34.0
"""Pixels that what is said of the plane takes below it."""
_ANY = View((-1.5, 1.5), (-1.0, 1.0))


def with_plane(scene: Scene, options: Mapping[str, Any], *, moving: bool) -> Scene:
    """The scene with the plane that an export's picture shows of a network, as wide for its height
    as the map there; any other as it is. One that is to go along with a run does in a `moving`
    picture, and in any other goes through where the run is at the time that is shown.

    Raises PlaneError where there is none.
    """
    size = size_of(options)
    plot = _plot(scene, options, size)
    if options.get("step") is not None:
        scene = scene.at(options["step"])
    return laid(scene, plot.width() / plot.height(), moving=moving)


def _plot(scene: Scene, options: Mapping[str, Any], size: tuple[float, float]) -> QRectF:
    """About where the map's ground lies, or that of a method's."""
    shown, figures = as_asked(scene, options)
    scale = scale_of(*size)
    box = QRectF(0.0, 0.0, size[0] / scale, size[1] / scale - WORDS)
    place = placed(figures | {"map"}, box, partial(MemoryPainter().taken, shown))["map"]
    sides = place.width(), place.height()
    if shown.layers.is_grid:
        cells = cells_of(shown.picture.experiment.methods, _ANY, *sides)
        if cells is not None:
            return cells.single.plot
    return Frame.fit(_ANY, *sides).plot
