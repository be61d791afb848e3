"""Hidden units stand in any order: the network does the same, and finds its own order again."""

from __future__ import annotations

import numpy as np
import pytest

from core.measures.between import matched, way
from landscapes.base import Array
from landscapes.networks.digits_cnn import DigitsCNN
from landscapes.networks.digits_mlp import DigitsMLP
from landscapes.networks.digits_tasks import DigitsTasks
from landscapes.networks.mnist1d import MNIST1D
from landscapes.networks.network import Network
from landscapes.networks.text_lstm import TextLSTM

NETWORKS = (
    DigitsMLP(train=60, hidden=5),
    DigitsMLP(train=60, hidden=4, depth=3),
    DigitsCNN(train=60, channels=3),
    MNIST1D(train=60, hidden=6),
    DigitsTasks(train=60, hidden=5),
)
every_network = pytest.mark.parametrize(
    "network", NETWORKS, ids=lambda each: f"{each.name}-{each.dimension}"
)


def shuffled(network: Network, point: Array, seed: int = 1) -> Array:
    """The same network with the units of each hidden layer in another order."""
    rng, found = np.random.default_rng(seed), point.copy()
    for units in network.units:
        order = rng.permutation(units.count)
        before = found.copy()
        for places in units.places:
            found[places] = before[places[order]]
    return found


@every_network
def test_in_another_order_it_does_the_same(network: Network) -> None:
    point = network.initial(3, 1)[0].astype(np.float64)
    other = shuffled(network, point)
    assert np.abs(other - point).max() > 0.01
    assert network.loss(other) == pytest.approx(float(network.loss(point)), rel=1e-12)


@every_network
def test_a_shuffled_copy_matched_has_no_barrier(network: Network) -> None:
    point = 2 * network.initial(3, 1)[0].astype(np.float64)
    other = matched(network.units, point, shuffled(network, point))
    assert other == pytest.approx(point)
    found = way(lambda points: network.measured(points, "train"), point, other, 5)
    assert found.barrier == pytest.approx(0, abs=1e-9)


def test_of_an_lstm_no_units_are_told() -> None:
    assert TextLSTM(train=20).units == ()
