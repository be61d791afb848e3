"""Where a point of a landscape lies in the picture of its surface: a parallel projection.

A block stands on a floor. Its sides are those of the view, the longer one from −1 to 1; its top
is the landscape, from 0 to HEIGHT. It is turned about its middle: `u` runs to the right, `v` away
from the eye, and heights go upward.
"""

from __future__ import annotations

import dataclasses
from functools import cached_property

import numpy as np
from PySide6.QtCore import QRectF

from app.map.drawing.camera import Camera
from app.map.drawing.view import SQUARE_UP_TO, View
from landscapes.base import Array

HEIGHT = 0.5
"""Of the highest loss above the lowest one, where half the longer side is 1."""


@dataclasses.dataclass(frozen=True)
class Projection:
    """A view seen by a camera in the rectangle `plot`, in pixels, with `room` around the block."""

    view: View
    camera: Camera
    plot: QRectF
    room: float = 0.0

    @cached_property
    def sides(self) -> tuple[float, float]:
        """Half the block's sides along x and y; both 1 where one range is far longer."""
        dx, dy = (end - begin for begin, end in (self.view.x, self.view.y))
        if max(dx / dy, dy / dx) > SQUARE_UP_TO:
            return 1.0, 1.0
        longer = max(dx, dy)
        return dx / longer, dy / longer

    @cached_property
    def turn(self) -> tuple[float, float]:
        """Cosine and sine of the azimuth."""
        angle = np.radians(self.camera.azimuth)
        return float(np.cos(angle)), float(np.sin(angle))

    @cached_property
    def slants(self) -> tuple[float, float]:
        """How much of a distance along `v`, and of a height, is seen as height in the picture."""
        angle = np.radians(self.camera.tilt)
        return float(np.sin(angle)), float(np.cos(angle))

    @cached_property
    def scale(self) -> float:
        """Pixels of half the longer side; as large as fits at every azimuth, times the zoom."""
        across = 2.0 * float(np.hypot(*self.sides))
        along, up = self.slants
        wide = (self.plot.width() - 2 * self.room) / across
        high = (self.plot.height() - 2 * self.room) / (across * along + HEIGHT * up)
        return max(min(wide, high), 1.0) * self.camera.zoom

    def to_block(self, points: Array) -> tuple[Array, Array]:
        """Points (..., 2) of the plane as their places on the floor along the block's sides."""
        points = np.asarray(points, dtype=np.float64)
        found = []
        for axis, (ends, side) in enumerate(
            zip((self.view.x, self.view.y), self.sides, strict=True)
        ):
            middle, half = 0.5 * (ends[0] + ends[1]), 0.5 * (ends[1] - ends[0])
            with np.errstate(over="ignore", invalid="ignore"):
                found.append((points[..., axis] - middle) / half * side)
        return found[0], found[1]

    def turned(self, x: Array, y: Array) -> tuple[Array, Array]:
        """Places on the floor along the block's sides as `u` and `v`."""
        cos, sin = self.turn
        with np.errstate(over="ignore", invalid="ignore"):
            return x * cos - y * sin, x * sin + y * cos

    def back(self, u: Array, v: Array) -> tuple[Array, Array]:
        """The inverse of `turned`."""
        cos, sin = self.turn
        return u * cos + v * sin, v * cos - u * sin

    def to_pixels(self, u: Array, v: Array, heights: Array) -> tuple[Array, Array]:
        """Pixels, to the right and down, of turned places at heights of 0 … HEIGHT."""
        along, up = self.slants
        centre = self.plot.center()
        with np.errstate(over="ignore", invalid="ignore"):
            rise = v * along + (heights - 0.5 * HEIGHT) * up
            return centre.x() + self.scale * u, centre.y() - self.scale * rise

    def chords(self, u: Array) -> tuple[Array, Array]:
        """Where lines `u` (N,) enter and leave the block along `v`; the first is the greater where
        a line misses it."""
        cos, sin = self.turn
        near, far = np.full(u.shape, -np.inf), np.full(u.shape, np.inf)
        # |u·cos + v·sin| ≤ side of x, |v·cos − u·sin| ≤ side of y
        for offset, slope, side in (
            (u * cos, sin, self.sides[0]), (-u * sin, cos, self.sides[1]),
        ):  # fmt: skip
            if abs(slope) < 1e-9:
                near = np.where(abs(offset) <= side, near, np.inf)
                continue
            one, other = (-side - offset) / slope, (side - offset) / slope
            near = np.maximum(near, np.minimum(one, other))
            far = np.minimum(far, np.maximum(one, other))
        return near, far
