"""A surface known on a grid: exact there and for parabolas between, nothing beyond."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from landscapes.gridded import Gridded

RECTANGLE = ((-1.0, 3.0), (0.0, 2.0))


def of(function, nx: int = 9, ny: int = 6) -> Gridded:
    x, y = np.meshgrid(np.linspace(*RECTANGLE[0], nx), np.linspace(*RECTANGLE[1], ny))
    return Gridded(RECTANGLE, "one", function(x, y))


def inside(count: int = 50):
    rng = np.random.default_rng(1)
    return rng.uniform([-0.5, 0.4], [2.5, 1.6], (count, 2))  # a cell away from the edge


def test_it_meets_every_point_of_the_grid() -> None:
    values = np.random.default_rng(0).standard_normal((6, 9))
    surface = Gridded(RECTANGLE, "noise", values)
    x, y = np.meshgrid(np.linspace(-1, 3, 9), np.linspace(0, 2, 6))
    assert np.allclose(surface.loss(np.stack([x, y], -1)), values)


def test_between_them_a_parabola_is_met_exactly_and_so_is_its_slope() -> None:
    surface = of(lambda x, y: 2 * x * x - x * y + y * y + 3 * x)
    points = inside()
    x, y = points.T
    assert np.allclose(surface.loss(points), 2 * x * x - x * y + y * y + 3 * x)
    slope = np.stack([4 * x - y + 3, -x + 2 * y], -1)
    assert np.allclose(surface.gradient(points), slope)


def test_a_plane_is_met_up_to_the_edge_and_beyond_it_there_is_nothing() -> None:
    surface = of(lambda x, y: x - 2 * y)
    edge = np.array([[-1.0, 0.0], [3.0, 2.0], [-0.9, 1.95], [2.99, 0.01]])
    assert np.allclose(surface.loss(edge), edge[:, 0] - 2 * edge[:, 1])
    assert np.isnan(surface.loss(np.array([[-1.01, 1.0], [0.0, 2.1], [np.nan, 1.0]]))).all()


def test_a_grid_of_places_is_that_of_each_alone() -> None:
    """Also beyond the rectangle, and where a closer look is known."""
    values = np.random.default_rng(3).standard_normal((6, 9))
    near = Gridded(((0.0, 1.0), (0.5, 1.5)), "near", values[:4, :5])
    xs, ys = np.linspace(-1.2, 3.1, 31), np.linspace(-0.1, 2.05, 17)
    points = np.stack(np.meshgrid(xs, ys), -1)
    for closer in (None, near):
        surface = Gridded(RECTANGLE, "noise", values, closer)
        assert np.allclose(surface.loss_over(xs, ys), surface.loss(points), equal_nan=True)


def test_two_are_equal_by_name() -> None:
    one, other = of(lambda x, y: x), of(lambda x, y: y)
    assert one == other and hash(one) == hash(other)
    assert one != Gridded(RECTANGLE, "another", one.values_there)


@pytest.mark.parametrize("shape", [(2, 2), (2, 5)])
def test_few_points_are_enough(shape) -> None:
    surface = Gridded(RECTANGLE, "few", np.ones(shape))
    assert np.allclose(surface.loss(np.array([[0.3, 0.7]])), 1)


def test_where_a_closer_surface_is_known_it_counts() -> None:
    far = of(lambda x, y: 0 * x)
    near = Gridded(((0.0, 1.0), (0.5, 1.0)), "near", np.full((4, 4), 7.0))
    both = dataclasses.replace(far, closer=near)
    assert both.loss(np.array([[0.5, 0.7], [2.0, 0.7], [0.5, 1.5]])) == pytest.approx([7, 0, 0])
    assert both != far and both.domain == far.domain
