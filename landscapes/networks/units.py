"""Which units of a network may stand in any order: it does the same whichever they stand in."""

from __future__ import annotations

import dataclasses

import numpy as np

from landscapes.base import Array
from landscapes.networks.layout import Layout


@dataclasses.dataclass(frozen=True, eq=False)
class Units:
    """Units that may stand in any order: `count` of them, and for each of the parameters that tell
    of them their places, an array (count, n): the n numbers of each unit."""

    count: int
    places: tuple[Array, ...]


def hidden_units(layout: Layout) -> tuple[Units, ...]:
    """Those of every layer but the last, where weight and bias of one layer follow those of the one
    before: what leads to a unit, its bias, and what leads on from it. Of a convolution a unit is a
    channel, whose image the layer after it sees number by number."""
    found = []
    weights, biases = layout[::2], layout[1::2]
    for weight, bias, after in zip(weights[:-1], biases[:-1], weights[1:], strict=True):
        count = weight.shape[0]
        into = np.arange(weight.start, weight.stop).reshape(count, -1)
        own = np.arange(bias.start, bias.stop).reshape(count, 1)
        onward = np.arange(after.start, after.stop).reshape(after.shape[0], count, -1)
        found.append(Units(count, (into, own, onward.swapaxes(0, 1).reshape(count, -1))))
    return tuple(found)
