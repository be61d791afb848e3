"""How far every step of a batch went, measured of the points that were kept on the way."""

from __future__ import annotations

import numpy as np
import torch
from torch import Tensor

from core.stepping.layout import room_for
from landscapes.base import Array

MOVES = 32_768
"""Coordinates of moves that are measured together: so few that the cache keeps them."""


class Moves:
    """Measures the steps between points kept one after the other (K + 1, n, D)."""

    def __init__(self, kept: Tensor) -> None:
        self._kept = kept
        steps, n, dimension = len(kept) - 1, *kept.shape[1:]
        self._lengths = kept.new_empty((steps, n))
        self._columns: Array | None = None
        if dimension == 2 and kept.device.type == "cpu":
            self._columns = kept.mT.numpy()
            at_once = max(1, min(steps, MOVES // max(1, n * dimension)))
            self._room = room_for(at_once, dimension, n)

    def lengths(self, count: int) -> Tensor:
        """Of the first so many steps (count, n), until the next time."""
        lengths = self._lengths[:count]
        if self._columns is None:
            steps = self._kept[1 : count + 1] - self._kept[:count]
            if steps.shape[-1] != 2:
                torch.linalg.vector_norm(steps, dim=-1, out=lengths)
                return lengths
            steps.square_()
            return torch.add(steps[..., 0], steps[..., 1], out=lengths).sqrt_()
        # In the plane the norm of so short rows is several times slower, and torch asks more.
        told: Array = lengths.numpy()
        for first in range(0, count, len(self._room)):
            last = min(count, first + len(self._room))
            moves: Array = self._room[: last - first]
            before, after = self._columns[first:last], self._columns[first + 1 : last + 1]
            np.subtract(after, before, out=moves)
            np.multiply(moves, moves, out=moves)
            np.add(moves[:, 0], moves[:, 1], out=told[first:last])
            lengths[first:last].sqrt_()  # now, while the cache has them
        return lengths
