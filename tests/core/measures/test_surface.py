"""The picture of a landscape: where its levels run, and that contours are where the loss is."""

from __future__ import annotations

import itertools

import contourpy
import numpy as np
import pytest

from core.measures import surface
from core.measures.sharpness import sharpness
from core.measures.steps import nice_step
from core.measures.surface import Grid, Scale, domain_scale, sample, scale_of
from landscapes import LANDSCAPES
from landscapes.ackley import Ackley
from landscapes.expression import Expression
from landscapes.goldstein_price import GoldsteinPrice
from landscapes.levy import Levy
from landscapes.two_basins import TwoBasins

DRAWN = [kind() for name, kind in LANDSCAPES.items() if name != "expression"]


def bowl(half: float = 1.0, points: int = 101) -> Grid:
    """x² + y² on a square."""
    axis = np.linspace(-half, half, points)
    return Grid(axis, axis, axis**2 + axis[:, None] ** 2)


def area(outline: surface.Outline) -> float:
    """By the shoelace formula, holes (which turn the other way) taken off."""
    total = 0.0
    cuts = outline.offsets.astype(int)
    for first, last in itertools.pairwise(cuts):
        x, y = outline.points[first:last].T
        total += 0.5 * float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
    return abs(total)


def test_a_grid_holds_the_loss_at_its_points_rows_along_y():
    landscape = Levy()
    grid = sample(landscape, (-3, 2), (1, 4), 6, 4)
    assert grid.values.shape == (4, 6)
    assert grid.values[3, 1] == landscape.loss(np.array([grid.x[1], grid.y[3]]))
    assert (grid.x[0], grid.x[-1], grid.y[0], grid.y[-1]) == (-3, 2, 1, 4)


def test_a_grid_of_sharpness_holds_the_largest_eigenvalue():
    landscape = TwoBasins()
    grid = sample(landscape, (-2, -1), (-0.5, 0.5), 5, 3, "sharpness")
    eigenvalues = np.linalg.eigvalsh(landscape.hessian(np.array([grid.x[2], grid.y[1]])))
    assert grid.values[1, 2] == pytest.approx(eigenvalues[-1])
    assert sharpness(landscape, np.array([-1.5, 0.0])).largest == pytest.approx(100, rel=0.05)


@pytest.mark.parametrize("name", ["goldstein-price", "rosenbrock", "beale"])
def test_levels_are_logarithmic_where_the_loss_spans_decades(name):
    landscape = LANDSCAPES[name]()
    scale = domain_scale(landscape)
    floor = min(minimum.loss for minimum in landscape.minima)
    assert scale.kind == "log" and scale.floor == pytest.approx(floor, abs=1e-9)
    above = np.array(scale.levels) - floor
    assert above.min() > 0 and above.max() / above.min() >= 1e3


@pytest.mark.parametrize("name", ["ackley", "rastrigin", "styblinski-tang"])
def test_levels_are_even_where_the_loss_does_not_span_decades(name):
    scale = domain_scale(LANDSCAPES[name]())
    assert scale.kind == "linear"
    assert np.ptp(np.diff(scale.levels)) < 1e-9


@pytest.mark.parametrize("landscape", DRAWN, ids=lambda landscape: landscape.name)
@pytest.mark.parametrize("quantity", ["loss", "sharpness"])
def test_every_landscape_has_a_readable_number_of_ascending_levels(landscape, quantity):
    scale = domain_scale(landscape, quantity)
    values = sample(landscape, *landscape.domain, 9, 9, quantity).values
    least = 1 if np.ptp(values) <= 1e-9 * np.abs(values).max() else 4  # as in a bowl's sharpness
    assert least <= len(scale.levels) <= 30
    assert (np.diff(scale.levels) > 0).all()
    assert scale.low < scale.levels[0] + 1e-9 and scale.levels[-1] <= scale.high
    fractions = scale.fraction(np.array([scale.low, *scale.levels, scale.high]))
    assert fractions[0] == 0 and fractions[-1] == 1 and (np.diff(fractions) >= 0).all()


def test_goldstein_prices_levels_are_round_distances_above_three():
    above = np.array(domain_scale(GoldsteinPrice()).levels) - 3
    mantissas = above / 10 ** np.floor(np.log10(above) + 1e-9)
    assert set(np.round(mantissas, 6)) <= {1.0, 1.5, 2.0, 3.0, 5.0, 7.0}


def test_fractions_beyond_the_scale_are_clipped():
    scale = Scale("log", (1.0, 10.0), 0.1, 100.0)
    assert scale.fraction(np.array([-5.0, 0.0, 1e9])).tolist() == [0, 0, 1]
    assert scale.fraction(np.array(1.0)) == pytest.approx(1 / 3)


def test_a_symlog_scale_keeps_the_sign():
    scale = Scale("symlog", (0.0,), -99.0, 99.0, 0.0, 1.0)
    assert scale.fraction(np.array([-9.0, 0.0, 9.0])) == pytest.approx([0.25, 0.5, 0.75])


def test_a_flat_or_undefined_grid_still_has_a_scale():
    flat = Grid(np.arange(3.0), np.arange(3.0), np.full((3, 3), 2.0))
    assert scale_of(flat).fraction(np.array(2.0)) == 0.5
    nothing = Grid(np.arange(3.0), np.arange(3.0), np.full((3, 3), np.nan))
    assert scale_of(nothing).levels


def test_regions_above_a_level_have_the_area_that_the_formula_says():
    scale = Scale("linear", (0.25, 0.49), 0.0, 2.0)
    found = dict(surface.fills(bowl(points=201), scale))
    for level in scale.levels:
        assert area(found[level]) == pytest.approx(4 - np.pi * level, rel=1e-3)


