"""More levels or fewer, at round values or evenly spread, between the ends of the same scale."""

from __future__ import annotations

import numpy as np
import pytest

from core.experiment.view_colours import LEVELS, SPACINGS, Levels
from core.measures.grading import graded
from core.measures.surface import Quantity, domain_scale
from landscapes import LANDSCAPES

DRAWN = [name for name in LANDSCAPES if name != "expression"]


@pytest.mark.parametrize("quantity", ["loss", "sharpness"])
@pytest.mark.parametrize("name", DRAWN)
def test_levels_lie_within_the_scale_and_more_are_more(name: str, quantity: Quantity) -> None:
    scale = domain_scale(LANDSCAPES[name](), quantity)
    assert graded(scale, "usual", "round") == scale
    counts = {}
    for spacing in SPACINGS:
        for levels in LEVELS:
            found = graded(scale, levels, spacing)
            ends = (found.kind, found.low, found.high, found.floor, found.unit)
            assert ends == (scale.kind, scale.low, scale.high, scale.floor, scale.unit)
            assert scale.low <= found.levels[0] and found.levels[-1] <= scale.high
            assert (np.diff(found.levels) > 0).all()
            counts[spacing, levels] = len(found.levels)
    assert [counts["even", levels] for levels in LEVELS] == [9, 18, 36]
    few, usual, more = (counts["round", levels] for levels in LEVELS)
    assert few < usual < more


@pytest.mark.parametrize("quantity", ["loss", "sharpness"])
@pytest.mark.parametrize("name", DRAWN)
def test_even_levels_are_even_in_the_colours(name: str, quantity: Quantity) -> None:
    found = graded(domain_scale(LANDSCAPES[name](), quantity), "fewer", "even")
    assert found.fraction(np.array(found.levels)) == pytest.approx(np.arange(1, 10) / 10)
    assert found.round_levels  # an axis still has what to name


@pytest.mark.parametrize("levels", LEVELS)
@pytest.mark.parametrize("name", ["beale", "goldstein-price", "rosenbrock"])
def test_round_levels_have_two_figures_and_a_half(name: str, levels: Levels) -> None:
    scale = domain_scale(LANDSCAPES[name]())
    assert scale.kind == "log"
    for level in graded(scale, levels, "round").levels:
        mantissa = float(f"{level - scale.floor:.10e}".split("e")[0])
        assert mantissa * 4 == pytest.approx(round(mantissa * 4), abs=1e-5)
