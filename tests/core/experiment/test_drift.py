"""How a landscape drifts: where it stands when, and what of it is refused."""

import cmath
import math

import numpy as np
import pytest

import landscapes
from core.experiment.drift import KINDS, MEANINGS, Drift, comoving, landscape_at
from core.experiment.errors import ExperimentError

BY = (0.7, -0.3)
CAMEL = landscapes.make({"name": "six-hump-camel"})


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_begins_where_the_landscape_is_described_and_is_told_in_words(kind):
    assert Drift(kind, 7, BY).centre(0) == (0, 0)
    assert MEANINGS[kind]


def test_a_jump_goes_there_and_back_again_every_period():
    drift = Drift("jump", 3, BY)
    assert [drift.centre(t) for t in range(10)] == [(0, 0)] * 3 + [BY] * 3 + [(0, 0)] * 3 + [BY]


def test_a_glide_goes_on_in_proportion():
    assert Drift("glide", 10, BY).centre(25) == pytest.approx((1.75, -0.75))


def test_a_circle_turns_counter_clockwise_around_the_place_by_away():
    middle, turned = complex(*BY), Drift("circle", 8, BY).centres(0, 17)
    for t, (x, y) in enumerate(turned):
        assert complex(x, y) - middle == pytest.approx(-middle * cmath.exp(2j * math.pi * t / 8))
    assert turned[0].tolist() == turned[8].tolist() == turned[16].tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_one_index_tells_the_bits_of_many(kind):
    drift = Drift(kind, 13, BY)
    many = drift.centres(5, 40)
    assert [drift.centre(t) for t in range(5, 45)] == [tuple(row) for row in many.tolist()]


def test_the_moved_landscape_is_the_landscape_under_the_moved_point():
    points = np.random.default_rng(0).uniform(-2, 2, (50, 2))
    there = landscape_at(CAMEL, Drift("glide", 2, BY), 2)
    shifted = points - np.array(BY)
    assert np.array_equal(there.loss(points), CAMEL.loss(shifted))
    assert np.array_equal(there.loss_and_gradient(points)[0], CAMEL.loss(shifted))
    assert np.array_equal(there.loss_and_gradient(points)[1], CAMEL.gradient(shifted))
    assert np.array_equal(there.gradient(points), CAMEL.gradient(shifted))
    assert np.array_equal(there.hessian(points), CAMEL.hessian(shifted))
    slope, losses = there.gradient_and_losses(points)
    assert np.array_equal(losses.floor, CAMEL.loss(shifted))
    for told in (slope, there.derivatives(points)[0]):
        assert np.array_equal(told, CAMEL.gradient(shifted))
    assert np.array_equal(there.derivatives(points)[1], CAMEL.hessian(shifted))
    assert there.diagonal == CAMEL.diagonal
    assert np.allclose(np.array(there.domain) - np.array(CAMEL.domain), np.array(BY)[:, None])
    for minimum, was in zip(there.minima, CAMEL.minima, strict=True):
        assert np.subtract(minimum.position, was.position) == pytest.approx(BY)
        assert there.loss(np.array(minimum.position)) == pytest.approx(was.loss)
        assert there.gradient(np.array(minimum.position)) == pytest.approx([0, 0], abs=1e-5)


def test_a_landscape_that_has_not_moved_is_itself():
    drift = Drift("jump", 5, BY)
    assert landscape_at(CAMEL, None, 3) is CAMEL
    assert landscape_at(CAMEL, drift, 4) is CAMEL
    assert landscape_at(CAMEL, drift, 5) is not CAMEL
    assert landscape_at(CAMEL, drift, 5) == landscape_at(CAMEL, drift, 9)


def test_positions_are_seen_where_the_landscape_stands_at_their_time():
    positions = np.ones((4, 3, 2))
    seen = comoving(positions, Drift("glide", 1, BY), first=2)
    for t in range(4):
        assert seen[t] == pytest.approx(np.ones((3, 2)) - np.array(BY) * (t + 2))
    assert comoving(positions, None) is positions


@pytest.mark.parametrize(
    ("drift", "path"),
    [
        (Drift("spin", 5, BY), "$.x.kind"),
        (Drift("jump", 0, BY), "$.x.period"),
        (Drift("jump", 5.0, BY), "$.x.period"),
        (Drift("jump", 1_000_001, BY), "$.x.period"),
        (Drift("jump", 5, (1.0,)), "$.x.by"),
        (Drift("jump", 5, 1.0), "$.x.by"),
        (Drift("jump", 5, "ab"), "$.x.by"),
        (Drift("jump", 5, (math.nan, 0.0)), "$.x.by[0]"),
        (Drift("jump", 5, (0.0, math.inf)), "$.x.by[1]"),
        (Drift("jump", 5, (0.0, 1000.5)), "$.x.by[1]"),
        (Drift("jump", 5, (True, 0.0)), "$.x.by[0]"),
    ],
)
def test_what_is_out_of_range_is_refused_with_its_place(drift, path):
    with pytest.raises(ExperimentError) as refused:
        drift.check("$.x", 2)
    assert refused.value.path == path


@pytest.mark.parametrize("kind", KINDS)
def test_the_ends_of_the_ranges_are_allowed(kind):
    Drift(kind, 1, (-1000, 1000)).check("$.x", 2)
    Drift(kind, 1_000_000, (0, 0)).check("$.x", 2)
