"""A long line with fewer points that looks the same: each pixel keeps its extremes."""

from __future__ import annotations

import numpy as np

from landscapes.base import Array

DENSE = 4
"""Points for each pixel up to which all are kept."""


def peaks(times: Array, values: Array, pixels: int) -> tuple[Array, Array]:
    """The points (times, values), all of them or the lowest and the highest of each stretch of
    times that shares a pixel, in their order; a stretch without any value is one NaN twice."""
    together = -(-len(times) // max(1, pixels))
    if together <= DENSE:
        return times, values
    count = -(-len(times) // together)
    padded = np.full(count * together, np.nan)
    padded[: len(values)] = values
    stretches = padded.reshape(count, together)
    gone = np.isnan(stretches).all(1)
    low = np.where(gone, 0, np.argmin(np.where(np.isnan(stretches), np.inf, stretches), axis=1))
    high = np.where(gone, 0, np.argmax(np.where(np.isnan(stretches), -np.inf, stretches), axis=1))
    ends = np.sort(np.stack([low, high], 1), axis=1) + np.arange(count)[:, None] * together
    chosen = np.minimum(ends.ravel(), len(times) - 1)
    return times[chosen], values[chosen]
