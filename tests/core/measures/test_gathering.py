"""Each attractor stands for all that came to rest beside it, and for no more."""

from __future__ import annotations

import numpy as np
import pytest

from core.measures.gathering import TOGETHER, gather, gather_each
from landscapes import make
from landscapes.expression import Expression


@pytest.mark.parametrize("formula", ["0*x + 0*y", "max(x, 0) + 0*y", "cos(3*x)*cos(3*y)"])
def test_places_of_rest_are_one_only_within_the_tolerance(formula: str) -> None:
    landscape = Expression(formula, ((-2.0, 2.0), (-2.0, 2.0)))
    near = TOGETHER * landscape.diagonal
    rests = np.random.default_rng(1).uniform(-0.03, 0.03, (400, 2))
    found = gather(landscape, rests)
    apart = np.linalg.norm(found.minima[:, None] - found.minima, axis=-1)
    assert (apart[~np.eye(len(apart), dtype=bool)] > near).all()
    assert (np.linalg.norm(found.minima[found.index] - rests, axis=-1) <= near).all()
    assert 20 < len(found.minima) < 300


@pytest.mark.parametrize("spread", [1e-9, 0.004, 0.5])
def test_the_lowest_place_of_rest_stands_for_all_that_are_near_and_so_on(spread: float) -> None:
    """In tight heaps, in heaps that touch, and everywhere; whatever the order of the points."""
    landscape = Expression("cos(3*x)*cos(3*y) - x/50", ((-2.0, 2.0), (-2.0, 2.0)))
    rng, near = np.random.default_rng(2), TOGETHER * landscape.diagonal
    heaps = rng.uniform(-1.5, 1.5, (12, 2))[rng.integers(12, size=300)]
    rests = np.concatenate([heaps + rng.normal(0, spread, heaps.shape), heaps, [[np.nan, 0.0]]])
    left = sorted(map(tuple, rests[:-1]), key=lambda p: (landscape.loss(np.array(p)), *p))
    centres = []
    while left:
        centres.append(left[0])
        left = [p for p in left if np.hypot(p[0] - left[0][0], p[1] - left[0][1]) > near]
    found = gather(landscape, rests)
    np.testing.assert_array_equal(found.minima, centres)
    firsts = [np.flatnonzero(np.hypot(*(found.minima - p).T) <= near)[0] for p in rests[:-1]]
    assert found.index.tolist() == [*firsts, -1]
    turned = rng.permutation(len(rests))
    np.testing.assert_array_equal(gather(landscape, rests[turned]).index, found.index[turned])


@pytest.mark.parametrize("spread", [1e-9, 0.004])
def test_crowds_that_are_gathered_together_know_nothing_of_one_another(spread: float) -> None:
    """Also one of nobody, one of the lost alone, and those of the same places."""
    landscape = make({"name": "two-basins"})
    rng = np.random.default_rng(4)
    heaps = rng.uniform(-1, 3, (7, 2))[rng.integers(7, size=(3, 90))]
    crowds = [*(heaps + rng.normal(0, spread, heaps.shape)), np.empty((0, 2))]
    crowds += [np.full((4, 2), np.nan), crowds[1][::-1], crowds[2][:1]]
    crowds += [np.array([minimum.position for minimum in landscape.minima])]
    together = gather_each(landscape, crowds)
    assert len({len(found.minima) for found in together}) > 2
    for own, found in zip(crowds, together, strict=True):
        alone = gather(landscape, own)
        assert found.names == alone.names
        for field in ("minima", "losses", "index", "rests"):
            np.testing.assert_array_equal(getattr(found, field), getattr(alone, field))
