"""Batches in the plane whose coordinates lie apart in memory, and room laid out like them.

A step of thousands of points is a few dozen passes over memory. Where x and y of all of them lie
apart, norms and all that is computed of a coordinate take a third of the time; a few points are
stepped sooner as they come.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor

from landscapes.base import Array
from landscapes.layout import apart

MANY_POINTS = 1024  # from so many on it pays to set their coordinates apart


def may_be_apart(points: Tensor) -> bool:
    """Whether points (..., D) are of the kind whose coordinates are set apart: of the plane, where
    a processor computes them."""
    return points.shape[-1] == 2 and points.device.type == "cpu"


def set_apart(points: Tensor) -> Tensor:
    """A copy of points (..., D) with their coordinates apart."""
    return points.movedim(-1, 0).clone(memory_format=torch.contiguous_format).movedim(0, -1)


def stacked(leaves: Sequence[Tensor]) -> Tensor:
    """Leaves (..., D) one above the other (M, ..., D), laid out like the first."""
    if apart(leaves[0]):
        return torch.stack([leaf.movedim(-1, 0) for leaf in leaves], 1).movedim(0, -1)
    return torch.stack(list(leaves))


def slots(count: int, leaf: Tensor) -> Tensor:
    """Zeros (count, *leaf), laid out like a leaf."""
    if apart(leaf):
        return leaf.new_zeros((leaf.shape[-1], count, *leaf.shape[:-1])).movedim(0, -1)
    return leaf.new_zeros((count, *leaf.shape))


def shaped(buffer: Tensor, leaf: Tensor) -> Tensor:
    """The numbers of a buffer, as many as a leaf has, in its shape and layout."""
    if apart(leaf):
        return buffer.view(leaf.shape[-1], *leaf.shape[:-1]).movedim(0, -1)
    return buffer.view(leaf.shape)


def room_for(*shape: int, dtype: torch.dtype = torch.float64) -> Array:
    """An uninitialised array that begins on a line of the cache, as torch's tensors do and numpy's
    own seldom: a pass over it takes two thirds of the time."""
    return torch.empty(shape, dtype=dtype).numpy()
