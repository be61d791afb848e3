"""A saddle between two minima: momentum alone decides which side a point falls off."""

from __future__ import annotations

import math
from typing import ClassVar

from landscapes.base import Array, Interval, Landscape, Minimum
from landscapes.plane import coordinates, symmetric, vector


class Saddle(Landscape):
    """A bowl along x and a double well along y, with a saddle at the origin."""

    name: ClassVar[str] = "saddle"
    title: ClassVar[str] = "Saddle"
    formula: ClassVar[str] = "x² − y² + y⁴/4"
    source: ClassVar[str] = "the plainest strict saddle, x² − y², closed by a quartic"

    @property
    def domain(self) -> tuple[Interval, ...]:
        return ((-2.5, 2.5), (-2.5, 2.5))

    @property
    def minima(self) -> tuple[Minimum, ...]:
        return (Minimum((0.0, math.sqrt(2)), -1.0), Minimum((0.0, -math.sqrt(2)), -1.0))

    def loss(self, points: Array) -> Array:
        x, y = coordinates(points)
        yy = y * y
        return x * x + yy * (yy * 0.25 - 1.0)

    def gradient(self, points: Array) -> Array:
        x, y = coordinates(points)
        return vector(x * 2.0, (y * y - 2.0) * y, points)

    def hessian(self, points: Array) -> Array:
        x, y = coordinates(points)
        return symmetric(0.0 * x + 2.0, 0.0 * x, y * y * 3.0 - 2.0, points)
