"""What the landscapes of the plane share: reading coordinates and assembling results.

Torch is slow both at reducing a short last axis of a long batch and at slicing a single point,
so each job is done here once, the way that was measured to be fastest.
"""

from __future__ import annotations

from landscapes.base import Array
from landscapes.layout import apart, stack
from landscapes.namespace import array_namespace

# Up to these bytes, 64 rows of float64, one reduction beats two slices and an addition.
_FEW = 1024


def total(values: Array) -> Array:
    """x + y of each pair in `values` (..., 2), keeping the axis: (..., 1)."""
    if values.nbytes <= _FEW:
        return values.sum(-1, keepdims=True)
    return values[..., :1] + values[..., 1:]


def coordinates(points: Array) -> tuple[Array, Array]:
    """x and y of points (..., 2), each of shape (...)."""
    return points[..., 0], points[..., 1]


def vector(x: Array, y: Array, points: Array) -> Array:
    """The vectors (..., 2) of two components of shape (...), laid out like points (..., 2)."""
    return stack((x, y), points)


def symmetric(xx: Array, xy: Array, yy: Array, points: Array) -> Array:
    """The symmetric matrices (..., 2, 2) of their three components of shape (...), laid out like
    points (..., 2)."""
    xp = array_namespace(points)
    if apart(points):
        return xp.moveaxis(
            xp.stack((xx, xy, xy, yy), axis=0).reshape(2, 2, *xx.shape), (0, 1), (-2, -1)
        )
    stack = xp.stack
    return stack((stack((xx, xy), axis=-1), stack((xy, yy), axis=-1)), axis=-2)
