"""Schedules of learning rate and memory strength."""

import math

import pytest

from core.experiment.errors import ExperimentError
from core.experiment.schedules import CONSTANT, Schedule


def test_constant_is_one_throughout():
    assert [CONSTANT(step, 10) for step in (1, 5, 10)] == [1, 1, 1]


def test_step_drops_after_the_fraction_of_the_steps():
    schedule = Schedule("step", at=0.5, factor=0.1)
    assert [schedule(step, 10) for step in (1, 5, 6, 10)] == [1, 1, 0.1, 0.1]


@pytest.mark.parametrize(("at", "drops"), [(0.0, 1), (1.0, None)])
def test_step_may_drop_at_once_or_never(at, drops):
    factors = [Schedule("step", at=at, factor=0.5)(step, 4) for step in range(1, 5)]
    assert factors == [0.5] * 4 if drops else factors == [1] * 4


def test_linear_goes_from_one_to_its_end():
    schedule = Schedule("linear", to=0.2)
    assert [schedule(step, 5) for step in range(1, 6)] == pytest.approx([1, 0.8, 0.6, 0.4, 0.2])


def test_cosine_goes_from_one_to_its_end_by_half_a_wave():
    schedule = Schedule("cosine", to=0.5)
    expected = [0.75 + 0.25 * math.cos(math.pi * n / 4) for n in range(5)]
    assert [schedule(step, 5) for step in range(1, 6)] == pytest.approx(expected)


@pytest.mark.parametrize("percent", range(0, 101))
def test_a_step_drops_after_its_share_of_the_steps_and_not_one_sooner(percent):
    schedule = Schedule("step", at=percent / 100, factor=0.5)
    full = [step for step in range(1, 101) if schedule(step, 100) == 1.0]
    assert full == list(range(1, percent + 1))


@pytest.mark.parametrize("kind", ["constant", "linear", "cosine"])
def test_a_single_step_runs_at_the_full_rate(kind):
    assert Schedule(kind)(1, 1) == 1


def test_schedules_that_act_alike_are_equal():
    assert Schedule("constant", at=0.1, factor=3.0, to=2.0) == CONSTANT
    assert hash(Schedule("linear", at=0.1, to=0.5)) == hash(Schedule("linear", to=0.5))
    assert Schedule("step", to=3.0) == Schedule("step")
    assert Schedule("step", at=0.1) != Schedule("step")


@pytest.mark.parametrize(
    ("schedule", "path"),
    [
        (Schedule("exponential"), "$.x.kind"),
        (Schedule("step", at=1.1), "$.x.at"),
        (Schedule("step", factor=-1.0), "$.x.factor"),
        (Schedule("linear", to=101.0), "$.x.to"),
        (Schedule("cosine", to=math.nan), "$.x.to"),
    ],
)
def test_values_out_of_range_are_refused(schedule, path):
    with pytest.raises(ExperimentError) as refused:
        schedule.check("$.x")
    assert refused.value.path == path
