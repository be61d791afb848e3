"""The straight way between two trained networks, and the barrier that stands on it.

Two networks may do the same with their units in another order, and then the straight way leads
over a hill that is none of the landscape's doing: so one of them can have its units put in the
order of the other's before (Ainsworth et al. 2023, arXiv 2209.04836).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence

import numpy as np

from core.measures.assignment import best_pairs
from landscapes.base import Array
from landscapes.networks.units import Units

PLACES = 25
"""Places looked at on the way, both ends among them."""
ROUNDS = 20
"""More rounds of matching than any network of a few layers needs until nothing changes."""


@dataclasses.dataclass(frozen=True)
class Way:
    """What is met on the straight way from one point to another.

    `at` (N,) from 0 to 1; `losses` and `accuracies` (N,), of whichever data were asked for.
    """

    at: Array
    losses: Array
    accuracies: Array

    @property
    def barrier(self) -> float:
        """How far the loss rises above the straight line between its two ends, 0 at the least
        (Frankle et al. 2020, arXiv 1912.05671). NaN where a loss on the way is not a number."""
        chord = self.losses[0] + self.at * (self.losses[-1] - self.losses[0])
        return float((self.losses - chord).max())


def way(
    measured: Callable[[Array], tuple[Array, Array]], one: Array, other: Array, places: int = PLACES
) -> Way:
    """The straight way from a point (D,) to another; `measured` gives the losses and accuracies
    (N,) of points (N, D)."""
    at = np.linspace(0.0, 1.0, places)
    losses, accuracies = measured(one + at[:, None] * (other - one))
    return Way(at, np.asarray(losses), np.asarray(accuracies))


def matched(layers: Sequence[Units], one: Array, other: Array) -> Array:
    """The other point (D,) with its units in the order that brings it nearest to the first.

    It is the same network, number by number in another place. A layer's best order depends on its
    neighbours', so they are gone through until nothing changes; the order found is then the best
    for each layer by itself, and nearly so for all.
    """
    moved = np.array(other, copy=True)
    for _ in range(ROUNDS):
        before = moved.copy()
        for units in layers:
            places = np.concatenate([part.reshape(units.count, -1) for part in units.places], 1)
            order = best_pairs(one[places] @ moved[places].T)
            moved[places] = moved[places[order]]
        if np.array_equal(moved, before):
            break
    return moved
