"""A frame of the map whose plane is a surface: whoever draws at points of the plane draws on it."""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from app.map.drawing.camera import Camera
from app.map.drawing.relief.field import Field, field_of, heights_at
from app.map.drawing.relief.horizon import Horizon, horizon_of
from app.map.drawing.relief.projection import Projection
from app.map.drawing.scene import Scene
from app.map.drawing.view import RIGHT, Frame, View
from landscapes.base import Array

EDGE = 10.0
"""Around the surface, where a map has its ticks."""
ROOM = 22.0
"""For the ticks around the block."""
ACROSS = 600
"""Points of a line across the surface in which the one under a pixel is looked for."""
CLEAR = 0.006
"""What is drawn on the surface lies so far above it, to be clear of it."""


@dataclasses.dataclass(frozen=True, eq=False)
class Standing:
    """Points (...) on the surface: their places along the block's sides, their heights, and which
    of them are over the block."""

    x: Array
    y: Array
    heights: Array
    inside: Array


@dataclasses.dataclass(frozen=True)
class ReliefFrame(Frame):
    """Two frames are alike when points of the same surface lie at the same pixels in both."""

    projection: Projection | None = None
    field: Field | None = None
    horizon: Horizon | None = dataclasses.field(default=None, compare=False)

    @classmethod
    def of(cls, scene: Scene, size: tuple[float, float], ratio: float) -> ReliefFrame:
        """The frame of a scene whose layers have a camera, in a picture of a size."""
        layers = scene.layers
        assert layers.camera is not None
        field = field_of(
            scene.picture.experiment.landscape_at(scene.cursor),
            scene.view,
            "sharpness" if layers.sharpness else "loss",
            layers.colours.levels,
            layers.colours.spacing,
        )
        return cls.around(field, scene.view, layers.camera, size, ratio)

    @classmethod
    def around(
        cls, field: Field, view: View, camera: Camera, size: tuple[float, float], ratio: float
    ) -> ReliefFrame:
        """The frame of a picture of a size, whole pixels of the device to every side."""
        plot = _plot(size, ratio)
        room = min(ROOM, 0.1 * plot.width(), 0.1 * plot.height())
        projection = Projection(view, camera, plot, room)
        return cls(*size, plot, view.x, view.y, ratio, projection=projection, field=field)

    def to_pixels(self, points: Array) -> Array:
        """Points (..., 2) of the plane, put on the surface, as pixels (..., 2)."""
        return self.placed(points)[0]

    def pixel(self, point: Array) -> QPointF:
        """One point of the plane, put on the surface, in pixels."""
        return QPointF(*self.to_pixels(point))

    def standing(self, points: Array) -> Standing:
        """Points (..., 2) of the plane, put on the surface: the same wherever the camera is."""
        (x0, x1), (y0, y1) = self.x, self.y
        points = np.asarray(points)
        x, y = points[..., 0], points[..., 1]
        inside = (x >= x0) & (x <= x1) & (y >= y0) & (y <= y1)
        x, y = self._block(points)
        # Of the floor where there is no loss.
        return Standing(x, y, np.fmax(self._heights(x, y), 0.0) + CLEAR, inside)

    def placed(self, points: Array | Standing) -> tuple[Array, Array, Array]:
        """Pixels (..., 2) of points, with which of them are over the block (...), and which of
        those are not hidden behind a hill (...)."""
        assert self.projection is not None
        stand = points if isinstance(points, Standing) else self.standing(points)
        u, v = self.projection.turned(stand.x, stand.y)
        pixels = np.empty((*stand.x.shape, 2))
        pixels[..., 0], pixels[..., 1] = self.projection.to_pixels(u, v, stand.heights)
        if self.horizon is None:
            return pixels, stand.inside, stand.inside
        seen = self.horizon.shows(u, v, self.plot.bottom() - pixels[..., 1])
        return pixels, stand.inside, stand.inside & seen

    def shows(self, point: Array) -> bool:
        """Whether a point (2,) of the plane is over the block, and no hill hides it."""
        return bool(self.placed(point)[2])

    def is_ground(self, points: Array) -> Array:
        """Whether there is a loss at points (..., 2) of the plane, and so a surface (...)."""
        return np.isfinite(self._heights(*self._block(points)))

    def point_under(self, pixel: QPointF) -> tuple[float, float] | None:
        """The point of the plane that is seen at a pixel; None where that is no surface."""
        assert self.projection is not None and self.field is not None
        projection, field = self.projection, self.field
        u = np.array([(pixel.x() - self.plot.center().x()) / projection.scale])
        column = horizon_of(field, field.heights, projection, u, ACROSS)
        rise, rises = self.plot.bottom() - pixel.y(), column.rises[:, 0]
        first = int(np.searchsorted(column.reached[:, 0], rise, side="right"))
        if not 0 < first < ACROSS or not np.isfinite(rises[first - 1]):
            return None
        share = (rise - rises[first - 1]) / (rises[first] - rises[first - 1])
        v = column.near + (column.far - column.near) * (first - 1 + share) / (ACROSS - 1)
        point = []
        for place, side, (low, high) in zip(
            projection.back(u, v), projection.sides, (self.x, self.y), strict=True
        ):
            point.append(float(low + 0.5 * (place[0] / side + 1.0) * (high - low)))
        return point[0], point[1]

    def vectors(self, vectors: Array) -> Array:
        """Directions (..., 2) of the plane, lying flat, as directions in pixels."""
        assert self.projection is not None
        projection = self.projection
        vectors = np.asarray(vectors, dtype=np.float64)
        (x0, x1), (y0, y1) = self.x, self.y
        with np.errstate(over="ignore", invalid="ignore"):
            x = vectors[..., 0] * (2.0 * projection.sides[0] / (x1 - x0))
            y = vectors[..., 1] * (2.0 * projection.sides[1] / (y1 - y0))
            u, v = projection.turned(x, y)
            return projection.scale * np.stack([u, -projection.slants[0] * v], -1)

    def _block(self, points: Array) -> tuple[Array, Array]:
        assert self.projection is not None
        return self.projection.to_block(points)

    def _heights(self, x: Array, y: Array) -> Array:
        """Heights at places on the floor; those of the edge beside the block."""
        assert self.projection is not None and self.field is not None
        return heights_at(self.field, self.projection, x, y)


def plain_frame(view: View, size: tuple[float, float], ratio: float) -> Frame:
    """The same picture for what does not turn with the surface."""
    return Frame(*size, _plot(size, ratio), view.x, view.y, ratio)


def _plot(size: tuple[float, float], ratio: float) -> QRectF:
    width, height = size
    edges = (EDGE, EDGE, max(width - RIGHT, EDGE + 16), max(height - EDGE, EDGE + 16))
    left, top, right, bottom = (round(edge * ratio) / ratio for edge in edges)
    return QRectF(left, top, right - left, bottom - top)
