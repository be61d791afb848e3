"""A landscape as a picture needs it: values on a grid, a scale of levels, and contours.

The only module of the core that assumes two dimensions. Contours come from contourpy,
whose arrays a painter can take over without a loop over points.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

import contourpy
import numpy as np

from core.measures.quartiles import quantiles
from core.measures.sharpness import sharpness
from core.measures.steps import LEVELS, decade_steps, linear_steps
from landscapes.base import Array, Interval, Landscape

Quantity = Literal["loss", "sharpness"]
Kind = Literal["linear", "log", "symlog"]

LOG_RATIO = 15.0
"""Levels are logarithmic where the upper values exceed the lower ones by this factor."""
HUGE = 1e300
"""Values beyond this are all alike to a scale: they have its last colour."""
SMALL = 1e-290
"""Values that differ by less are all alike: their differences would leave the range of numbers."""
_SURVEY = 161  # grid that a scale is read from, points along each axis


@dataclasses.dataclass(frozen=True)
class Grid:
    """Values over a rectangle: `x` (columns,), `y` (rows,) ascending, `values` (rows, columns)."""

    x: Array
    y: Array
    values: Array


@dataclasses.dataclass(frozen=True)
class Scale:
    """How values become levels and colours.

    `levels` are ascending values where contour lines run and colours change. A linear scale is
    even in the value, a log scale in log₁₀(value − floor) (`floor` is the known minimum), a
    symlog scale in the sign and magnitude of value − floor beyond `unit`. `round_levels` are
    what an axis names where `levels` are none that a person would name.
    """

    kind: Kind
    levels: tuple[float, ...]
    low: float
    high: float
    floor: float = 0.0
    unit: float = 1.0
    round_levels: tuple[float, ...] = ()

    def fraction(self, values: Array) -> Array:
        """Where values stand between `low` and `high` on this scale, clipped to [0, 1]."""
        with np.errstate(all="ignore"):  # values may lie beyond the range of their differences
            low, high = self._even(np.array([self.low, self.high]))
            even = self._even(np.asarray(values, dtype=np.float64))
            return np.clip((even - low) / (high - low), 0.0, 1.0)

    def value(self, fraction: float) -> float:
        """The value that stands at a fraction (0 … 1) of the way from `low` to `high`."""
        low, high = self._even(np.array([self.low, self.high])).tolist()
        even = low + fraction * (high - low)
        match self.kind:
            case "linear":
                return float(self.floor + even)
            case "log":
                return float(self.floor + 10.0**even)
            case "symlog":
                return float(self.floor + math.copysign(self.unit, even) * (10 ** abs(even) - 1))

    def _even(self, values: Array) -> Array:
        above = values - self.floor
        match self.kind:
            case "linear":
                return above
            case "log":
                return np.log10(np.maximum(above, np.finfo(np.float64).tiny))
            case "symlog":
                return np.sign(above) * np.log10(1.0 + np.abs(above) / self.unit)


@dataclasses.dataclass(frozen=True)
class Outline:
    """The curves or the polygons of one level: `points` (N, 2), cut at `offsets`.

    A polygon's rings, its holes included, are all closed: fill them by the odd-even rule.
    """

    points: Array
    offsets: Array


def sample(
    landscape: Landscape,
    x: Interval,
    y: Interval,
    columns: int,
    rows: int,
    quantity: Quantity = "loss",
) -> Grid:
    """Loss or sharpness λ_max of a two-dimensional landscape on a grid, both ends included."""
    return sample_at(landscape, np.linspace(*x, columns), np.linspace(*y, rows), quantity)


def sample_at(landscape: Landscape, xs: Array, ys: Array, quantity: Quantity = "loss") -> Grid:
    """The same on the columns `xs` and the rows `ys`, both ascending."""
    with np.errstate(all="ignore"):
        values = landscape.loss_over(xs, ys) if quantity == "loss" else None
        if values is None:
            points = np.stack(np.meshgrid(xs, ys), -1)
            known = quantity == "loss"
            values = landscape.loss(points) if known else sharpness(landscape, points).largest
    return Grid(xs, ys, np.asarray(values, dtype=np.float64))


def domain_scale(landscape: Landscape, quantity: Quantity = "loss") -> Scale:
    """The scale that suits a landscape's whole domain, wherever it has moved."""
    return _domain_scale(landscape.described, quantity)


@lru_cache(maxsize=32)
def _domain_scale(landscape: Landscape, quantity: Quantity) -> Scale:
    assert landscape.domain is not None, "a map is of a domain"
    x, y = landscape.domain
    grid = sample(landscape, x, y, _SURVEY, _SURVEY, quantity)
    return scale_of(grid, _known_floor(landscape, quantity), quantity)


def visible_scale(landscape: Landscape, grid: Grid, quantity: Quantity = "loss") -> Scale:
    """The domain's scale, or the grid's own where that one would show hardly any level."""
    whole = domain_scale(landscape, quantity)
    finite = grid.values[np.abs(grid.values) <= HUGE]
    if not finite.size:
        return whole
    low, high = finite.min(), finite.max()
    if sum(low < level < high for level in whole.levels) >= LEVELS // 3 or low == high:
        return whole
    return scale_of(grid, _known_floor(landscape, quantity), quantity)


