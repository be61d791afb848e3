"""Where a page draws a race: on one map, on one for each method, or on a surface."""

from __future__ import annotations

import dataclasses

import numpy as np

from app.map.drawing.grid import cells_of_scene
from app.map.drawing.relief.frame import ReliefFrame
from app.map.drawing.relief.horizon import horizon_of, shaded
from app.map.drawing.relief.painter import POINTS
from app.map.drawing.scene import Scene
from app.map.drawing.view import Frame
from landscapes.base import Array

HIDDEN, OUTSIDE = 1, 2
"""What is told of places on a surface: behind a hill, and beside it."""


@dataclasses.dataclass(frozen=True)
class Canvas:
    """A frame of the map, and how many pixels of the page one of its own takes.

    `corners` are where the maps of methods lie, by the method's place among the experiment's; the
    frame is that of each of them then. Nobody has a corner where all are on one map.
    """

    size: tuple[float, float]
    frame: Frame
    scale: float
    corners: dict[int, tuple[float, float]]
    shrunk: float = 1.0

    @classmethod
    def of(cls, scene: Scene, width: int, height: int, scale: float, ratio: float) -> Canvas:
        """The canvas of a page's size for a scene, as its layers want it; its picture has `ratio`
        pixels for each of the frame's."""
        size = (width / scale, height / scale)
        cells = cells_of_scene(scene, size, ratio)
        if cells is not None:
            corners = {cell.method: cell.corner.toTuple() for cell in cells.cells}
            return cls(size, cells.single, scale, corners, cells.shrunk)
        if scene.layers.camera is None:
            return cls(size, Frame.fit(scene.view, *size), scale, {})
        frame = ReliefFrame.of(scene, size, ratio)
        return cls(size, _with_horizon(frame), scale, {})

    def hidden(self, points: Array) -> Array | None:
        """What is to be told of points (..., 2) of the plane on a surface, (...); None on a map."""
        if not isinstance(self.frame, ReliefFrame):
            return None
        _, inside, seen = self.frame.placed(points)
        found: Array = np.where(seen, 0, np.where(inside, HIDDEN, OUTSIDE)).astype(np.uint8)
        return found


def _with_horizon(frame: ReliefFrame) -> ReliefFrame:
    """The same frame, which knows what its hills hide."""
    projection, field, plot = frame.projection, frame.field, frame.plot
    assert projection is not None and field is not None
    columns = max(2, round(plot.width()))
    u = ((np.arange(columns) + 0.5) - 0.5 * plot.width()) / projection.scale
    horizon = horizon_of(field, shaded(field, field.lit(projection)), projection, u, POINTS)
    return dataclasses.replace(frame, horizon=horizon)
