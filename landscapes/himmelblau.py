"""Himmelblau's function: four minima of one depth, so that only the path decides."""

from __future__ import annotations

from typing import ClassVar

from landscapes.base import Array, Interval, Landscape, Minimum
from landscapes.plane import coordinates, symmetric, vector


class Himmelblau(Landscape):
    """Himmelblau's function."""

    name: ClassVar[str] = "himmelblau"
    title: ClassVar[str] = "Himmelblau"
    formula: ClassVar[str] = "(x² + y − 11)² + (x + y² − 7)²"
    source: ClassVar[str] = "D. M. Himmelblau, Applied Nonlinear Programming, McGraw-Hill 1972"

    @property
    def domain(self) -> tuple[Interval, ...]:
        return ((-5.0, 5.0), (-5.0, 5.0))

    @property
    def minima(self) -> tuple[Minimum, ...]:
        return (
            Minimum((3.0, 2.0), 0.0),
            Minimum((-2.805118086952745, 3.131312518250573), 0.0),
            Minimum((-3.779310253377747, -3.2831859912861696), 0.0),
            Minimum((3.5844283403304917, -1.8481265269644036), 0.0),
        )

    def loss(self, points: Array) -> Array:
        x, y = coordinates(points)
        first, second = x * x + y - 11.0, x + y * y - 7.0
        return first * first + second * second

    def gradient(self, points: Array) -> Array:
        x, y = coordinates(points)
        first, second = (x * x + y - 11.0) * 2.0, (x + y * y - 7.0) * 2.0
        return vector(first * x * 2.0 + second, first + second * y * 2.0, points)

    def hessian(self, points: Array) -> Array:
        x, y = coordinates(points)
        xx = x * x * 12.0 + y * 4.0 - 42.0
        yy = y * y * 12.0 + x * 4.0 - 26.0
        return symmetric(xx, (x + y) * 4.0, yy, points)
