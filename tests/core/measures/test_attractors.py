"""Attractors are those of the gradient flow."""

from __future__ import annotations

import numpy as np
import pytest

from core.measures import attractors as rests
from core.measures.attractors import attractors, descend
from core.study.starting.sampling import Sampling
from landscapes import make
from landscapes.base import Array
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


@pytest.mark.parametrize("bend", [0.0, 3.0, -1.5])
@pytest.mark.parametrize("beyond", [1.3, 2.0])
def test_a_way_over_the_tip_of_a_bent_cone_is_cut_so_that_the_next_leads_to_the_tip(
    bend: float, beyond: float
) -> None:
    """Of 2r + bend·r²/2 all is known in closed form, on both sides of the tip."""
    r, unit = np.array([0.3, 0.2]), np.array([[0.6, 0.8], [-1.0, 0.0]])
    s = r * (1 + beyond)
    slope = (2 + bend * r)[:, None] * unit
    across = np.einsum("ni,nj->nij", unit, unit)
    hessian = bend * across + ((2 + bend * r) / r)[:, None, None] * (np.eye(2) - across)
    rise = 2 * (s - r) + bend * (s - r) ** 2 / 2 - (2 * r + bend * r**2 / 2)
    radius = s * rests._foot(rise, slope, hessian, -s[:, None] * unit)
    step = rests._step(slope, hessian, 1 / radius)
    np.testing.assert_allclose(step, -r[:, None] * unit, rtol=1e-9)


def test_few_looks_lead_to_the_tip_of_a_cone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Within the tip's own dimple, at whose border the flow parts."""
    ackley, looks = make({"name": "ackley"}), []
    step = rests._step

    def counted(slope: Array, hessian: Array, inverse: Array) -> Array:
        looks.append(len(slope))
        return step(slope, hessian, inverse)

    monkeypatch.setattr(rests, "_step", counted)
    points = np.random.default_rng(0).uniform(-0.25, 0.25, (500, 2))
    assert np.abs(descend(ackley, points)).max() < rests.REST * ackley.diagonal
    assert sum(looks) < 10.7 * len(points)


def test_where_curvature_has_no_bound_a_way_that_leads_up_is_cut_all_the_same() -> None:
    """At the axes of |x|^1.5 + |y|^1.5 no step by the rule tells of the next."""
    landscape = Expression("abs(x)**1.5 + abs(y)**1.5", ((-3.0, 3.0), (-3.0, 3.0)))
    points = Sampling("lattice", 60).points(landscape, 0)
    assert np.abs(descend(landscape, points)).max() < 1e-6


def test_a_leap_to_a_foot_that_is_none_is_not_taken_for_rest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Over a valley with sides of 1 and 2 a way leads up as far as if it had begun at a tip."""
    landscape = Expression("max(-x, 2*x) + y**2", ((-2.0, 2.0), (-1.0, 1.0)))
    monkeypatch.setattr(rests, "RADIUS", 1e-4)
    begins = np.array([[-rests.RADIUS * landscape.diagonal / 3, 0.0]])
    np.testing.assert_allclose(descend(landscape, begins), [[0.0, 0.0]], atol=1e-8)


@pytest.mark.parametrize(
    ("formula", "tip"),
    [
        ("3*sqrt(x**2+y**2) - 0.4*(x**2+y**2)", (0.0, 0.0)),
        ("min(sqrt((x-1)**2+y**2), 4+x**2)", (1.0, 0.0)),
        ("2*hypot(x+0.5, y-0.5) + 7", (-0.5, 0.5)),
    ],
)
def test_a_leap_onto_the_tip_of_a_cone_where_a_formula_has_no_slope_ends_there(
    formula: str, tip: tuple[float, float]
) -> None:
    landscape = Expression(formula, ((-2.0, 2.0), (-2.0, 2.0)))
    points = Sampling("lattice", 30).points(landscape, 0)
    ends = descend(landscape, points)
    np.testing.assert_allclose(ends, np.broadcast_to(tip, ends.shape), atol=1e-8)


def test_a_slope_that_is_nowhere_told_leads_nowhere() -> None:
    """But the lowest place is one of rest all the same."""
    landscape = Expression("sqrt(relu(-1 - x**2)) + x**2 + y**2", ((-1.0, 1.0), (-1.0, 1.0)))
    ends = descend(landscape, np.array([[0.5, 0.0], [0.0, 0.0], [0.0, -0.25]]))
    np.testing.assert_array_equal(ends, [[np.nan] * 2, [0.0] * 2, [np.nan] * 2])