def test_contour_lines_lie_where_the_loss_is_the_level():
    landscape = TwoBasins()
    grid = sample(landscape, (0, 3), (-1.5, 1.5), 300, 300)
    scale = Scale("linear", (0.3, 0.9), 0.0, 2.0)
    for level, outline in surface.lines(grid, scale):
        assert len(outline.points) > 50
        assert landscape.loss(outline.points) == pytest.approx(level, abs=1e-3)


def test_a_level_that_is_nowhere_reached_gives_no_points():
    scale = Scale("linear", (1.0, 50.0), 0.0, 60.0)
    (_, near), (_, far) = surface.lines(bowl(), scale)
    assert len(near.points) and not len(far.points)
    regions = dict(surface.fills(bowl(), scale))
    assert len(regions[1.0].points) and not len(regions[50.0].points)


def test_points_without_a_value_are_left_out():
    grid = bowl()
    values = grid.values.copy()
    values[:, :20] = np.nan
    holed = Grid(grid.x, grid.y, values)
    scale = Scale("linear", (0.2,), 0.0, 2.0)
    (_, outline), *_ = surface.fills(holed, scale)
    assert outline.points[:, 0].min() == pytest.approx(grid.x[20])


def test_zooming_far_in_gives_levels_of_what_is_visible():
    landscape = Ackley()
    whole = sample(landscape, *landscape.domain, 50, 50)
    assert surface.visible_scale(landscape, whole) == domain_scale(landscape)
    close = sample(landscape, (0.9, 1.0), (0.9, 1.0), 50, 50)
    scale = surface.visible_scale(landscape, close)
    visible = [level for level in scale.levels if close.values.min() < level < close.values.max()]
    assert len(visible) >= 6


@pytest.mark.parametrize(
    ("span", "count", "step"), [(10, 10, 1), (10, 4, 2.5), (0.7, 10, 0.05), (6e5, 3, 2e5)]
)
def test_steps_are_round(span, count, step):
    assert nice_step(span, count) == pytest.approx(step)


@pytest.mark.parametrize("quantity", ["loss", "sharpness"])
@pytest.mark.parametrize("reach", [2.0, 1e-99, 1e9], ids=str)
@pytest.mark.parametrize(
    "text",
    [
        "abs(x)/x",
        "min(max(1000*x,0),1)",
        "where(x > 0, 1e300, -1e300)",
        "where(x > 0, 1e-320, 0)",
        "relu(x - 1.999)",
        "x*1e300",
        "x*1e-310",
        "1e300*x*x*x",
        "1/x**9",
        "tan(1e9*x)",
        "1 + x*1e-13",
        "log(abs(x))*1e300",
        "sqrt(-1 - x*x)",
    ],
)
def test_any_formula_has_a_scale_whose_ends_differ_and_levels_that_ascend(text, reach, quantity):
    landscape = Expression(text, ((-reach, reach), (-1.0, 3.0)))
    scale = domain_scale(landscape, quantity)
    assert scale.low < scale.high
    assert list(scale.levels) == sorted(set(scale.levels)) and len(scale.levels) < 60
    ends = scale.fraction(np.array([scale.low, scale.high, 1e308, -1e308]))
    assert ends.tolist() == [0.0, 1.0, 1.0, 0.0]
    grid = sample(landscape, *landscape.domain, 41, 41, quantity)
    for painted in (surface.fills, surface.lines):
        assert len(list(painted(grid, scale))) == len(scale.levels)


def test_two_heights_have_levels_between_them():
    levels = domain_scale(Expression("abs(x)/x", ((-2.0, 2.0), (-1.0, 3.0)))).levels
    assert len(levels) > 10 and levels[0] > -1 and levels[-1] < 1


def test_a_plain_below_a_few_heights_is_read_evenly():
    landscape = Expression("where(x > 1, 3, where(x > 0, 2, 0))", ((-2.0, 2.0), (-1.0, 3.0)))
    assert domain_scale(landscape).kind == "linear"


def test_levels_of_halves_and_quarters_are_exact():
    landscape = Expression("where(x > 1, 45, where(x > 0, 30, 0))", ((-2.0, 2.0), (-1.0, 3.0)))
    assert domain_scale(landscape).levels[:3] == (2.5, 5.0, 7.5)


@pytest.mark.parametrize(("height", "flat"), [(1e-285, False), (1e-295, True)])
def test_what_differs_by_next_to_nothing_is_flat(height, flat):
    landscape = Expression(f"where(x > 0, {height}, 0)", ((-2.0, 2.0), (-1.0, 3.0)))
    assert (len(domain_scale(landscape).levels) == 1) is flat


def test_levels_of_tiny_differences_are_round_and_not_all_nought():
    grid = bowl()
    scale = scale_of(Grid(grid.x, grid.y, 1e-20 * np.minimum(grid.values, 0.5) + 1e-19))
    steps = np.diff(scale.levels)
    assert len(scale.levels) > 5 and np.allclose(steps, steps[0])


def test_regions_and_lines_are_those_of_contourpys_own_way_in():
    grid = bowl(points=21)
    grid.values[3:6, 4] = [np.nan, np.inf, -np.inf]
    scale = scale_of(grid)
    wanted = contourpy.contour_generator(
        grid.x, grid.y, grid.values, corner_mask=True, fill_type="ChunkCombinedOffset"
    )
    for level, outline in surface.fills(grid, scale):
        (points,), (offsets,) = wanted.filled(level, np.inf)
        np.testing.assert_array_equal(outline.points, points)
        np.testing.assert_array_equal(outline.offsets, offsets)
