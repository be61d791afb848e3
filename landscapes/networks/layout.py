"""Where the tensors of a network lie in the D numbers of a point, and how far they begin from 0."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from landscapes.base import Array


class Piece(NamedTuple):
    """One parameter tensor of a network: `shape` from number `start` on, as torch.nn shapes it.

    The first axis of a weight counts the units it leads to. It begins uniform in [−bound, bound].
    """

    name: str
    shape: tuple[int, ...]
    start: int
    bound: float

    @property
    def stop(self) -> int:
        """The number behind its last."""
        return self.start + math.prod(self.shape)


Layout = tuple[Piece, ...]
Row = tuple[str, tuple[int, ...], float]
"""Name, shape and bound of a piece to be laid out."""


def laid_out(rows: Sequence[Row]) -> Layout:
    """The pieces (name, shape, bound) one behind the other."""
    pieces: list[Piece] = []
    for name, shape, bound in rows:
        pieces.append(Piece(name, shape, pieces[-1].stop if pieces else 0, bound))
    return tuple(pieces)


def dense(name: str, inputs: int, outputs: int) -> list[Row]:
    """Weight and bias of a layer in which every unit sees `inputs` numbers; begins as
    torch.nn.Linear does, uniform within 1/√inputs."""
    bound = 1.0 / math.sqrt(inputs)
    return [(f"{name}.weight", (outputs, inputs), bound), (f"{name}.bias", (outputs,), bound)]


def bounds(layout: Layout) -> Array:
    """The bound of each of the D numbers, (D,)."""
    return np.concatenate([np.full(piece.stop - piece.start, piece.bound) for piece in layout])
