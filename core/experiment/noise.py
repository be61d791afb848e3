"""Gradient noise that depends on the seed and the step alone, so that it can be drawn again."""

from __future__ import annotations

import numpy as np

from landscapes.base import Array


def standard_normal(seed: int, step: int, shape: tuple[int, ...]) -> Array:
    """ξ of a step 1, 2, …: standard normal numbers, float64, of shape (S, D).

    Every method sees the same draws, and those of a row do not depend on how many rows follow.
    """
    bits = np.random.Philox(key=seed, counter=[0, 0, 0, step])
    return np.random.Generator(bits).standard_normal(shape)