def steepness(landscape: Landscape, scale: Scale, place: Array, reach: Array) -> float:
    """How much of the scale (0 … 1) the loss climbs from a place to an ellipse around it.

    `reach` (2,) are the ellipse's half-axes, along x and y.
    """
    angles = np.linspace(0.0, 2 * np.pi, 8, endpoint=False)
    around = np.asarray(place) + np.stack([np.cos(angles), np.sin(angles)], -1) * reach
    with np.errstate(all="ignore"):
        losses = landscape.loss(np.concatenate([[place], around]))
    fractions = scale.fraction(losses)[np.isfinite(losses)]
    return float(np.ptp(fractions)) if len(fractions) else 0.0


def scale_of(grid: Grid, floor: float | None = None, quantity: Quantity = "loss") -> Scale:
    """A scale with about LEVELS round levels over a grid's finite values.

    `floor` is the known minimum, if there is one, and the least value otherwise. Sharpness has
    a sign of its own and no floor: where it spans decades its scale is symlog about 0.
    """
    finite = np.sort(grid.values[np.abs(grid.values) <= HUGE])
    if not finite.size:
        return _flat_scale(0.0)
    least = max(SMALL, 1e-13 * max(map(abs, finite[[0, -1]])))
    if finite[-1] - finite[0] <= least:
        return _flat_scale(float(finite[0]))
    if quantity == "sharpness":
        return _sharpness_scale(finite)
    # A grid that misses the minimum by a hair must not ask for one more decade below it.
    base = min(float(finite[0]), floor) if floor is not None else float(finite[0])
    above = finite - base
    lower, upper = quantiles(above, (0.05, 0.95))
    if upper > LOG_RATIO * max(lower, np.finfo(np.float64).tiny):
        return _log_scale(base, above)
    low, high = float(finite[0]), float(finite[-1])
    return _linear_scale(base if low - base < 0.1 * (high - low) else low, high)


def fills(grid: Grid, scale: Scale) -> Iterator[tuple[float, Outline]]:
    """The regions at or above each level, lowest first, for painting one over the other."""
    generator = _generator(grid)
    for level in scale.levels:
        yield level, _joined(generator.filled(level, np.inf))


def defined(grid: Grid) -> Outline:
    """The region where the values are finite."""
    return _joined(_generator(grid).filled(-np.inf, np.inf))


def lines(grid: Grid, scale: Scale) -> Iterator[tuple[float, Outline]]:
    """The contour lines of each level, lowest first."""
    generator = _generator(grid)
    for level in scale.levels:
        yield level, _joined(generator.lines(level))


def _flat_scale(value: float) -> Scale:
    around = max(1.0, abs(value))
    return Scale("linear", (value,), value - around, value + around)


def _linear_scale(low: float, high: float) -> Scale:
    if high - low <= SMALL:
        return _flat_scale(low)
    return Scale("linear", linear_steps(low, high), low, high, low)


def _log_scale(floor: float, above: Array) -> Scale:
    positive = above[above > 0]
    (low,), high = quantiles(positive, (0.004,)), float(positive[-1])
    if high <= LOG_RATIO * low:  # a plain, and one height above it
        return _linear_scale(floor, floor + high)
    levels = tuple(floor + step for step in decade_steps(low, high))
    return Scale("log", levels, floor + low, floor + high, floor)


def _sharpness_scale(finite: Array) -> Scale:
    # The poles that a Hessian may have (Ackley's cone) must not set the scale.
    low, high = quantiles(finite, (0.002, 0.998))
    reach = max(abs(low), abs(high))
    (usual,) = quantiles(np.abs(finite), (0.2,))
    if low == high or reach <= 4 * LOG_RATIO * max(usual, np.finfo(np.float64).tiny):
        return dataclasses.replace(_linear_scale(low, high or low + 1.0), floor=0.0)
    unit = 10.0 ** (math.ceil(math.log10(reach)) - 4)
    below = [-step for step in decade_steps(unit, -low, LEVELS // 2)]
    above = decade_steps(max(unit, low), high)
    levels = sorted(level for level in (*below, 0.0, *above) if low < level < high)
    return Scale("symlog", tuple(levels), low, high, 0.0, unit)


def _known_floor(landscape: Landscape, quantity: Quantity) -> float | None:
    if quantity == "sharpness" or not landscape.minima:
        return None
    return min(minimum.loss for minimum in landscape.minima)


def _generator(grid: Grid) -> contourpy.ContourGenerator:
    # What `contourpy.contour_generator` returns; it imports numpy.ma, which takes 15 ms.
    x, y = np.meshgrid(grid.x, grid.y)
    return contourpy.SerialContourGenerator(
        x,
        y,
        grid.values,
        ~np.isfinite(grid.values),
        corner_mask=True,
        fill_type=contourpy.FillType.ChunkCombinedOffset,
        line_type=contourpy.LineType.ChunkCombinedOffset,
        quad_as_tri=False,
        z_interp=contourpy.ZInterp.Linear,
    )


def _joined(chunks: Array) -> Outline:
    """The one chunk of an unchunked generator: lists of one array of points, one of offsets."""
    points, offsets = chunks[0][0], chunks[1][0]
    if points is None or offsets is None:
        return Outline(np.empty((0, 2)), np.zeros(1, dtype=np.uint32))
    return Outline(points, offsets)
