"""A plane cut through a landscape of any dimension: itself a landscape of two, so that whatever
draws maps draws it."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

from landscapes.base import Array, Interval, Landscape
from landscapes.namespace import array_namespace

BLOCK_NUMBERS = 2**21
"""Points are looked at in blocks of so many numbers at most: 16 MB."""


@dataclasses.dataclass(frozen=True)
class Slice(Landscape):
    """f(origin + x·axes[0] + y·axes[1]) over a rectangle.

    `whole` is the landscape that is cut, `origin` (D,) and `axes` (2, D) are numpy arrays. Two
    slices are equal when they are of one landscape, one rectangle and one `key`, which stands for
    the plane: numbers by the thousand are not compared each time something is looked up.
    """

    whole: Landscape
    rectangle: tuple[Interval, Interval]
    key: str
    origin: Any = dataclasses.field(compare=False, repr=False)
    axes: Any = dataclasses.field(compare=False, repr=False)

    name: ClassVar[str] = "slice"
    title: ClassVar[str] = "Plane"
    formula: ClassVar[str] = "f(a + x·u + y·v)"
    source: ClassVar[str] = "a plane through a landscape of more dimensions"

    @property
    def domain(self) -> tuple[Interval, ...]:
        return self.rectangle

    def loss(self, points: Array) -> Array:
        xp = array_namespace(points)
        flat = points.reshape(-1, 2)
        rows = max(1, BLOCK_NUMBERS // self.whole.dimension)
        blocks = [self.whole.loss(self._lifted(part)) for part in _parts(flat, rows)]
        return xp.concat(blocks).reshape(points.shape[:-1])

    def gradient(self, points: Array) -> Array:
        xp = array_namespace(points)
        flat, axes = points.reshape(-1, 2), xp.asarray(self.axes, dtype=points.dtype)
        rows = max(1, BLOCK_NUMBERS // self.whole.dimension)
        blocks = [self.whole.gradient(self._lifted(part)) @ axes.T for part in _parts(flat, rows)]
        return xp.concat(blocks).reshape(points.shape)

    def _lifted(self, points: Array) -> Array:
        """The points (N, D) of the whole landscape at points (N, 2) of the plane."""
        xp = array_namespace(points)
        origin, axes = (xp.asarray(part, dtype=points.dtype) for part in (self.origin, self.axes))
        return origin + points @ axes


def _parts(rows: Array, count: int) -> list[Array]:
    return [rows[first : first + count] for first in range(0, max(1, len(rows)), count)]
