"""The six-hump camel: two deep minima and four shallow ones, each with its mirror image."""

from __future__ import annotations

from typing import ClassVar

from landscapes.base import Array, Interval, Landscape, Minimum
from landscapes.plane import coordinates, symmetric, vector

# One of each mirrored pair of minima, to the last digit of a float64: x, y, loss.
_HALF = (
    (0.08984201310031806, -0.7126564030207396, -1.0316284534898774),
    (1.703606714969981, -0.7960835686726251, -0.21546382438371764),
    (1.6071047529201972, 0.5686514548841314, 2.1042503103112584),
)


class SixHumpCamel(Landscape):
    """The six-hump camel-back function; a point and its mirror image −θ have the same loss."""

    name: ClassVar[str] = "six-hump-camel"
    title: ClassVar[str] = "Six-hump camel"
    formula: ClassVar[str] = "(4 − 2.1x² + x⁴/3)x² + xy + (−4 + 4y²)y²"
    source: ClassVar[str] = (
        "L. C. W. Dixon & G. P. Szegő, The global optimization problem: an introduction, in "
        "Towards Global Optimization 2, North-Holland 1978"
    )

    @property
    def domain(self) -> tuple[Interval, ...]:
        return ((-3.0, 3.0), (-2.0, 2.0))

    @property
    def minima(self) -> tuple[Minimum, ...]:
        return tuple(
            Minimum((sign * x, sign * y), loss, is_global=loss < -1.0)
            for x, y, loss in _HALF
            for sign in (1.0, -1.0)
        )

    def loss(self, points: Array) -> Array:
        x, y = coordinates(points)
        xx, yy = x * x, y * y
        return (xx * (xx * (1.0 / 3.0) - 2.1) + 4.0) * xx + x * y + (yy * 4.0 - 4.0) * yy

    def gradient(self, points: Array) -> Array:
        x, y = coordinates(points)
        xx, yy = x * x, y * y
        return vector(
            (xx * (xx * 2.0 - 8.4) + 8.0) * x + y,
            (yy * 16.0 - 8.0) * y + x,
            points,
        )

    def hessian(self, points: Array) -> Array:
        x, y = coordinates(points)
        xx, yy = x * x, y * y
        return symmetric(
            xx * (xx * 10.0 - 25.2) + 8.0,
            0.0 * xx + 1.0,
            yy * 48.0 - 8.0,
            points,
        )
