"""The straight way between two points, by hand; pairs of units against scipy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import linear_sum_assignment

from core.measures.assignment import best_pairs
from core.measures.between import matched, way
from landscapes.base import Array
from landscapes.networks.units import Units


@pytest.mark.parametrize("count", [1, 2, 5, 40])
def test_pairs_are_those_of_the_greatest_sum(count: int) -> None:
    for seed in range(5):
        gains = np.random.default_rng([count, seed]).standard_normal((count, count))
        found = best_pairs(gains)
        rows, columns = linear_sum_assignment(gains, maximize=True)
        assert sorted(found) == list(range(count))
        assert gains[rows, found].sum() == pytest.approx(gains[rows, columns].sum())


def test_equal_gains_have_pairs_too() -> None:
    assert sorted(best_pairs(np.zeros((6, 6)))) == list(range(6))


def _double_well(points: Array) -> tuple[Array, Array]:
    """(x² − 1)² + x/4: its wells differ in depth."""
    x = points[..., 0]
    return (x * x - 1) ** 2 + 0.25 * x, np.zeros_like(x)


def test_a_barrier_is_measured_from_the_line_between_the_ends() -> None:
    """At x = 0 the loss is 1 and the line between −.25 and .25 is at 0: the barrier is 1."""
    found = way(_double_well, np.array([-1.0, 5.0]), np.array([1.0, 5.0]), places=21)
    assert found.at[10] == 0.5
    assert found.losses[0] == pytest.approx(-0.25)
    assert found.barrier == pytest.approx(1.0)


def test_there_is_no_barrier_down_a_valley() -> None:
    found = way(lambda p: ((p**2).sum(-1), p[..., 0]), np.array([-2.0]), np.array([3.0]))
    assert found.barrier == 0


def test_a_network_finds_its_own_units_again() -> None:
    """A perceptron 3–4–2 whose units are shuffled: matched to the first, it is the first."""
    rng = np.random.default_rng(3)
    point = rng.standard_normal(4 * 3 + 4 + 2 * 4 + 2)
    into, bias = np.arange(12).reshape(4, 3), np.arange(12, 16).reshape(4, 1)
    out = np.arange(16, 24).reshape(2, 4).T
    units = Units(4, (into, bias, out))
    shuffled = point.copy()
    order = np.array([2, 0, 3, 1])
    for places in units.places:
        shuffled[places] = point[places[order]]
    assert not np.array_equal(shuffled, point)
    assert np.array_equal(matched([units], point, shuffled), point)
