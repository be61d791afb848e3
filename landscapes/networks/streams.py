"""Random numbers that depend on a seed and a place alone, so that any of them can be drawn again.

They are made of a counter's raw bits, which numpy promises to keep from version to version.
"""

from __future__ import annotations

import enum

import numpy as np

from landscapes.base import Array


class Stream(enum.IntEnum):
    """What random numbers are for; those of one purpose tell nothing of another's."""

    INITIAL = 1
    BATCHES = 2
    SPLIT = 3
    LABELS = 4
    SAMPLES = 5


def bits(seed: int, stream: Stream, count: int, place: tuple[int, int] = (0, 0)) -> Array:
    """The first `count` numbers at a place (two whole numbers) of a stream, uint64 of all bits."""
    low, high = place
    philox = np.random.Philox(key=seed + (int(stream) << 64), counter=[0, 0, low, high])
    return philox.random_raw(count)


def uniform(seed: int, stream: Stream, count: int, place: tuple[int, int] = (0, 0)) -> Array:
    """`count` numbers, uniform in [0, 1), float64."""
    return (bits(seed, stream, count, place) >> np.uint64(11)) * 2.0**-53


def order(seed: int, stream: Stream, count: int, place: tuple[int, int] = (0, 0)) -> Array:
    """The numbers 0 … count − 1 in random order, int64."""
    # Of 64 bits no two are equal in an age, so that no kind of sorting matters but the fastest.
    return np.argsort(bits(seed, stream, count, place))
