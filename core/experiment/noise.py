"""Gradient noise that depends on the seed and the step alone, so that it can be drawn again."""

from __future__ import annotations

import numpy as np

from landscapes.base import Array

BLOCK = 4096
"""Rows that are drawn together; a batch may begin at any row without drawing all before it."""


def standard_normal(seed: int, step: int, shape: tuple[int, int], first_row: int = 0) -> Array:
    """ξ of a step 1, 2, …: standard normal numbers, float64, of shape (S, D).

    Every method sees the same draws, and those of a row do not depend on which rows come with it.
    """
    rows, dimension = shape
    first, last = first_row // BLOCK, (first_row + max(rows, 1) - 1) // BLOCK
    blocks = []
    for block in range(first, last + 1):
        bits = np.random.Philox(key=seed, counter=[0, 0, block, step])
        count = BLOCK if block < last else first_row + rows - last * BLOCK
        blocks.append(np.random.Generator(bits).standard_normal((count, dimension)))
    drawn = blocks[0] if len(blocks) == 1 else np.concatenate(blocks)
    return drawn[first_row - first * BLOCK :]
