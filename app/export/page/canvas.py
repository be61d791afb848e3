"""Where a page draws a race: on one map, on one for each method, or on a surface."""

from __future__ import annotations

import dataclasses

from app.map.drawing.grid import cells_of_scene
from app.map.drawing.relief.frame import ReliefFrame
from app.map.drawing.scene import Scene
from app.map.drawing.view import Frame


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
        return cls(size, ReliefFrame.of(scene, size, ratio), scale, {})
