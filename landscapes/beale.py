"""Beale's function: a flat valley among walls that grow with the sixth power of y."""

from __future__ import annotations

from typing import ClassVar

from landscapes.base import Array, Interval, Landscape, Minimum
from landscapes.plane import coordinates, symmetric, vector


class Beale(Landscape):
    """Beale's function, a sum of squares of rᵢ = cᵢ − x(1 − yⁱ), i = 1, 2, 3."""

    name: ClassVar[str] = "beale"
    title: ClassVar[str] = "Beale"
    formula: ClassVar[str] = "(1.5 − x + xy)² + (2.25 − x + xy²)² + (2.625 − x + xy³)²"
    source: ClassVar[str] = (
        "E. M. L. Beale, On an Iterative Method for Finding a Local Minimum of a Function of More "
        "than One Variable, Technical Report 25, Princeton University 1958"
    )

    @property
    def domain(self) -> tuple[Interval, ...]:
        return ((-4.5, 4.5), (-4.5, 4.5))

    @property
    def minima(self) -> tuple[Minimum, ...]:
        return (Minimum((3.0, 0.5), 0.0),)

    def loss(self, points: Array) -> Array:
        r1, r2, r3 = _residuals(*coordinates(points))
        return r1 * r1 + r2 * r2 + r3 * r3

    def gradient(self, points: Array) -> Array:
        return _slope(points, *_residuals(*coordinates(points)))

    def loss_and_gradient(self, points: Array) -> tuple[Array, Array]:
        r1, r2, r3 = _residuals(*coordinates(points))
        return r1 * r1 + r2 * r2 + r3 * r3, _slope(points, r1, r2, r3)

    def hessian(self, points: Array) -> Array:
        x, y = coordinates(points)
        r1, r2, r3 = _residuals(x, y)
        square = y * y
        s1, s2, s3 = y - 1.0, square - 1.0, square * y - 1.0
        along_y = r1 + r2 * y * 2.0 + r3 * square * 3.0
        xx = s1 * s1 + s2 * s2 + s3 * s3
        xy = along_y + x * (s1 + s2 * y * 2.0 + s3 * square * 3.0)
        yy = x * (r2 * 2.0 + r3 * y * 6.0 + x * (square * square * 9.0 + square * 4.0 + 1.0))
        return symmetric(xx * 2.0, xy * 2.0, yy * 2.0, points)


def _slope(points: Array, r1: Array, r2: Array, r3: Array) -> Array:
    x, y = coordinates(points)
    square = y * y
    along_x = r1 * (y - 1.0) + r2 * (square - 1.0) + r3 * (square * y - 1.0)
    along_y = r1 + r2 * y * 2.0 + r3 * square * 3.0
    return vector(along_x * 2.0, along_y * x * 2.0, points)


def _residuals(x: Array, y: Array) -> tuple[Array, Array, Array]:
    xy = x * y
    xyy = xy * y
    return 1.5 - x + xy, 2.25 - x + xyy, 2.625 - x + xyy * y
