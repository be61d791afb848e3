"""The Goldstein-Price function: four minima under walls six decades high."""

from __future__ import annotations

from typing import ClassVar

from landscapes.base import Array, Interval, Landscape, Minimum
from landscapes.plane import coordinates, symmetric, vector


class GoldsteinPrice(Landscape):
    """The Goldstein-Price function.

    With u = x + y and v = 2x − 3y its two brackets are polynomials of one variable each,
    F(u) = 1 + (u+1)²(19 − 14u + 3u²) and G(v) = 30 + v²(18 − 16v + 3v²), with the derivatives
    F′ = 12(u−2)(u²−1) and G′ = 12v(v−1)(v−3).
    """

    name: ClassVar[str] = "goldstein-price"
    title: ClassVar[str] = "Goldstein-Price"
    formula: ClassVar[str] = (
        "[1 + (x+y+1)²(19 − 14x + 3x² − 14y + 6xy + 3y²)]"
        "·[30 + (2x−3y)²(18 − 32x + 12x² + 48y − 36xy + 27y²)]"
    )
    source: ClassVar[str] = (
        "A. A. Goldstein & J. F. Price, On descent from local minima, "
        "Mathematics of Computation 25, 1971"
    )

    @property
    def domain(self) -> tuple[Interval, ...]:
        return ((-2.0, 2.0), (-2.0, 2.0))

    @property
    def minima(self) -> tuple[Minimum, ...]:
        return (
            Minimum((0.0, -1.0), 3.0),
            Minimum((-0.6, -0.4), 30.0, is_global=False),
            Minimum((1.8, 0.2), 84.0, is_global=False),
            Minimum((1.2, 0.8), 840.0, is_global=False),
        )

    def loss(self, points: Array) -> Array:
        u, v = _across(points)
        return _first(u) * _second(v)

    def gradient(self, points: Array) -> Array:
        u, v = _across(points)
        return _slope(points, u, v, _first(u), _second(v))

    def loss_and_gradient(self, points: Array) -> tuple[Array, Array]:
        u, v = _across(points)
        first, second = _first(u), _second(v)
        return first * second, _slope(points, u, v, first, second)

    def hessian(self, points: Array) -> Array:
        u, v = _across(points)
        uu = (u * (u * 3.0 - 4.0) - 1.0) * _second(v) * 12.0
        uv = (u - 2.0) * (u * u - 1.0) * v * (v - 1.0) * (v - 3.0) * 144.0
        vv = (v * (v * 3.0 - 8.0) + 3.0) * _first(u) * 12.0
        return symmetric(
            uu + uv * 4.0 + vv * 4.0,
            uu - uv - vv * 6.0,
            uu - uv * 6.0 + vv * 9.0,
            points,
        )


def _across(points: Array) -> tuple[Array, Array]:
    x, y = coordinates(points)
    return x + y, x * 2.0 - y * 3.0


def _slope(points: Array, u: Array, v: Array, first: Array, second: Array) -> Array:
    along_u = (u - 2.0) * (u * u - 1.0) * second * 12.0
    along_v = v * (v - 1.0) * (v - 3.0) * first
    return vector(along_u + along_v * 24.0, along_u - along_v * 36.0, points)


def _first(u: Array) -> Array:
    side = u + 1.0
    return side * side * (u * (u * 3.0 - 14.0) + 19.0) + 1.0


def _second(v: Array) -> Array:
    return v * v * (v * (v * 3.0 - 16.0) + 18.0) + 30.0
