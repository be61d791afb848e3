"""MNIST-1D, drawn by its published recipe: ten short signals, moved, scaled, sheared and noisy.

S. Greydanus and D. Kobak, Scaling Down Deep Learning with MNIST-1D, arXiv 2011.14439. The numbers
are those of the published package (Apache-2.0); every sample is drawn anew here, in numpy alone.
"""

from __future__ import annotations

import functools

import numpy as np

from landscapes.base import Array
from landscapes.networks.samples import Part, Samples, mislabelled, split_off
from landscapes.networks.streams import Stream, uniform

CLASSES = 10
LENGTH = 40
TEST, VALIDATION = 1000, 500
"""Signals to be tested on, and to choose settings by; all others may be learnt from."""
_COUNT = 5000
MOST = _COUNT - TEST - VALIDATION

_PADDING = 36, 60
_TRANSLATION = 48
_SCALE, _SHEAR = 0.4, 0.75
_CORRELATED, _INDEPENDENT = 0.25, 0.02
_SMOOTHING = 2  # of the correlated noise: the σ of its Gaussian filter, in places

_STROKES = np.array([
    [5, 6, 6.5, 6.75, 7, 7, 7, 7, 6.75, 6.5, 6, 5],
    [5, 3, 3, 3.4, 3.8, 4.2, 4.6, 5, 5.4, 5.8, 5, 5],
    [5, 6, 6.5, 6.5, 6, 5.25, 4.75, 4, 3.5, 3.5, 4, 5],
    [5, 6, 6.5, 6.5, 6, 5, 5, 6, 6.5, 6.5, 6, 5],
    [5, 4.4, 3.8, 3.2, 2.6, 2.6, 5, 5, 5, 5, 5, 5],
    [5, 3, 3, 3, 3, 5, 6, 6.5, 6.5, 6, 4.5, 5],
    [5, 4, 3.5, 3.25, 3, 3, 3, 3, 3.25, 3.5, 4, 5],
    [5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5],
    [5, 4, 3.5, 3.5, 4, 5, 5, 4, 3.5, 3.5, 4, 5],
    [5, 4, 3.5, 3.5, 4, 5, 5, 5, 5, 4.7, 4.3, 5],
])  # fmt: skip
_POINTS = _STROKES.shape[1]
_WIDE = _POINTS + _PADDING[1]
DRAWS = 4 + 2 * _WIDE
"""How many uniform numbers a signal takes."""


def templates() -> Array:
    """The ten digits as signals of 12 points that begin at 0, (10, 12)."""
    strokes = _STROKES - _STROKES.mean(1, keepdims=True)
    strokes /= strokes.std(1, keepdims=True)
    return (strokes - strokes[:, :1]) / 6.0


def signals(digits: Array, draws: Array) -> Array:
    """A signal (N, 40) for each of N digits, from uniform numbers (N, DRAWS): one each for padding,
    scale, translation and shear, the others for both noises."""
    padding, scale, translation, shear = draws[:, :4].T
    correlated, independent = np.split(_normal(draws[:, 4:]), 2, axis=1)
    low, high = _PADDING
    lengths = _POINTS + low + (padding * (high - low + 1)).astype(np.int64)
    padded = np.zeros((len(digits), _WIDE))
    padded[:, :_POINTS] = templates()[digits] + 1e-8  # what is exactly 0 is padding
    found = _stretched(padded, lengths, _WIDE) * (1.0 + _SCALE * (scale - 0.5))[:, None]
    shifts = (translation * _TRANSLATION).astype(np.int64)
    places = (np.arange(_WIDE) - shifts[:, None]) % _WIDE
    found = np.take_along_axis(found, places, 1)
    found = np.where(found != 0.0, found, _smoothed(_CORRELATED * correlated))
    found += _INDEPENDENT * independent
    found -= (_SHEAR * (shear - 0.5))[:, None] * np.linspace(-0.5, 0.5, _WIDE)
    return _stretched(found, np.full(len(found), _WIDE), LENGTH)


@functools.lru_cache(maxsize=4)
def drawn(split: int) -> Samples:
    """5,000 signals, 500 of each digit, with mean 0 and standard deviation 1 over all of them."""
    digits = np.arange(_COUNT) % CLASSES
    draws = uniform(split, Stream.SAMPLES, _COUNT * DRAWS).reshape(_COUNT, DRAWS)
    found = signals(digits, draws)
    return Samples(((found - found.mean()) / found.std()).astype(np.float32), digits)


@functools.lru_cache(maxsize=16)
def mnist1d(train: int, label_noise: float, split: int) -> dict[Part, Samples]:
    """`train` signals with a share of wrong labels, and 500 and 1,000 others with all labels
    right."""
    parts = split_off(drawn(split), train, VALIDATION, TEST, split)
    return parts | {"train": mislabelled(parts["train"], label_noise, CLASSES, split)}


def _normal(draws: Array) -> Array:
    """Standard normal numbers by Box and Muller, from as many uniform ones in [0, 1), (N, 2k)."""
    radius, angle = np.split(draws, 2, axis=1)
    radius, angle = np.sqrt(-2.0 * np.log1p(-radius)), 2.0 * np.pi * angle
    return np.concatenate([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def _stretched(rows: Array, lengths: Array, points: int) -> Array:
    """The first `lengths[i]` numbers of each row, interpolated linearly at as many `points`."""
    places = np.linspace(0.0, 1.0, points) * (lengths - 1.0)[:, None]
    left = np.minimum(places.astype(np.int64), lengths[:, None] - 2)
    low, high = np.take_along_axis(rows, left, 1), np.take_along_axis(rows, left + 1, 1)
    return low + (high - low) * (places - left)


def _smoothed(rows: Array) -> Array:
    """Each row under a Gaussian filter that is cut at 4 σ and sees the row mirrored at its ends."""
    reach = 4 * _SMOOTHING
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / _SMOOTHING) ** 2)
    mirrored = np.pad(rows, ((0, 0), (reach, reach)), mode="symmetric")
    windows = np.lib.stride_tricks.sliding_window_view(mirrored, len(kernel), axis=1)
    return windows @ (kernel / kernel.sum())
