"""Rastrigin's function: a lattice of minima in a shallow bowl."""

from __future__ import annotations

import math
from typing import ClassVar

from landscapes.base import Array, Interval, Landscape, Minimum
from landscapes.namespace import array_namespace
from landscapes.plane import coordinates, symmetric, total


class Rastrigin(Landscape):
    """Rastrigin's function in the plane."""

    name: ClassVar[str] = "rastrigin"
    title: ClassVar[str] = "Rastrigin"
    formula: ClassVar[str] = "20 + x² + y² − 10(cos 2πx + cos 2πy)"
    source: ClassVar[str] = "L. A. Rastrigin, Systems of Extremal Control, Nauka, Moscow 1974"

    @property
    def domain(self) -> tuple[Interval, ...]:
        return ((-5.12, 5.12), (-5.12, 5.12))

    @property
    def minima(self) -> tuple[Minimum, ...]:
        return (Minimum((0.0, 0.0), 0.0),)

    def loss(self, points: Array) -> Array:
        # 10(1 − cos 2πx) is 20 sin²(πx), which keeps its digits near a minimum.
        waves = array_namespace(points).sin(points * math.pi)
        return total(points * points + waves * waves * 20.0)[..., 0]

    def gradient(self, points: Array) -> Array:
        waves = array_namespace(points).sin(points * math.tau)
        return points * 2.0 + waves * (10.0 * math.tau)

    def hessian(self, points: Array) -> Array:
        bends = array_namespace(points).cos(points * math.tau) * (10.0 * math.tau**2) + 2.0
        xx, yy = coordinates(bends)
        return symmetric(xx, 0.0 * xx, yy, points)
