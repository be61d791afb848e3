"""The few directions on which a network is projected where its points are not kept."""

from __future__ import annotations

import functools

import numpy as np

from core.recording.shapes import DIRECTIONS
from landscapes.base import Array

_STREAM = 3  # none of what else the seed draws


@functools.lru_cache(maxsize=1)
def directions(seed: int, dimension: int) -> Array:
    """Random orthonormal directions (D, 32), float32, of a seed: the same for every method.

    Where D is less than 32 those beyond it are 0.
    """
    count = min(DIRECTIONS, dimension)
    drawn = np.random.default_rng([seed, _STREAM]).standard_normal((dimension, count))
    found = np.zeros((dimension, DIRECTIONS), dtype=np.float32)
    found[:, :count] = np.linalg.qr(drawn)[0]
    found.flags.writeable = False
    return found
