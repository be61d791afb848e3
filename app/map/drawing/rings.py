"""Contours around a small basin: as many as leave its colours to be seen between them.

In a basin of a few pixels the lines of all levels would lie on one another and hide how deep it is.
"""

from __future__ import annotations

import numpy as np

from core.measures.surface import Outline
from landscapes.base import Array

SMALL = 56.0
"""Pixels of the side of a ring that may be left out."""
APART = 4.0
"""Pixels from a ring to the next inside it."""

Level = tuple[Outline, Array]


def thinned(levels: list[Level], basins: Array) -> list[Level]:
    """The contours of each level (lowest first) with their pixels (N, 2), without small rings
    around one of the pixels `basins` (M, 2) that lie too close inside one that is kept."""
    if not len(basins):
        return levels
    outer: dict[int, Array] = {}  # the innermost ring that is kept of each basin
    found = []
    for outline, points in reversed(levels):
        first, last = outline.offsets[:-1].astype(np.intp), outline.offsets[1:].astype(np.intp)
        low, high = np.minimum.reduceat(points, first), np.maximum.reduceat(points, first)
        rings = (points[first] == points[last - 1]).all(-1) & ((high - low).max(-1) < SMALL)
        shown = np.ones(len(first), dtype=bool)
        for basin, place in enumerate(basins):
            around = rings & (low <= place).all(-1) & (place <= high).all(-1)
            for ring in np.flatnonzero(around):
                box = np.concatenate([low[ring], -high[ring]])
                shown[ring] = basin not in outer or float((box - outer[basin]).max()) >= APART
                if shown[ring]:
                    outer[basin] = box
        found.append((outline, points) if shown.all() else _only(outline, points, shown))
    return found[::-1]


def _only(outline: Outline, points: Array, shown: Array) -> Level:
    lengths = np.diff(outline.offsets.astype(np.intp))
    of_points = np.repeat(shown, lengths)
    offsets = np.concatenate([[0], np.cumsum(lengths[shown])]).astype(outline.offsets.dtype)
    return Outline(outline.points[of_points], offsets), points[of_points]
