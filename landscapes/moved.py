"""A landscape that stands elsewhere: f(θ − c), its minima and its domain with it."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

from landscapes.base import Array, Interval, Landscape, Losses, Minimum
from landscapes.namespace import array_namespace


@dataclasses.dataclass(frozen=True)
class Moved(Landscape):
    """Another landscape moved by `shift`, one number an axis. No experiment file describes it."""

    name: ClassVar[str] = "moved"
    title: ClassVar[str] = "A landscape that has moved"
    formula: ClassVar[str] = "f(θ − c)"
    source: ClassVar[str] = "a drift"

    base: Landscape
    shift: tuple[float, ...]

    @property
    def described(self) -> Landscape:
        return self.base

    @property
    def dimension(self) -> int:
        return self.base.dimension

    @property
    def domain(self) -> tuple[Interval, ...] | None:
        if self.base.domain is None:
            return None
        pairs = zip(self.base.domain, self.shift, strict=True)
        return tuple((low + by, high + by) for (low, high), by in pairs)

    @property
    def diagonal(self) -> float:
        return self.base.diagonal  # to the last bit

    @property
    def minima(self) -> tuple[Minimum, ...]:
        def moved(minimum: Minimum) -> Minimum:
            place = tuple(x + by for x, by in zip(minimum.position, self.shift, strict=True))
            return dataclasses.replace(minimum, position=place)

        return tuple(map(moved, self.base.minima))

    def loss(self, points: Array) -> Array:
        return self.base.loss(self._back(points))

    def gradient(self, points: Array) -> Array:
        return self.base.gradient(self._back(points))

    def loss_and_gradient(self, points: Array) -> tuple[Array, Array]:
        return self.base.loss_and_gradient(self._back(points))

    def gradient_and_losses(self, points: Array) -> tuple[Array, Losses]:
        return self.base.gradient_and_losses(self._back(points))

    def hessian(self, points: Array) -> Array | None:
        return self.base.hessian(self._back(points))

    def derivatives(self, points: Array) -> tuple[Array, Array | None]:
        return self.base.derivatives(self._back(points))

    def hessian_diagonal(self, points: Array) -> Array | None:
        return self.base.hessian_diagonal(self._back(points))

    def hessian_vector(self, points: Array, vectors: Array) -> Array | None:
        return self.base.hessian_vector(self._back(points), vectors)

    def describe(self) -> dict[str, Any]:
        raise NotImplementedError("a landscape that has moved has no place in an experiment file")

    def _back(self, points: Array) -> Array:
        """Where the points are on the landscape as it was."""
        shift = array_namespace(points).asarray(
            self.shift, dtype=points.dtype, device=points.device
        )
        return points - shift
