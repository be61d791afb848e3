"""Attractors are those of the gradient flow."""

from __future__ import annotations

import numpy as np
import pytest

from core.measures import attractors as rests
from core.measures.attractors import attractors, descend
from core.study.starting.sampling import Sampling
from landscapes import make
from landscapes.expression import Expression


@pytest.mark.parametrize(
    ("name", "parameters"),
    [("two-basins", {"sharpness": 10.0}), ("two-basins", {"sharpness": 100.0}),
     ("himmelblau", {}), ("six-hump-camel", {})],
)  # fmt: skip
def test_a_point_belongs_where_the_gradient_flow_leads(name: str, parameters: dict) -> None:
    """Also behind a sharp minimum, where the flow runs along a ridge."""
    landscape = make({"name": name, "parameters": parameters})
    points = Sampling("lattice", 40).points(landscape, 0)
    flowed, unit = points.copy(), landscape.diagonal
    for _ in range(2000):
        slope = landscape.gradient(flowed)
        size = np.linalg.norm(slope, axis=-1, keepdims=True)
        flowed -= slope * 2.5e-4 * unit / np.maximum(size, 0.02)
    there = attractors(landscape, flowed).index
    assert np.mean(attractors(landscape, points).index != there) < 0.005
    assert (np.bincount(there) > 10).sum() >= 2


def test_too_steep_and_too_flat_a_slope_lead_down_as_well() -> None:
    for scale in ("1e200", "1e-200"):
        landscape = Expression(f"{scale}*((x**2 - 1)**2 + y**2)", ((-2.0, 2.0), (-2.0, 2.0)))
        found = attractors(landscape, np.array([[1.7, 1.0], [-0.4, -1.5]]))
        assert found.minima[found.index] == pytest.approx(np.array([[1, 0], [-1, 0]]), abs=1e-3)


@pytest.mark.parametrize("name", ["ackley", "beale"])
def test_where_a_point_comes_to_rest_does_not_tell_its_company(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Alone and some at a time to the last bit as all at once; who is lost stays lost."""
    landscape = make({"name": name})
    low, high = np.array(landscape.domain).T
    points = np.random.default_rng(0).uniform(low, high, (90, 2))
    points[3], points[40], points[50] = np.nan, np.inf, 0.0
    whole = descend(landscape, points)
    assert np.isnan(whole[[3, 40]]).all() and np.isfinite(whole).sum() > len(points)
    for rows in (1, 37):
        monkeypatch.setattr(rests, "PLANAR_BLOCK", rows)
        np.testing.assert_array_equal(descend(landscape, points), whole)
