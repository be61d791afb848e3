"""The landscape over a view as heights and colours on a grid, read between its points."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

import numpy as np

from app.map.drawing.relief.projection import HEIGHT, Projection
from app.map.drawing.view import View
from core.experiment.view_colours import Levels, Spacing
from core.measures import surface
from core.measures.grading import graded
from core.measures.surface import Quantity, Scale
from landscapes.base import Array, Landscape

POINTS = 321
"""Points of the grid along each axis."""
AMBIENT, DIRECT = 0.62, 0.52
"""Shares of the light from everywhere and of the light from one side."""
LIGHT = (-0.45, -0.35, 0.82)
"""Where the light comes from: left of the eye, from its side, and from above; of length 1."""


@dataclasses.dataclass(frozen=True, eq=False)
class Field:
    """Heights (rows, columns) in 0 … HEIGHT on the scale of the losses, NaN where there is no loss,
    and the fractions of the `scale` that colours them, which may be that of the sharpness.

    `heights` and `fractions` are one array where losses are coloured.
    """

    heights: Array
    fractions: Array
    scale: Scale
    _kept: dict[tuple[float, float], tuple[Array, Array, Array]] = dataclasses.field(
        default_factory=dict
    )

    @property
    def is_coloured_by_height(self) -> bool:
        """Whether a colour stands for a height."""
        return self.fractions is self.heights

    def lit(self, projection: Projection) -> Array:
        """How bright it is under a light that stays where the eye is (rows, columns), about 1."""
        normals = self._normals(projection.sides)
        x, y = projection.back(np.array(LIGHT[0]), np.array(LIGHT[1]))
        bright = normals[0] * np.float32(LIGHT[2])
        bright -= normals[1] * np.float32(x)
        bright -= normals[2] * np.float32(y)
        np.fmax(bright, np.float32(0.0), out=bright)  # not a number where there is no loss
        bright *= np.float32(DIRECT)
        bright += np.float32(AMBIENT)
        return bright

    def _normals(self, sides: tuple[float, float]) -> tuple[Array, Array, Array]:
        """What the light's upward part and its parts along −x and −y count for (rows, columns),
        on a block with these sides; kept, since it is the same however the block is turned."""
        found = self._kept.get(sides)
        if found is None:
            slope_y, slope_x = np.gradient(self.heights)
            rows, columns = self.heights.shape
            slope_x *= np.float32(0.5 * (columns - 1) / sides[0])
            slope_y *= np.float32(0.5 * (rows - 1) / sides[1])
            flat = 1.0 / np.sqrt(1.0 + slope_x * slope_x + slope_y * slope_y)
            found = self._kept[sides] = flat, slope_x * flat, slope_y * flat
        return found


@lru_cache(maxsize=4)
def field_of(
    landscape: Landscape, view: View, quantity: Quantity, levels: Levels = "usual",
    spacing: Spacing = "round",
) -> Field:  # fmt: skip
    """The field of a landscape over a view, coloured as the map is."""
    loss = surface.sample(landscape, view.x, view.y, POINTS, POINTS)
    scale = graded(surface.visible_scale(landscape, loss), levels, spacing)
    heights = (HEIGHT * scale.fraction(loss.values)).astype(np.float32)
    if quantity == "loss":
        return Field(heights, heights, scale)
    values = surface.sample(landscape, view.x, view.y, POINTS, POINTS, quantity)
    scale = graded(surface.visible_scale(landscape, values, quantity), levels, spacing)
    return Field(heights, scale.fraction(values.values).astype(np.float32), scale)


def between(grids: Array, columns: Array, rows: Array) -> Array:
    """Values of a grid (rows, columns) between its points, linearly in both directions.

    `columns` and `rows` (...) count from 0; beyond the edges the edge's values are found, and those
    of the first where a place is not a number.
    """
    high, wide = grids.shape
    columns = _between(columns, 0.0, wide - 1.0)
    rows = _between(rows, 0.0, high - 1.0)
    left = np.minimum(columns.astype(np.int32), wide - 2)
    low = np.minimum(rows.astype(np.int32), high - 2)
    right, up = columns - left, rows - low
    corner = low * wide + left
    flat = grids.ravel()
    below = flat.take(corner)
    below += (flat.take(corner + 1) - below) * right
    corner += wide
    above = flat.take(corner)
    above += (flat.take(corner + 1) - above) * right
    return below + (above - below) * up


def heights_at(field: Field, projection: Projection, x: Array, y: Array) -> Array:
    """Heights at places on the floor along the block's sides; beside it those of its edge. NaN
    where there is no loss."""
    rows, columns = field.heights.shape
    with np.errstate(invalid="ignore", over="ignore"):
        across = 0.5 * (x / projection.sides[0] + 1.0) * (columns - 1)
        along = 0.5 * (y / projection.sides[1] + 1.0) * (rows - 1)
    return between(field.heights, across, along)


def _between(places: Array, low: float, high: float) -> Array:
    """Clipped; the low end where they are not a number."""
    found: Array = np.fmin(np.fmax(places, low), high)
    return found
