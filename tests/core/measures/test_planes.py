"""Planes through many dimensions, against scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.decomposition import PCA

from core.measures.planes import along, filter_normalised, of_paths, through, walk_shares
from landscapes.base import Array


def paths(count: int, length: int = 30, dimension: int = 400) -> list[Array]:
    """Paths from one start that go somewhere, each its own way."""
    rng = np.random.default_rng(7)
    start = rng.standard_normal(dimension)
    return [
        start + rng.standard_normal((length, dimension)).cumsum(0) * 0.1
        + np.linspace(0, 1, length)[:, None] * rng.standard_normal(dimension)
        for _ in range(count)
    ]  # fmt: skip


def test_the_plane_of_paths_is_that_of_their_principal_components() -> None:
    walked = paths(4)
    plane = of_paths(walked)
    theirs = PCA(2).fit(np.concatenate(walked))
    assert np.allclose(np.abs(plane.axes @ theirs.components_.T), np.eye(2), atol=1e-8)
    assert plane.shares == pytest.approx(theirs.explained_variance_ratio_)
    assert np.allclose(plane.origin, theirs.mean_)
    assert np.allclose(plane.axes @ plane.axes.T, np.eye(2))


def test_paths_that_grow_do_not_turn_the_plane_over() -> None:
    whole = paths(3)
    for length in (10, 20, 30):
        plane = of_paths([path[:length] for path in whole])
        first = plane.coordinates(whole[0][:length])
        assert first[-1, 0] > 0
        assert first[np.abs(first[:, 1]).argmax(), 1] > 0


def test_a_point_is_its_coordinates_and_what_it_is_off_the_plane() -> None:
    rng = np.random.default_rng(0)
    plane = through(rng.standard_normal((3, 50)), ("a", "b"))
    point = rng.standard_normal((5, 50))
    dropped = plane.points(plane.coordinates(point))
    assert plane.distances(point) ** 2 + ((dropped - plane.origin) ** 2).sum(-1) == pytest.approx(
        ((point - plane.origin) ** 2).sum(-1)
    )
    assert plane.distances(dropped) == pytest.approx(np.zeros(5), abs=1e-12)


def test_three_ends_lie_on_their_plane_and_the_second_along_the_first_axis() -> None:
    ends = np.random.default_rng(1).standard_normal((3, 60))
    plane = through(ends, ("a", "b"))
    assert plane.distances(ends) == pytest.approx(np.zeros(3), abs=1e-12)
    there = plane.coordinates(ends)
    assert there[0] == pytest.approx([0, 0])
    assert there[1] == pytest.approx([np.linalg.norm(ends[1] - ends[0]), 0])


def test_no_plane_where_there_is_none_or_are_many() -> None:
    with pytest.raises(ValueError, match="not gone far enough"):
        of_paths([np.ones((5, 9))])
    line = np.outer([0.0, 1.0, 2.0], np.ones(9))
    with pytest.raises(ValueError, match="one line"):
        through(line, ("a", "b"))
    with pytest.raises(ValueError, match="are one"):
        along(np.zeros(9), np.ones((2, 9)), ("a", "b"), 1.0)


def test_a_moving_slice_goes_through_its_point_and_keeps_its_coordinates() -> None:
    walked = paths(2)
    plane, point = of_paths(walked), walked[1][3]
    moved = plane.through(point)
    assert moved.distances(point) == pytest.approx(0, abs=1e-12)
    assert moved.coordinates(point) == pytest.approx(plane.coordinates(point))


def test_random_walks_spread_as_in_theory() -> None:
    """One walk in many dimensions: 6/π² = .61 along the first and a quarter of it along the second
    (Antognini and Sohl-Dickstein 2018)."""
    first, second = walk_shares((400,), 4096)
    assert first == pytest.approx(6 / np.pi**2, abs=0.02)
    assert second == pytest.approx(6 / np.pi**2 / 4, abs=0.01)


def test_each_filter_of_a_random_direction_is_as_long_as_the_points() -> None:
    point = np.arange(1.0, 13.0)
    filters = [slice(0, 4), slice(4, 8)]
    direction = filter_normalised(point, filters, seed=4)
    for part in filters:
        assert np.linalg.norm(direction[part]) == pytest.approx(np.linalg.norm(point[part]))
    assert (direction[8:] == 0).all()
    assert not np.allclose(direction, filter_normalised(point, filters, seed=5))
