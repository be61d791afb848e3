"""The Styblinski-Tang function: four wells, a coordinate at a time."""

from __future__ import annotations

import itertools
from typing import ClassVar

from landscapes.base import Array, Interval, Landscape, Minimum
from landscapes.plane import coordinates, symmetric, total

# The wells of ½(x⁴ − 16x² + 5x): the outer roots of its derivative, and how deep it is there.
_WELLS = ((-2.903534027771177, -39.16616570377141), (2.746802770990837, -25.02944665528394))


class StyblinskiTang(Landscape):
    """The Styblinski-Tang function in the plane."""

    name: ClassVar[str] = "styblinski-tang"
    title: ClassVar[str] = "Styblinski-Tang"
    formula: ClassVar[str] = "½(x⁴ − 16x² + 5x + y⁴ − 16y² + 5y)"
    source: ClassVar[str] = (
        "M. A. Styblinski & T.-S. Tang, Experiments in nonconvex optimization: stochastic "
        "approximation with function smoothing and simulated annealing, Neural Networks 3, 1990"
    )

    @property
    def domain(self) -> tuple[Interval, ...]:
        return ((-5.0, 5.0), (-5.0, 5.0))

    @property
    def minima(self) -> tuple[Minimum, ...]:
        return tuple(
            Minimum((x, y), half_x + half_y, is_global=x < 0 and y < 0)
            for (x, half_x), (y, half_y) in itertools.product(_WELLS, repeat=2)
        )

    def loss(self, points: Array) -> Array:
        square = points * points
        return total(square * (square * 0.5 - 8.0) + points * 2.5)[..., 0]

    def gradient(self, points: Array) -> Array:
        return (points * points * 2.0 - 16.0) * points + 2.5

    def hessian(self, points: Array) -> Array:
        xx, yy = coordinates(points * points * 6.0 - 16.0)
        return symmetric(xx, 0.0 * xx, yy, points)
