"""Which part of the plane is shown, and where a point of it lies in the picture."""

from __future__ import annotations

import dataclasses
from functools import cached_property
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF

from landscapes.base import Array, Interval, Landscape
from landscapes.gridded import Gridded

LEFT, TOP, RIGHT, BOTTOM = 46.0, 10.0, 68.0, 28.0
"""Room for tick labels on the left and below, for the colour bar on the right."""
MARGIN = 0.02
"""The whole domain is shown with this share of it around."""
WITHIN = -0.04
"""The same of a plane through the runs of a network: its domain is as large as it is known, and
nothing stands beside it."""
SQUARE_UP_TO = 5.0
"""Axes have one common scale unless one range is longer than the other by more than this."""
NARROWEST, WIDEST = 1e-9, 1e9
EXACT = 1e-10
"""The least size of a view, relative to the coordinates in it."""


class View(NamedTuple):
    """The ranges of x and y that must be visible; the picture may show more of one of them."""

    x: Interval
    y: Interval

    @classmethod
    def of(cls, landscape: Landscape) -> View:
        """The whole domain of a landscape with a little around it."""
        # A line has no second axis; there is no map of it, but there is still a view.
        domain = landscape.domain or ((-1.0, 1.0),)  # of a network there is nothing to see here
        (x0, x1), (y0, y1) = (*domain, domain[-1])[:2]
        around = WITHIN if isinstance(landscape, Gridded) else MARGIN
        dx, dy = around * (x1 - x0), around * (y1 - y0)
        return cls((x0 - dx, x1 + dx), (y0 - dy, y1 + dy))

    def zoomed(self, factor: float, x: float, y: float) -> View:
        """Enlarged by a factor about a point, which stays where it is."""
        size = max(self.x[1] - self.x[0], self.y[1] - self.y[0]) / factor
        scale = max(1.0, abs(x), abs(y))
        if not NARROWEST * scale <= size <= WIDEST * scale:
            return self
        there = View(
            (x + (self.x[0] - x) / factor, x + (self.x[1] - x) / factor),
            (y + (self.y[0] - y) / factor, y + (self.y[1] - y) / factor),
        )
        return there if there.is_exact else self

    def moved(self, dx: float, dy: float) -> View:
        """Shifted by a distance in the plane, unless its size were lost in rounding there."""
        there = View((self.x[0] + dx, self.x[1] + dx), (self.y[0] + dy, self.y[1] + dy))
        return there if there.is_exact else self

    @property
    def is_exact(self) -> bool:
        """Whether its points can be told apart where it is."""
        return all(high - low > EXACT * max(abs(low), abs(high)) for low, high in (self.x, self.y))


@dataclasses.dataclass(frozen=True)
class Frame:
    """A view fitted into a picture of `width` × `height` logical pixels.

    `plot` is the rectangle of the map in it; `x` and `y` are the ranges that the rectangle shows.
    Each logical pixel is `pixel_ratio` pixels of the device. Around a `bare` one there is no room
    for ticks and colour bar.
    """

    width: float
    height: float
    plot: QRectF
    x: Interval
    y: Interval
    pixel_ratio: float = 1.0
    bare: bool = False

    @classmethod
    def fit(cls, view: View, width: float, height: float, pixel_ratio: float = 1.0) -> Frame:
        """Both axes have one scale, so that circles are round, and the map fills its rectangle."""
        plot = QRectF(LEFT, TOP, max(width - LEFT - RIGHT, 16.0), max(height - TOP - BOTTOM, 16.0))
        return cls.filling(plot, view, width, height, pixel_ratio)

    @classmethod
    def filling(
        cls, plot: QRectF, view: View, width: float, height: float, pixel_ratio: float = 1.0
    ) -> Frame:
        """The same with the map in a rectangle of one's choice."""
        x, y = view.x, view.y
        dx, dy = x[1] - x[0], y[1] - y[0]
        if max(dx / dy, dy / dx) <= SQUARE_UP_TO:
            unit = max(dx / plot.width(), dy / plot.height())
            x = _widened(x, unit * plot.width())
            y = _widened(y, unit * plot.height())
        return cls(width, height, plot, x, y, pixel_ratio)

    @cached_property
    def scales(self) -> tuple[float, float]:
        """Pixels per unit of x (to the right) and of y (upward)."""
        return (
            self.plot.width() / (self.x[1] - self.x[0]),
            self.plot.height() / (self.y[1] - self.y[0]),
        )

    @cached_property
    def _offsets(self) -> tuple[float, float]:
        """Where the plane's origin lies, in pixels."""
        sx, sy = self.scales
        return self.plot.left() - sx * self.x[0], self.plot.bottom() + sy * self.y[0]

    def to_pixels(self, points: Array) -> Array:
        """Points (..., 2) of the plane to pixels (..., 2), which grow to the right and down.

        Those beyond all numbers, on the screen, are infinite.
        """
        (sx, sy), (ox, oy) = self.scales, self._offsets
        points = np.asarray(points, dtype=np.float64)
        found = np.empty_like(points)
        # One coordinate at a time: numpy is slow where the last axis is short.
        with np.errstate(over="ignore", invalid="ignore"):
            np.multiply(points[..., 0], sx, out=found[..., 0])
            np.multiply(points[..., 1], -sy, out=found[..., 1])
            found[..., 0] += ox
            found[..., 1] += oy
        return found

    def vectors(self, vectors: Array) -> Array:
        """Directions (..., 2) of the plane to directions in pixels."""
        sx, sy = self.scales
        with np.errstate(over="ignore"):
            return np.asarray(vectors, dtype=np.float64) * (sx, -sy)

    def shows(self, point: Array) -> bool:
        """Whether a point (2,) of the plane lies on the map."""
        return bool(self.x[0] <= point[0] <= self.x[1] and self.y[0] <= point[1] <= self.y[1])

    def pixel(self, point: Array) -> QPointF:
        """One point of the plane in pixels."""
        (sx, sy), (ox, oy), (x, y) = self.scales, self._offsets, point
        return QPointF(float(x) * sx + ox, float(y) * -sy + oy)

    def panned(self, view: View, shift: QPointF) -> View:
        """The view in which the ground has gone along with a shift in pixels."""
        sx, sy = self.scales
        return view.moved(-shift.x() / sx, shift.y() / sy)

    def to_data(self, pixel: QPointF) -> tuple[float, float]:
        """The point of the plane under a pixel."""
        sx, sy = self.scales
        return (
            self.x[0] + (pixel.x() - self.plot.left()) / sx,
            self.y[0] + (self.plot.bottom() - pixel.y()) / sy,
        )


def _widened(interval: Interval, length: float) -> Interval:
    middle = 0.5 * (interval[0] + interval[1])
    return (middle - 0.5 * length, middle + 0.5 * length)
