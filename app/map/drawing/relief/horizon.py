"""What of a surface can be seen: in every column of pixels, from the near side to the far one,
what rises over all that is nearer.

A column of the picture is a plane that cuts the surface along `v`. Its points are taken from the
near side on, and the highest pixel that any of them has reached is the horizon of what follows.
No depth needs to be compared: which point is the first to reach a pixel is counted.
"""

from __future__ import annotations

import dataclasses

import numpy as np

from app.map.drawing.relief.field import Field, between
from app.map.drawing.relief.projection import HEIGHT, Projection
from landscapes.base import Array

LIFT = 1.6
"""Pixels by which what lies on the surface may be under the horizon and still be seen."""


@dataclasses.dataclass(frozen=True, eq=False)
class Horizon:
    """Columns of pixels at `u` (U,), each with V points from `near` to `far` (U,) along `v`.

    `reached` (V, U) is how high, in pixels above the bottom of the plot, the surface up to a point
    reaches, and `rises` (V, U) how high it is there; −∞ where there is no loss. The other arrays
    (V, U) are the light and the fractions of colours there.
    """

    u: Array
    near: Array
    far: Array
    rises: Array
    reached: Array
    light: Array
    fractions: Array

    @classmethod
    def beside(cls, strips: list[Horizon]) -> Horizon:
        """Strips from left to right, put together; light and colours are left out."""
        none = np.empty((0, 0))
        return cls(
            *(
                np.concatenate([getattr(strip, name) for strip in strips], axis=-1)
                for name in ("u", "near", "far")
            ),
            none,
            np.concatenate([strip.reached for strip in strips], axis=-1),
            none,
            none,
        )

    def first(self, rows: int, pixel: float) -> Array:
        """Which point of its column is the first to be seen in each pixel (rows, U) of a height,
        counted from the bottom; V where none is.

        A pixel is reached by what is higher than its middle.
        """
        columns = self.reached.shape[1]
        with np.errstate(invalid="ignore"):
            full = np.ceil(self.reached / pixel - 0.5)
        full = np.clip(full, 0, rows).astype(np.int32)
        full *= columns
        full += np.arange(columns, dtype=np.int32)
        counts = np.bincount(full.ravel(), minlength=(rows + 1) * columns)
        # What reaches no higher than a pixel is nearer than the first that does.
        return np.cumsum(counts.reshape(rows + 1, columns)[:rows], axis=0, dtype=np.int32)

    def shows(self, u: Array, v: Array, rises: Array) -> Array:
        """Whether points (...) at a height in pixels above the bottom lie before all hills."""
        points, columns = self.reached.shape
        if columns < 2:
            return np.zeros(np.shape(u), dtype=bool)
        pitch = self.u[1] - self.u[0]
        with np.errstate(invalid="ignore", over="ignore"):
            column = np.rint((u - self.u[0]) / pitch)
            known = (column >= 0) & (column < columns)
            column = np.where(known, column, 0).astype(np.intp)
            near, far = self.near[column], self.far[column]
            share = (v - near) / np.maximum(far - near, 1e-9)
            # The two points around it are its own ground.
            before = np.floor(share * (points - 1)) - 1
            before = np.fmin(np.fmax(before, -1), points - 1).astype(np.intp)
            level = np.where(before < 0, -np.inf, self.reached[before, column])
            return known & (rises + LIFT >= level)


def shaded(field: Field, light: Array) -> Array:
    """Heights in the real part, light in the imaginary one: both are read between points at once
    (rows, columns)."""
    found = np.empty(field.heights.shape, dtype=np.complex64)
    found.real, found.imag = field.heights, light
    return found


def horizon_of(
    field: Field, shades: Array, projection: Projection, u: Array, points: int
) -> Horizon:
    """What is seen in the columns at `u` (U,), with so many points in each, and how it is `shaded`.

    A column that misses the block has no surface.
    """
    near, far = projection.chords(u)
    along, up = projection.slants
    # Points that lie below or above the picture at every height need not be looked at.
    half = 0.5 * projection.plot.height() / projection.scale
    lowest = (-half - 0.5 * HEIGHT * up) / along
    highest = (half + 0.5 * HEIGHT * up) / along
    misses = near >= far
    near, far = np.maximum(near, lowest), np.minimum(far, highest)
    far = np.maximum(near, far)
    near, far = np.where(misses, 0.0, near), np.where(misses, 0.0, far)
    share = np.linspace(0.0, 1.0, points, dtype=np.float32)[:, None]
    near32, deep32 = near.astype(np.float32), (far - near).astype(np.float32)
    v = near32 + share * deep32
    x, y = projection.back(u.astype(np.float32), v)
    rows, columns = field.heights.shape
    x *= np.float32(0.5 * (columns - 1) / projection.sides[0])
    x += np.float32(0.5 * (columns - 1))
    y *= np.float32(0.5 * (rows - 1) / projection.sides[1])
    y += np.float32(0.5 * (rows - 1))
    both = between(shades, x, y)
    heights = both.real
    if field.is_coloured_by_height:
        fractions = heights / np.float32(HEIGHT)
    else:
        fractions = between(field.fractions, x, y)
    middle = 0.5 * projection.plot.height()
    rises = v * np.float32(along * projection.scale)
    rises += (heights - np.float32(0.5 * HEIGHT)) * np.float32(up * projection.scale)
    rises += np.float32(middle)
    rises[~np.isfinite(rises)] = -np.inf
    rises[:, misses] = -np.inf
    return Horizon(u, near, far, rises, np.maximum.accumulate(rises, axis=0), both.imag, fractions)
