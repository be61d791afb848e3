"""A slider reaches both ends of its range, gives short numbers, and is finest where it matters."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.widgets.scale import Scale, hyperparameter_scale, parameter_scale
from core.experiment.methods import HYPERPARAMETERS
from landscapes import LANDSCAPES

STEPS = 500
NUMBERS = [row for row in HYPERPARAMETERS.values() if not row.choices]
SCALES = {row.name: hyperparameter_scale(row, STEPS) for row in NUMBERS}
PARAMETERS = [
    (name, parameter)
    for name, kind in LANDSCAPES.items()
    for parameter in kind.parameters
    if hasattr(parameter, "low") and parameter.name != "loss"
]


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: row.name)
@settings(max_examples=40)
@given(fraction=st.floats(0, 1))
def test_every_place_of_a_slider_is_an_allowed_value(row, fraction):
    scale = SCALES[row.name]
    value = scale.value(fraction)
    assert row.accepts(value if row.whole else float(value), STEPS)
    assert scale.fraction(value) == pytest.approx(fraction, abs=0.25 if row.whole else 0.03)


@pytest.mark.parametrize("row", NUMBERS, ids=lambda row: row.name)
def test_a_key_step_always_moves_until_the_end(row):
    scale = SCALES[row.name]
    value, seen = scale.low, 0
    while value < scale.top and seen < 1200:
        up = scale.stepped(value, 1)
        assert up > value and row.accepts(up if row.whole else float(up), STEPS)
        value, seen = up, seen + 1
    assert value == scale.top
    assert scale.stepped(value, 1) == value


@pytest.mark.parametrize("name", ["beta1", "beta2", "decay"])
def test_factors_are_finest_near_one(name):
    scale = SCALES[name]
    assert scale.fraction(0.99) - scale.fraction(0.9) > 0.2
    assert scale.fraction(0.999) - scale.fraction(0.99) > 0.08
    assert len({scale.value(position / 1000) for position in range(780, 900)}) > 60


def test_the_learning_rate_is_laid_out_by_its_logarithm():
    scale = SCALES["lr"]
    assert scale.fraction(0.1) - scale.fraction(0.01) == pytest.approx(
        scale.fraction(1) - scale.fraction(0.1)
    )


def test_decay_reaches_exactly_one_and_beta_stays_below_it():
    assert SCALES["decay"].value(1) == 1
    assert SCALES["beta1"].value(1) == 0.9999


def test_values_beyond_the_slider_stand_at_its_ends():
    assert Scale(1, 10, "log").fraction(0.001) == 0
    assert Scale(0, 10).fraction(99) == 1


def test_values_of_a_slider_are_short():
    for scale in SCALES.values():
        for position in range(0, 1001, 7):
            assert len(repr(scale.value(position / 1000))) <= 8


@pytest.mark.parametrize(("name", "parameter"), PARAMETERS, ids=lambda value: str(value)[:20])
def test_sliders_of_landscapes_stay_in_their_ranges(name, parameter):
    scale = parameter_scale(parameter)
    for position in range(0, 1001, 50):
        value = scale.value(position / 1000)
        assert parameter.accepts(value if parameter.whole else float(value))
