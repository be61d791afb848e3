"""Two basins of almost one depth, one as sharp as one likes: the clean test of escaping."""

from __future__ import annotations

import dataclasses
import functools
import math
from typing import ClassVar

from landscapes.base import Array, Interval, Landscape, Minimum, Parameter
from landscapes.namespace import array_namespace
from landscapes.plane import coordinates, symmetric, vector

CENTRE = 1.5  # the sharp basin lies about x = −1.5, the flat one about x = 1.5


@dataclasses.dataclass(frozen=True)
class TwoBasins(Landscape):
    """A sharp basin of curvature s and a flat one of curvature 1, a soft minimum of two bowls.

    Gradient and Hessian are those of the bowls, weighted by the softmax of their exponents.
    """

    sharpness: float = 100.0

    name: ClassVar[str] = "two-basins"
    title: ClassVar[str] = "Two basins"
    formula: ClassVar[str] = "−log(exp(−½s‖θ − a‖²) + exp(−½‖θ − b‖²)), a = (−1.5, 0), b = (1.5, 0)"
    source: ClassVar[str] = "after the sharp and flat toy of critical momenta, arXiv 2307.09638"
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter(
            "sharpness", "s", 1.0, 1000.0, 100.0, "curvature of the left basin; the right has 1",
            logarithmic=True,
        ),
    )  # fmt: skip

    @property
    def domain(self) -> tuple[Interval, ...]:
        return ((-4.0, 4.0), (-4.0, 4.0))

    @property
    def minima(self) -> tuple[Minimum, ...]:
        return _minima(float(self.sharpness))

    def loss(self, points: Array) -> Array:
        # Apart from `_height`: in expressions numpy has its room again, which maps gain by.
        xp = array_namespace(points)
        x, y = coordinates(points)
        left, right, yy = x + CENTRE, x - CENTRE, y * y
        return -xp.logaddexp(
            (left * left + yy) * (-0.5 * self.sharpness), (right * right + yy) * -0.5
        )

    def gradient(self, points: Array) -> Array:
        return self._slope(points, *_distances(points))

    def loss_and_gradient(self, points: Array) -> tuple[Array, Array]:
        distances = _distances(points)
        return self._height(*distances), self._slope(points, *distances)

    def hessian(self, points: Array) -> Array:
        left, right, y, *squares = _distances(points)
        sharp, flat = self._weights(*squares)
        bowl, both = sharp * self.sharpness + flat, sharp * flat
        # How the two bowls' gradients differ: what the mixture bends by.
        dx, dy = left * self.sharpness - right, y * (self.sharpness - 1.0)
        return symmetric(bowl - both * dx * dx, -both * dx * dy, bowl - both * dy * dy, points)

    def _height(self, left: Array, right: Array, y: Array, sharp: Array, flat: Array) -> Array:
        xp = array_namespace(y)
        return -xp.logaddexp(sharp * (-0.5 * self.sharpness), flat * -0.5)

    def _slope(
        self, points: Array, left: Array, right: Array, y: Array, sharp: Array, flat: Array
    ) -> Array:
        sharp, flat = self._weights(sharp, flat)
        pull = sharp * self.sharpness
        return vector(pull * left + flat * right, (pull + flat) * y, points)

    def _weights(self, sharp: Array, flat: Array) -> tuple[Array, Array]:
        """The softmax of the exponents, from the squared distances to both centres; tanh never
        overflows, however far the point."""
        xp = array_namespace(sharp)
        tilt = xp.tanh((flat - sharp * self.sharpness) * 0.25) * 0.5
        return 0.5 + tilt, 0.5 - tilt


def _distances(points: Array) -> tuple[Array, Array, Array, Array, Array]:
    """From the sharp centre and from the flat one along x, along y; and squared, from either."""
    x, y = coordinates(points)
    left, right, yy = x + CENTRE, x - CENTRE, y * y
    return left, right, y, left * left + yy, right * right + yy


@functools.lru_cache(maxsize=256)
def _minima(sharpness: float) -> tuple[Minimum, ...]:
    """Both minima by Newton's method on the line y = 0, where they lie by symmetry."""
    found = [_settle(-CENTRE, sharpness), _settle(CENTRE, sharpness)]
    deepest = min(loss for _, loss in found)
    return tuple(
        Minimum((x, 0.0), loss, is_global=loss - deepest < 1e-12, name=name)
        for (x, loss), name in zip(found, ("sharp", "flat"), strict=True)
    )


def _settle(x: float, sharpness: float) -> tuple[float, float]:
    for _ in range(50):
        left, right = x + CENTRE, x - CENTRE
        tilt = 0.5 * math.tanh(0.25 * (right * right - sharpness * left * left))
        sharp, flat = 0.5 + tilt, 0.5 - tilt
        slope = sharp * sharpness * left + flat * right
        bend = sharp * sharpness + flat - sharp * flat * (sharpness * left - right) ** 2
        step = slope / bend
        x -= step
        if abs(step) <= 1e-16 * abs(x):
            break
    high, low = -0.5 * sharpness * (x + CENTRE) ** 2, -0.5 * (x - CENTRE) ** 2
    high, low = max(high, low), min(high, low)
    return x, -(high + math.log1p(math.exp(low - high)))
