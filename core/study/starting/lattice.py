"""The points of a lattice in an order that shows the whole of it early: coarse, then finer."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from landscapes.base import Array

COARSEST = 8
"""Every so many points along each axis come first."""


@lru_cache(maxsize=4)
def coarse_to_fine(n: int) -> Array:
    """The places i·n + j of an n × n lattice, each once, shape (n²,): those of every 8th row and
    column first, then of every 4th, 2nd, and all."""
    i, j = np.divmod(np.arange(n * n), n)
    level = np.zeros(n * n, dtype=np.int64)
    stride = COARSEST
    while stride > 1:
        level += (i % stride > 0) | (j % stride > 0)
        stride //= 2
    order: Array = np.argsort(level, kind="stable")
    order.setflags(write=False)
    return order


def known_stride(n: int, known: int) -> int:
    """The finest stride whose points are all among the first `known` of `coarse_to_fine(n)`;
    twice the coarsest when not even those are."""
    stride = 1
    while stride <= COARSEST and (-(-n // stride)) ** 2 > known:
        stride *= 2
    return stride
