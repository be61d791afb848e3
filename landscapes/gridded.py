"""A surface over a rectangle that is known at the points of a grid, and between them smoothly."""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

import numpy as np

from landscapes.base import Array, Interval, Landscape


@dataclasses.dataclass(frozen=True)
class Gridded(Landscape):
    """The cubic through the four grid points on each side of a place (Keys 1981, 10.1109/TASSP.
    1981.1163711), which meets every one of them; nothing beyond the rectangle.

    `values` (ny, nx), at least 2 × 2, lie evenly over the rectangle, both ends included. Two are
    equal when their rectangle and `key` are, which stands for the values. Where a `closer` one is
    known its values count. For numpy arrays alone.
    """

    rectangle: tuple[Interval, Interval]
    key: str
    values_there: Any = dataclasses.field(compare=False, repr=False)
    closer: Gridded | None = None

    name: ClassVar[str] = "gridded"
    title: ClassVar[str] = "Plane"
    formula: ClassVar[str] = "f(a + x·u + y·v)"
    source: ClassVar[str] = "a plane through a landscape of more dimensions, on a grid"

    @property
    def domain(self) -> tuple[Interval, ...]:
        return self.rectangle

    def loss(self, points: Array) -> Array:
        own = self._weighed(points, _weights, _weights)
        if self.closer is None:
            return own
        near = self.closer.loss(points)
        return np.where(np.isnan(near), own, near)

    def loss_over(self, xs: Array, ys: Array) -> Array:
        rows, columns = self.values_there.shape
        x, fx, inside_x = _places(xs, self.rectangle[0], columns)
        y, fy, inside_y = _places(ys, self.rectangle[1], rows)
        # No matrix product: BLAS would share it among threads, and wait for them in the window's.
        wide = _padded(self.values_there)
        lines = sum(w * wide[:, x + i] for i, w in enumerate(_weights(fx)))
        own = sum(w[:, None] * lines[y + j] for j, w in enumerate(_weights(fy)))
        own = np.where(inside_y[:, None] & inside_x, own, np.nan)
        if self.closer is None:
            return own
        near = self.closer.loss_over(xs, ys)
        return np.where(np.isnan(near), own, near)

    def gradient(self, points: Array) -> Array:
        rows, columns = np.shape(self.values_there)
        steps = [
            (high - low) / (count - 1)
            for (low, high), count in zip(self.rectangle, (columns, rows), strict=True)
        ]
        across = self._weighed(points, _slopes, _weights) / steps[0]
        own = np.stack([across, self._weighed(points, _weights, _slopes) / steps[1]], -1)
        if self.closer is None:
            return own
        near = self.closer.gradient(points)
        return np.where(np.isnan(near), own, near)

    def _weighed(self, points: Array, along_x: Any, along_y: Any) -> Array:
        rows, columns = self.values_there.shape
        padded = _padded(self.values_there)
        x, fx, inside_x = _places(points[..., 0], self.rectangle[0], columns)
        y, fy, inside_y = _places(points[..., 1], self.rectangle[1], rows)
        wx, wy = along_x(fx), along_y(fy)
        flat, width = padded.ravel(), columns + 2
        total = np.zeros(np.shape(points)[:-1])
        for j in range(4):
            line = np.zeros_like(total)
            for i in range(4):
                line += wx[i] * flat[(y + j) * width + x + i]
            total += wy[j] * line
        return np.where(inside_x & inside_y, total, np.nan)


def _places(values: Array, ends: Interval, count: int) -> tuple[Array, Array, Array]:
    """The cell 0 … count − 2 of each value, how far into it, and whether it is in the rectangle."""
    low, high = ends
    scaled = (values - low) * ((count - 1) / (high - low))
    inside = (scaled >= -1e-9) & (scaled <= count - 1 + 1e-9)  # not where it is no number either
    scaled = np.where(inside, scaled, 0.0)
    cell = np.clip(scaled.astype(np.int64), 0, count - 2)
    return cell, scaled - cell, inside


def _padded(values: Array) -> Array:
    """The values with a line more on each side, on which the outermost go on as they came."""
    wide = np.pad(values, 1)
    wide[0, 1:-1], wide[-1, 1:-1] = 2 * values[0] - values[1], 2 * values[-1] - values[-2]
    wide[:, 0], wide[:, -1] = 2 * wide[:, 1] - wide[:, 2], 2 * wide[:, -2] - wide[:, -3]
    return wide


def _weights(t: Array) -> tuple[Array, ...]:
    """Of the four points around a place that lies t, 0 … 1, between the middle two."""
    return (
        ((2 - t) * t - 1) * t / 2,
        ((3 * t - 5) * t * t + 2) / 2,
        ((4 - 3 * t) * t + 1) * t / 2,
        (t - 1) * t * t / 2,
    )


def _slopes(t: Array) -> tuple[Array, ...]:
    """How these change with t."""
    return (
        ((4 - 3 * t) * t - 1) / 2,
        (9 * t - 10) * t / 2,
        ((8 - 9 * t) * t + 1) / 2,
        (3 * t - 2) * t / 2,
    )
