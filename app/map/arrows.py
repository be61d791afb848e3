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
    low, high = (float(q) for q in np.quantile(norms, (0.1, 0.98)))
    return ArrowScale(low, max(high, 2 * low))


def pushes(frame: Frame, scale: ArrowScale, vectors: Array) -> Array:
    """Arrows in pixels (N, 2) for vectors (N, 2) of the plane; 0 where a vector is 0 or NaN."""
    norms = np.linalg.norm(vectors, axis=-1)
    drawn = frame.vectors(vectors)
    lengths = np.linalg.norm(drawn, axis=-1)
    shown = np.maximum(scale.pixels(norms), SHORTEST)
    with np.errstate(all="ignore"):
        factor = np.where(lengths > 0, shown / lengths, 0.0)
    return np.nan_to_num(drawn * factor[..., None])


def barbed_lines(origins: Array, arrows: Array) -> Array:
    """Thin arrows as separate segments (3N, 2, 2): a shaft and two barbs each."""
    tips = origins + arrows
    lengths = np.linalg.norm(arrows, axis=-1, keepdims=True)
    along = arrows / np.maximum(lengths, 1e-12)
    across = np.stack([-along[:, 1], along[:, 0]], -1)
    back = np.minimum(4.5, 0.6 * lengths)
    left = tips - back * along + 0.5 * back * across
    right = tips - back * along - 0.5 * back * across
    return np.concatenate(
        [np.stack([origins, tips], 1), np.stack([left, tips], 1), np.stack([right, tips], 1)]
    )


def tapered_arrows(origins: Array, arrows: Array, width: float, grow: float = 0.0) -> Array:
    """Bold arrows as polygons (N, 7, 2): a shaft that widens toward a filled head.

    A thin tail keeps many arrows from one place apart. `grow` widens the shape all round.
    """
    lengths = np.linalg.norm(arrows, axis=-1, keepdims=True)
    along = arrows / np.maximum(lengths, 1e-12)
    across = np.stack([-along[:, 1], along[:, 0]], -1)
    tips = origins + arrows + 1.4 * grow * along
    head = np.minimum(HEAD_LENGTH + 2 * (width - 1.8), 0.7 * lengths)
    neck = origins + arrows - head * along - grow * along
    inner = origins + arrows - 0.8 * head * along
    half_head = head / HEAD_LENGTH * HEAD_WIDTH * 0.5 + grow
    tail, shaft = 0.3 * width + grow, 0.5 * width + grow
    base = origins - grow * along
    return np.stack(
        [
            base + tail * across,
            inner + shaft * across,
            neck + half_head * across,
            tips,
            neck - half_head * across,
            inner - shaft * across,
            base - tail * across,
        ],
        axis=1,
    )
