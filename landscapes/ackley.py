"""Ackley's function: a cone in an egg box, the landscape where most optimizers get stuck."""

from __future__ import annotations

import dataclasses
import functools
import math
from typing import Any, ClassVar

from landscapes.base import Array, Interval, Landscape, Losses, Minimum, Parameter
from landscapes.namespace import array_namespace, plus_product
from landscapes.plane import coordinates, symmetric, total

# Keeps 0/0 at the tip of the cone at 0; too small to change any other quotient.
_TIP = 1e-30
# Two ways to a loss differ by no more than some units of the last digit of a + e; these are many.
_ROUNDINGS = 64


@dataclasses.dataclass(frozen=True)
class Ackley(Landscape):
    """Ackley's function in the plane.

    Its global minimum is the tip of a cone: the gradient has no limit there and is 0 by
    definition; the curvature has none either and is NaN.
    """

    a: float = 20.0
    b: float = 0.2
    c: float = math.tau

    name: ClassVar[str] = "ackley"
    title: ClassVar[str] = "Ackley"
    formula: ClassVar[str] = "−a·exp(−b·√(½(x² + y²))) − exp(½(cos cx + cos cy)) + a + e"
    source: ClassVar[str] = (
        "D. H. Ackley, A Connectionist Machine for Genetic Hillclimbing, Kluwer 1987"
    )
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Parameter("a", "a", 0.1, 100.0, 20.0, "depth of the cone"),
        Parameter("b", "b", 0.01, 2.0, 0.2, "how narrow the cone is"),
        Parameter("c", "c", 0.1, 20.0, math.tau, "how dense the dimples are"),
    )

    @property
    def domain(self) -> tuple[Interval, ...]:
        return ((-5.0, 5.0), (-5.0, 5.0))

    @property
    def minima(self) -> tuple[Minimum, ...]:
        return (Minimum((0.0, 0.0), 0.0),)

    def loss(self, points: Array) -> Array:
        # Apart from `_height`: in expressions numpy has its room again, which maps gain by.
        xp = array_namespace(points)
        cone = xp.expm1(xp.sqrt(total(points * points)) * -self._steepness) * self.a
        dimples = xp.expm1(total(xp.cos(points * self.c)) * 0.5 - 1.0) * math.e
        return (0.0 - cone - dimples)[..., 0]

    def gradient(self, points: Array) -> Array:
        xp = array_namespace(points)
        radius, fall, angles, crest = self._parts(xp, points)
        return self._slope(points, radius, xp.exp(fall), xp.exp(crest), xp.sin(angles))

    def loss_and_gradient(self, points: Array) -> tuple[Array, Array]:
        xp = array_namespace(points)
        radius, fall, angles, crest = self._parts(xp, points)
        slope = self._slope(points, radius, xp.exp(fall), xp.exp(crest), xp.sin(angles))
        # expm1 keeps the digits of a loss near the minimum, where 1 − exp(·) loses them.
        crest -= 1.0
        height, dimples = xp.expm1(fall) * -self.a, xp.expm1(crest) * math.e
        height -= dimples
        return height[..., 0], slope

    def gradient_and_losses(self, points: Array) -> tuple[Array, Losses]:
        xp = array_namespace(points)
        radius, fall, angles, crest = self._parts(xp, points)
        cone, wave = xp.exp(fall), xp.exp(crest)
        # The loss but for rounding, of what the gradient needs anyway: expm1 is several times exp.
        floor = cone * -self.a
        floor -= wave
        floor += (self.a + math.e) * (1 - _ROUNDINGS * xp.finfo(points.dtype).eps)
        slope = self._slope(points, radius, cone, wave, xp.sin(angles))
        return slope, Losses(floor[..., 0], exact=False)

    def hessian(self, points: Array) -> Array:
        return self._bend(array_namespace(points), points, *self._terms(points))

    def derivatives(self, points: Array) -> tuple[Array, Array]:
        radius, cone, wave, sin, cos = self._terms(points)
        bend = self._bend(array_namespace(points), points, radius, cone, wave, sin, cos)
        return self._slope(points, radius, cone, wave, sin), bend

    # In place where it may be: room that is used again is still in the cache. What exp, expm1 and
    # sqrt gave is left as it is, for torch's derivatives of these are made of it.

    def _parts(self, xp: Any, points: Array) -> tuple[Array, Array, Array, Array]:
        """The radius (..., 1) and the cone's exponent, the angles (..., 2) and the dimples'."""
        radius, angles = xp.sqrt(total(points * points)), points * self.c
        crest = total(xp.cos(angles))
        crest *= 0.5
        return radius, radius * -self._steepness, angles, crest

    def _terms(self, points: Array) -> tuple[Array, Array, Array, Array, Array]:
        """The radius and both exponentials (..., 1), the sines and cosines (..., 2)."""
        xp = array_namespace(points)
        radius, angles = xp.sqrt(total(points * points)), points * self.c
        sin, cos = xp.sin(angles), xp.cos(angles)
        return radius, xp.exp(radius * -self._steepness), xp.exp(total(cos) * 0.5), sin, cos

    def _slope(self, points: Array, radius: Array, cone: Array, wave: Array, sin: Array) -> Array:
        """The gradient, which takes the sines' place."""
        pull = cone / (radius + _TIP)
        pull *= self.a * self._steepness
        slope = sin
        slope *= wave * (self.c / 2)
        return plus_product(slope, points, pull)

    def _bend(
        self,
        xp: Any,
        points: Array,
        radius: Array,
        cone: Array,
        wave: Array,
        sin: Array,
        cos: Array,
    ) -> Array:
        radius = xp.where(radius == 0, xp.nan, radius)
        out = points / radius
        pull = cone * (self.a * self._steepness)
        around, along = pull / radius, pull * -self._steepness
        wave = wave * (self.c**2 / 2)
        pushed = out * (along - around)
        # In place: the diagonal is around + (along − around)·out² + wave·(cos − sin²/2).
        diagonal, dimples = pushed * out, sin * sin * -0.5
        dimples += cos
        dimples *= wave
        diagonal += around
        diagonal += dimples
        (sin_x, sin_y), (xx, yy) = coordinates(sin), coordinates(diagonal)
        across = sin_x * sin_y * -0.5
        across *= wave[..., 0]
        across += pushed[..., 0] * out[..., 1]
        return symmetric(xx, across, yy, points)

    @functools.cached_property
    def _steepness(self) -> float:
        return self.b / math.sqrt(2)
