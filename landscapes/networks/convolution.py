"""A convolution as the matrix it is: which of its few numbers stands where, and where a 0.

On images as small as the digits such matrices are sooner multiplied than patches are cut out.
"""

from __future__ import annotations

import functools
import itertools

import numpy as np

from landscapes.base import Array
from landscapes.networks.layout import Layout, Piece, Row, dense, laid_out

KERNEL = 3
STRIDE = 2  # with one pixel of 0 around the image: every layer halves its sides


def layout(side: int, channels: tuple[int, ...], classes: int) -> Layout:
    """Convolutions of 3 × 3 from `channels[i]` to `channels[i + 1]`, each of which halves the
    sides of the image, and a dense layer from what is left of it to the classes."""
    rows: list[Row] = []
    for i, (before, after) in enumerate(itertools.pairwise(channels), start=1):
        (_, _, bound), _ = dense("", before * KERNEL**2, after)
        rows.append((f"{i}.weight", (after, before, KERNEL, KERNEL), bound))
        rows.append((f"{i}.bias", (after,), bound))
        side //= STRIDE
    return laid_out([*rows, *dense(f"{len(channels)}", channels[-1] * side**2, classes)])


def dense_layout(pieces: Layout, side: int) -> Layout:
    """The perceptron that has a matrix in the place of every convolution."""
    rows: list[Row] = []
    for i, weight in enumerate(pieces[::2], start=1):
        outputs, inputs = weight.shape[:2]
        if len(weight.shape) == 4:
            after = side // STRIDE
            inputs, outputs, side = inputs * side**2, outputs * after**2, after
        rows += dense(f"{i}", inputs, outputs)
    return laid_out(rows)


@functools.lru_cache(maxsize=16)
def places(pieces: Layout, side: int) -> Array:
    """For each number of that perceptron, which of the D parameters it is, int64; D for a 0."""
    found = []
    for weight, bias in zip(pieces[::2], pieces[1::2], strict=True):
        if len(weight.shape) == 4:
            after = side // STRIDE
            found.append(_matrix(weight, side, pieces[-1].stop).ravel())
            found.append(np.repeat(np.arange(bias.start, bias.stop), after**2))
            side = after
        else:
            found.append(np.arange(weight.start, bias.stop))
    return np.concatenate(found)


def _matrix(weight: Piece, side: int, zero: int) -> Array:
    outputs, inputs = weight.shape[:2]
    after, numbers = side // STRIDE, np.arange(weight.start, weight.stop).reshape(weight.shape)
    matrix = np.full((outputs, after, after, inputs, side, side), zero)
    for y, x, i, j in itertools.product(range(after), range(after), range(KERNEL), range(KERNEL)):
        row, column = STRIDE * y - 1 + i, STRIDE * x - 1 + j
        if 0 <= row < side and 0 <= column < side:
            matrix[:, y, x, :, row, column] = numbers[:, :, i, j]
    return matrix
