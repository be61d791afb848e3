"""Arrows of vectors whose lengths span decades: one compressed scale, many shapes in one path."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np

from app.map.drawing.paths import Rings
from app.map.drawing.view import Frame
from core.measures.quartiles import quantiles
from core.measures.steps import nice_step
from core.measures.surface import sample
from landscapes.base import Array, Landscape

LONGEST = 76.0
"""Pixels of an arrow as long as nearly the steepest gradient of the domain."""
SHORTEST = 4.0
"""No arrow that is drawn at all is shorter than this, so that its direction can be seen."""
LARGEST = 1e300
"""Longer vectors are drawn as this one."""
FARTHEST = 1e5
"""Pixels that an arrow may reach."""
LEAST_SHARE = 1e-12
"""Of the steepest gradient that the unit of a scale is."""
HEAD_LENGTH, HEAD_WIDTH = 7.5, 6.0
BARE = 5.0
"""Pixels below which a thin arrow has no barbs: they would only be a blot."""
_DOT = 10  # corners
# Turning as arrows do, or a dot would cut its arrow's tail out where the two are filled at once.
_CIRCLE = np.exp(-2j * np.pi / _DOT * np.arange(_DOT + 1))
_CORNERS = 7  # of a bold arrow
_CONNECT = np.ones(_CORNERS + 1 + _DOT + 1, dtype=bool)
_CONNECT[[_CORNERS, -1]] = False


class ArrowScale(NamedTuple):
    """Length of a vector in pixels: asinh(norm / unit), which is linear below the unit.

    It depends on the landscape alone, so that arrows of all methods, times and settings compare;
    only in a close-up of a step all of them are `stretched`.
    """

    unit: float
    longest: float
    stretched: float = 1.0

    @classmethod
    def of(cls, landscape: Landscape) -> ArrowScale:
        """From the gradients over the domain: between the gentle ones and nearly the steepest."""
        return _arrow_scale(landscape)

    def pixels(self, norms: Array) -> Array:
        """Lengths on the screen for norms of any shape."""
        units = np.minimum(norms, LARGEST * self.unit) / self.unit
        found = np.arcsinh(units) / np.arcsinh(self.longest / self.unit)
        return self.stretched * LONGEST * found

    def references(self) -> list[float]:
        """Three round norms, short to long, for the legend."""
        top = nice_step(self.longest, 1.0)
        lengths = self.pixels(np.array([top]))[0] * np.array([0.3, 0.62])
        share = lengths / (self.stretched * LONGEST)
        raw = self.unit * np.sinh(share * np.arcsinh(self.longest / self.unit))
        return [nice_step(float(value), 1.0) for value in raw] + [top]


@lru_cache(maxsize=32)
def _arrow_scale(landscape: Landscape) -> ArrowScale:
    grid = sample(landscape, *landscape.domain[:2], 64, 64)
    points = np.stack(np.meshgrid(grid.x, grid.y), -1)
    with np.errstate(all="ignore"):
        norms = np.linalg.norm(np.asarray(landscape.gradient(points)), axis=-1)
    norms = norms[np.isfinite(norms) & (norms > 0)]
    if not norms.size:
        return ArrowScale(1.0, 10.0)
    low, high = quantiles(norms, (0.02, 0.98))
    low = max(low, LEAST_SHARE * high, 1 / LARGEST)
    return ArrowScale(low, max(high, 2 * low))


def pushes(frame: Frame, scale: ArrowScale, vectors: Array) -> Array:
    """Arrows in pixels (N, 2) for vectors (N, 2) of the plane; 0 where a vector is 0 or NaN."""
    sizes = np.abs(vectors).max(-1, initial=0.0)
    there = (sizes > 0) & (sizes < np.inf)
    # Direction and size apart: the squares of some numbers are beyond all numbers.
    ways = np.divide(vectors, sizes[:, None], out=np.zeros_like(vectors), where=there[:, None])
    drawn = frame.vectors(ways)
    lengths = np.hypot(drawn[:, 0], drawn[:, 1])
    norms = np.minimum(sizes, LARGEST) * np.hypot(ways[:, 0], ways[:, 1])
    shown = np.maximum(scale.pixels(norms), SHORTEST)
    factor = np.divide(shown, lengths, out=np.zeros_like(lengths), where=there)
    return drawn * factor[:, None]


def shortened(arrow: Array) -> Array:
    """An arrow in pixels (2,) of the same direction that ends where nobody can see it end."""
    size = float(np.abs(arrow).max())
    if not size > FARTHEST:
        return arrow
    return np.clip(arrow, -LARGEST, LARGEST) * (FARTHEST / min(size, LARGEST))


def barbed_lines(origins: Array, arrows: Array) -> tuple[Array, Array]:
    """Thin arrows as separate segments: shafts (N, 2 ends, 2) and a pair of barbs (N, 2, 2, 2)."""
    starts, lengths, along = _directions(origins, arrows)
    tips = starts + lengths * along
    back = np.minimum(4.5, 0.6 * lengths) * along
    barbs = np.empty((len(tips), 2, 2), np.complex128)
    barbs[:, 0, 0] = tips - (1 - 0.5j) * back
    barbs[:, 1, 0] = tips - (1 + 0.5j) * back
    barbs[:, :, 1] = tips[:, None]
    return _pairs(np.stack([starts, tips], axis=1)), _pairs(barbs)


def tapered_arrows(origins: Array, arrows: Array, width: float, grow: float = 0.0) -> Array:
    """Bold arrows as polygons (N, 7, 2): a shaft that widens toward a filled head.

    A thin tail keeps many arrows from one place apart. `grow` widens the shape all round.
    """
    starts, lengths, along = _directions(origins, arrows)
    return _pairs(_tapered(starts, lengths, along, width, grow))


def dotted_arrows(origins: Array, arrows: Array, width: float, grow: float, radius: float) -> Rings:
    """Such arrows with a round dot at their beginning."""
    starts, lengths, along = _directions(origins, arrows)
    shapes = np.empty((len(starts), len(_CONNECT)), np.complex128)
    shapes[:, :_CORNERS] = _tapered(starts, lengths, along, width, grow)
    shapes[:, _CORNERS] = shapes[:, 0]
    shapes[:, _CORNERS + 1 :] = starts[:, None] + radius * _CIRCLE
    return Rings(_pairs(shapes), _CONNECT)


# In the plane of complex numbers an arrow is a shape along the real axis, turned by one product.


def _tapered(starts: Array, lengths: Array, along: Array, width: float, grow: float) -> Array:
    """The corners (N, 7), complex."""
    parts = np.empty((len(starts), 3))
    parts[:, 0] = 1.0
    parts[:, 1] = lengths
    np.minimum(HEAD_LENGTH + 2.5 * (width - 1.8), 0.7 * lengths, out=parts[:, 2])
    return starts[:, None] + along[:, None] * (parts @ _outline(width, grow))


@lru_cache(maxsize=64)
def _outline(width: float, grow: float) -> Array:
    """Corners (3, 7): what stays, what goes with the length, and with the head's length."""
    half_tail, half_shaft = 0.3 * width + grow, 0.5 * width + grow
    half_head = 0.5j * HEAD_WIDTH / HEAD_LENGTH
    tail = ((-grow + 1j * half_tail, 0, 0), (1j * half_shaft, 1, -0.8),
            (-grow + 1j * grow, 1, -1 + half_head))  # fmt: skip
    tip = ((1.4 * grow, 1, 0),)
    mirrored = tuple(tuple(np.conj(part) for part in corner) for corner in reversed(tail))
    return np.array(tail + tip + mirrored, np.complex128).T


def _directions(origins: Array, arrows: Array) -> tuple[Array, Array, Array]:
    """Beginnings (N,), lengths (N,) and directions (N,) of arrows, all but the lengths complex."""
    starts = np.ascontiguousarray(origins).view(np.complex128)[:, 0]
    turned = np.ascontiguousarray(arrows).view(np.complex128)[:, 0]
    lengths = np.abs(turned)
    return starts, lengths, turned / np.maximum(lengths, 1e-12)


def _pairs(numbers: Array) -> Array:
    """Complex numbers (...) as points (..., 2)."""
    return numbers.view(np.float64).reshape(*numbers.shape, 2)
