"""The listed minima are minima, as deep as the literature says, and none is deeper."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
import torch

from landscapes import LANDSCAPES, make

SHARPNESSES = (1, 2, 10, 100, 1000)
CASES = [
    *(make({"name": name}) for name in sorted(set(LANDSCAPES) - {"expression"})),
    *(make({"name": "two-basins", "parameters": {"sharpness": s}}) for s in SHARPNESSES),
    make({"name": "levy", "parameters": {"dimension": 10}}),
    make({"name": "ackley", "parameters": {"a": 5.0, "b": 0.5, "c": 3.0}}),
]
LISTED = [
    pytest.param(landscape, minimum, id=f"{landscape.name}-{minimum.position[:2]}")
    for landscape in CASES
    for minimum in landscape.minima
]

# Losses at points that the literature or a short calculation by hand gives.
PUBLISHED = [
    ("ackley", (1.0, 1.0), 3.6253849384403627),
    ("goldstein-price", (0.0, -1.0), 3.0),
    ("goldstein-price", (-0.6, -0.4), 30.0),
    ("goldstein-price", (1.8, 0.2), 84.0),
    ("goldstein-price", (1.2, 0.8), 840.0),
    ("goldstein-price", (0.0, 0.0), 600.0),
    ("levy", (-3.0, 1.0), 1.0 + 10.0 * math.sin(1.0) ** 2),
    ("rosenbrock", (-1.2, 1.0), 24.2),
    ("himmelblau", (0.0, 0.0), 170.0),
    ("himmelblau", (-0.270845, -0.923039), 181.6165),
    ("rastrigin", (1.0, 1.0), 2.0),
    ("rastrigin", (4.52299366, 4.52299366), 80.70658039),
    ("beale", (0.0, 0.0), 14.203125),
    ("beale", (1.0, 1.0), 14.203125),
    ("six-hump-camel", (0.0898, -0.7126), -1.0316),
    ("styblinski-tang", (-2.903534, -2.903534), -78.33233),
    ("saddle", (1.0, 1.0), 0.25),
    ("saddle", (0.0, 0.0), 0.0),
]


def at(position) -> torch.Tensor:
    return torch.tensor([position], dtype=torch.float64)


@pytest.mark.parametrize(("name", "position", "value"), PUBLISHED)
def test_published_values(name, position, value):
    digits = 1e-4 if name == "six-hump-camel" else 1e-6
    assert make({"name": name}).loss(at(position)).item() == pytest.approx(value, rel=digits)


@pytest.mark.parametrize(("landscape", "minimum"), LISTED)
def test_a_minimum_is_flat_and_as_deep_as_listed(landscape, minimum):
    point = at(minimum.position)
    assert landscape.gradient(point).abs().max() < 1e-9
    assert landscape.gradient(point.numpy()).shape == point.shape
    assert abs(landscape.gradient(point.numpy())).max() < 1e-9
    assert landscape.loss(point).item() == pytest.approx(minimum.loss, rel=1e-9, abs=1e-12)


@pytest.mark.parametrize(("landscape", "minimum"), LISTED)
def test_curvature_at_a_minimum_is_finite_and_not_negative_but_at_ackleys_cone(landscape, minimum):
    hessian = landscape.hessian(at(minimum.position))[0]
    if landscape.name == "ackley":
        assert torch.isnan(hessian).all()
    else:
        assert torch.linalg.eigvalsh(hessian).min() > 0


@pytest.mark.parametrize(("landscape", "minimum"), LISTED)
def test_nothing_near_a_minimum_is_lower(landscape, minimum):
    generator = torch.Generator().manual_seed(0)
    shape = (200, landscape.dimension)
    offsets = torch.randn(shape, generator=generator, dtype=torch.float64) * 1e-3
    slack = 1e-12 * max(1.0, abs(minimum.loss))
    assert (landscape.loss(at(minimum.position) + offsets) >= minimum.loss - slack).all()


@pytest.mark.parametrize("landscape", CASES, ids=lambda case: case.name)
def test_no_point_of_a_grid_is_below_the_global_minima(landscape):
    axes = [np.linspace(low, high, 301) for low, high in landscape.domain[:2]]
    grid = np.stack(np.meshgrid(*axes, indexing="ij"), axis=-1)
    rest = np.ones((*grid.shape[:-1], landscape.dimension - 2))
    lowest = landscape.loss(np.concatenate([grid, rest], axis=-1)).min()
    deepest = min(minimum.loss for minimum in landscape.minima)
    assert lowest >= deepest - 1e-12
    for minimum in landscape.minima:
        assert minimum.is_global == (minimum.loss - deepest < 1e-9)
        assert minimum.kind == ("global" if minimum.is_global else "local")


@pytest.mark.parametrize("landscape", CASES, ids=lambda case: case.name)
def test_minima_are_distinct_inside_the_domain_and_the_global_ones_come_first(landscape):
    kinds = [minimum.is_global for minimum in landscape.minima]
    assert kinds == sorted(kinds, reverse=True)
    for first, second in itertools.combinations(landscape.minima, 2):
        assert math.dist(first.position, second.position) > 0.1
    for minimum in landscape.minima:
        for value, (low, high) in zip(minimum.position, landscape.domain, strict=True):
            assert low < value < high


@pytest.mark.parametrize(
    ("name", "count"), [("himmelblau", 4), ("six-hump-camel", 6), ("styblinski-tang", 4)]
)
def test_descending_from_anywhere_ends_in_a_listed_minimum(name, count):
    landscape = make({"name": name})
    low, high = np.array(landscape.domain).T
    points = low + np.random.default_rng(0).random((300, 2)) * (high - low)
    for _ in range(4000):
        points = np.clip(points - 2e-3 * landscape.gradient(points), low, high)
    known = np.array([minimum.position for minimum in landscape.minima])
    distance = np.linalg.norm(points[:, None] - known, axis=-1)
    reached = distance.argmin(axis=1)[distance.min(axis=1) < 1e-3]
    assert len(reached) > 280
    assert set(reached) == set(range(count))


@pytest.mark.parametrize("make_points", [np.array, torch.tensor], ids=["numpy", "torch"])
def test_ackleys_gradient_is_zero_at_the_tip_of_its_cone(make_points):
    landscape = make({"name": "ackley"})
    for points in ([0.0, 0.0], [[0.0, 0.0]], [[0.0, 0.0], [1.0, 2.0]]):
        gradient = landscape.gradient(make_points(points))
        assert gradient.reshape(-1, 2)[0].tolist() == [0.0, 0.0]
    mixed = landscape.hessian(make_points([[0.0, 0.0], [1.0, 2.0]]))
    assert np.isnan(np.asarray(mixed[0])).all()
    assert np.isfinite(np.asarray(mixed[1])).all()


def test_the_sharp_basin_is_sharp_and_hardly_deeper_than_the_flat_one():
    landscape = make({"name": "two-basins", "parameters": {"sharpness": 300}})
    sharp, flat = landscape.minima
    assert (sharp.name, flat.name) == ("sharp", "flat")
    assert 0 < flat.loss - sharp.loss < 0.012
    for minimum, curvature in ((sharp, 300), (flat, 1)):
        hessian = landscape.hessian(at(minimum.position))[0]
        expected = torch.full((2,), float(curvature), dtype=torch.float64)
        torch.testing.assert_close(torch.linalg.eigvalsh(hessian), expected, rtol=0.02, atol=0)
