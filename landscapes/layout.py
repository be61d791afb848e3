"""How the coordinates of many points lie in memory: point by point, or each coordinate apart.

Elementwise arithmetic hands its operands' layout on; what puts vectors together asks for it here.
Where coordinates lie apart, what is computed of one of them, or of each point's pair, runs through
memory without gaps, which is several times faster.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from landscapes.base import Array
from landscapes.namespace import array_namespace


def apart(points: Array) -> bool:
    """Whether the coordinates of points (..., D), an array or a tensor, lie apart."""
    own = isinstance(points, np.ndarray)
    strides: Sequence[int] = points.strides if own else points.stride()
    return len(strides) > 1 and strides[-1] > strides[-2] and points.shape[-2] > 1


def stack(components: Sequence[Array], points: Array) -> Array:
    """The vectors (..., D) of D components (...), laid out like points (..., D)."""
    xp = array_namespace(points)
    if apart(points):
        return xp.moveaxis(xp.stack(components, axis=0), 0, -1)
    return xp.stack(components, axis=-1)


def concat(parts: Sequence[Array], points: Array) -> Array:
    """Parts of vectors (..., d) one behind the other (..., D), laid out like points (..., D)."""
    xp = array_namespace(points)
    if apart(points):
        moved = [xp.moveaxis(part, -1, 0) for part in parts]
        return xp.moveaxis(xp.concat(moved, axis=0), 0, -1)
    return xp.concat(parts, axis=-1)
