"""Lengths of vectors that no square overflows."""

from __future__ import annotations

import numpy as np

from landscapes.base import Array


def lengths(vectors: Array) -> Array:
    """‖v‖ of vectors (..., D), shape (...): of any finite ones finite where it is a number at all,
    infinite where a component is, NaN where one is."""
    with np.errstate(over="ignore", invalid="ignore"):
        found = np.asarray(np.linalg.norm(vectors, axis=-1))
        high = np.isinf(found)
        if high.any():  # the squares may have overflowed, and are not needed
            found[high] = np.hypot.reduce(np.asarray(vectors)[high], axis=-1)
    return found
