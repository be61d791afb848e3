"""Rosenbrock's valley: a curved, flat floor that is easy to find and slow to follow."""

from __future__ import annotations

from typing import ClassVar

from landscapes.base import Array, Interval, Landscape, Minimum
from landscapes.plane import coordinates, symmetric, vector


class Rosenbrock(Landscape):
    """Rosenbrock's banana function."""

    name: ClassVar[str] = "rosenbrock"
    title: ClassVar[str] = "Rosenbrock"
    formula: ClassVar[str] = "(1 − x)² + 100(y − x²)²"
    source: ClassVar[str] = (
        "H. H. Rosenbrock, An automatic method for finding the greatest or least value of a "
        "function, The Computer Journal 3, 1960"
    )

    @property
    def domain(self) -> tuple[Interval, ...]:
        return ((-2.0, 2.0), (-1.0, 3.0))

    @property
    def minima(self) -> tuple[Minimum, ...]:
        return (Minimum((1.0, 1.0), 0.0),)

    def loss(self, points: Array) -> Array:
        x, y = coordinates(points)
        short, off = 1.0 - x, y - x * x
        return short * short + off * off * 100.0

    def gradient(self, points: Array) -> Array:
        x, y = coordinates(points)
        off = (y - x * x) * 200.0
        return vector((x - 1.0) * 2.0 - off * x * 2.0, off, points)

    def hessian(self, points: Array) -> Array:
        x, y = coordinates(points)
        return symmetric(x * x * 1200.0 - y * 400.0 + 2.0, x * -400.0, 0.0 * x + 200.0, points)
