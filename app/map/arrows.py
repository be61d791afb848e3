"""Arrows of vectors whose lengths span decades: one compressed scale, many shapes in one path."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

import numpy as np

from app.map.view import Frame
from core.surface import nice_step, sample
from landscapes.base import Array, Landscape

LONGEST = 76.0
"""Pixels of an arrow as long as nearly the steepest gradient of the domain."""
SHORTEST = 4.0
"""No arrow that is drawn at all is shorter than this, so that its direction can be seen."""
HEAD_LENGTH, HEAD_WIDTH = 7.5, 6.0


# Turning as arrows do, or a dot would cut its arrow's tail out where the two are filled at once.
_ANGLES = np.arange(10) * (-np.pi / 5)
_CIRCLE = np.stack([np.cos(_ANGLES), np.sin(_ANGLES)], -1)


@dataclasses.dataclass(frozen=True)
class ArrowScale:
    """Length of a vector in pixels: asinh(norm / unit), which is linear below the unit.

    It depends on the landscape alone, so that arrows of all methods, times and settings compare.
    """

    unit: float
    longest: float

    @classmethod
    def of(cls, landscape: Landscape) -> ArrowScale:
        """From the gradients over the domain: between the gentle ones and nearly the steepest."""
        return _arrow_scale(landscape)

    def pixels(self, norms: Array) -> Array:
        """Lengths on the screen for norms of any shape."""
        return LONGEST * np.arcsinh(norms / self.unit) / np.arcsinh(self.longest / self.unit)

    def references(self) -> list[float]:
        """Three round norms, short to long, for the legend."""
        top = nice_step(self.longest, 1.0)
        lengths = self.pixels(np.array([top]))[0] * np.array([0.3, 0.62])
        raw = self.unit * np.sinh(lengths / LONGEST * np.arcsinh(self.longest / self.unit))
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
    low, high = (float(q) for q in np.quantile(norms, (0.02, 0.98)))
    return ArrowScale(low, max(high, 2 * low))


def pushes(frame: Frame, scale: ArrowScale, vectors: Array) -> Array:
    """Arrows in pixels (N, 2) for vectors (N, 2) of the plane; 0 where a vector is 0 or NaN."""
    drawn = frame.vectors(vectors)
    lengths = np.hypot(drawn[:, 0], drawn[:, 1])
    shown = np.maximum(scale.pixels(np.hypot(vectors[:, 0], vectors[:, 1])), SHORTEST)
    there = lengths > 0
    factor = np.divide(shown, lengths, out=np.zeros_like(lengths), where=there)
    return np.where(there[:, None], drawn * factor[:, None], 0.0)


def barbed_lines(origins: Array, arrows: Array) -> Array:
    """Thin arrows as three separate segments each, (N, 3, 2 ends, 2): a shaft and two barbs."""
    lengths, along, across = _directions(arrows)
    back = np.minimum(4.5, 0.6 * lengths)
    lines = np.empty((len(arrows), 3, 2, 2))
    lines[:, :, 1] = (origins + arrows)[:, None]
    lines[:, 0, 0] = origins
    lines[:, 1, 0] = lines[:, 0, 1] - back * along + 0.5 * back * across
    lines[:, 2, 0] = lines[:, 0, 1] - back * along - 0.5 * back * across
    return lines


def tapered_arrows(origins: Array, arrows: Array, width: float, grow: float = 0.0) -> Array:
    """Bold arrows as polygons (N, 7, 2): a shaft that widens toward a filled head.

    A thin tail keeps many arrows from one place apart. `grow` widens the shape all round.
    """
    lengths, along, across = _directions(arrows)
    tips = origins + arrows
    head = np.minimum(HEAD_LENGTH + 2.5 * (width - 1.8), 0.7 * lengths)
    half_head = head / HEAD_LENGTH * HEAD_WIDTH * 0.5 + grow
    neck = tips - (head + grow) * along
    inner = tips - 0.8 * head * along
    base = origins - grow * along
    half_tail, half_shaft = 0.3 * width + grow, 0.5 * width + grow
    shapes = np.empty((len(arrows), 7, 2))
    for corner, middle, half in (
        (0, base, half_tail),
        (1, inner, half_shaft),
        (2, neck, half_head),
    ):
        shapes[:, corner] = middle + half * across
        shapes[:, 6 - corner] = middle - half * across
    shapes[:, 3] = tips + 1.4 * grow * along
    return shapes


def dots(centres: Array, radius: float) -> Array:
    """Small round spots as polygons (N, 10, 2)."""
    return centres[:, None] + radius * _CIRCLE


def _directions(arrows: Array) -> tuple[Array, Array, Array]:
    """Lengths (N, 1), unit vectors along (N, 2) and across (N, 2)."""
    lengths = np.hypot(arrows[:, :1], arrows[:, 1:])
    along = arrows / np.maximum(lengths, 1e-12)
    return lengths, along, np.stack([-along[:, 1], along[:, 0]], -1)
