"""Where the memory does not explain an escape, and where it does."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.basins import place_of_rest
from core.measures.control import controls, from_all_starts, memory_does_not_explain
from core.recording.recording import Track
from core.stepping.simulate import record
from landscapes import make
from landscapes.base import Array
from landscapes.expression import Expression
from landscapes.two_basins import TwoBasins

COUNT = 12


def in_flat_basin(points: Array, s: float) -> Array:
    """As the reference figures have it: the term of b is the larger one."""
    to_sharp, to_flat = ((points - (x, 0.0)) for x in (-1.5, 1.5))
    return (to_flat**2).sum(-1) < s * (to_sharp**2).sum(-1)


@cache
def race(s: float, **settings: float) -> tuple[Experiment, tuple]:
    """Adam+CM and Adam+CG with their controls, from starts inside the sharp basin."""
    angles = np.arange(COUNT) * 2.4
    disc = np.sqrt((np.arange(COUNT) + 0.5) / COUNT) * np.array([np.cos(angles), np.sin(angles)])
    starts = (-1.5, 0.0) + disc.T * 3 / (np.sqrt(s) + 1)
    values = {"capacity": 5, "decay": 0.7, **settings}
    experiment = Experiment(
        make({"name": "two-basins", "parameters": {"sharpness": s}}),
        (
            MethodSpec.create("adam+cm", values),
            MethodSpec.create("adam+cm", {**values, "strength": 0.0}),
            MethodSpec.create("adam+cg", values),
            MethodSpec.create("adam"),
        ),
        tuple(map(tuple, starts.tolist())),
        steps=500,
    )
    return experiment, record(experiment).tracks


@pytest.mark.parametrize("s", [100.0, 300.0])
def test_without_settling_the_control_escapes_too_and_it_is_said_where_it_does(s):
    experiment, tracks = race(s)
    ends = [in_flat_basin(track["positions"][-1], s) for track in tracks]
    assert ends[0].all() and ends[1].mean() > 0.8  # 1 and .92 (.95) of 128 in the reference
    for start in range(COUNT):
        said = memory_does_not_explain(experiment, tracks, start)
        assert [(one.method, one.control) for one in said] == ([(0, 1)] if ends[1][start] else [])
        assert all(one.basin == "the flat basin" for one in said)


@pytest.mark.parametrize("s", [100.0, 300.0])
def test_of_all_starts_it_is_counted_from_how_many_the_control_escapes_too(s):
    experiment, tracks = race(s)
    ends = [in_flat_basin(track["positions"][-1], s) for track in tracks]
    (said,) = from_all_starts(experiment, tracks)
    assert (said.method, said.control, said.basin) == (0, 1, "the flat basin")
    assert (said.starts, said.of) == (int((ends[0] & ends[1]).sum()), COUNT)
    assert not from_all_starts(experiment, (tracks[0], Track(experiment), *tracks[2:]))


def test_after_settling_nothing_but_the_memory_carries_out_and_nothing_is_said():
    experiment, tracks = race(100.0, memory_start=100)
    ends = [in_flat_basin(track["positions"][-1], 100.0) for track in tracks]
    assert ends[0].all() and not ends[1].any()
    assert not any(memory_does_not_explain(experiment, tracks, start) for start in range(COUNT))
    assert from_all_starts(experiment, tracks) == ()


def test_nothing_is_said_of_a_run_that_is_not_there_or_not_whole():
    experiment, tracks = race(100.0)
    assert memory_does_not_explain(experiment, tracks, COUNT - 1)
    assert not memory_does_not_explain(experiment, (None, *tracks[1:]), COUNT - 1)
    begun = Track(experiment)
    assert not memory_does_not_explain(experiment, (tracks[0], begun, *tracks[2:]), COUNT - 1)
    assert not memory_does_not_explain(experiment, tracks, COUNT)


def spec(method: str, **values: float | str) -> MethodSpec:
    return MethodSpec.create(method, values)


@pytest.mark.parametrize(
    ("method", "twin", "is_control"),
    [
        (spec("adam+cm"), spec("adam+cm", strength=0.0), True),
        (spec("adam+cm"), spec("adam+cm", capacity=0), True),
        (spec("adam+cm", decay=0.99, capacity=20), spec("adam+cm", strength=0.0, decay=0.7), True),
        (spec("adam+cm"), spec("adam"), False),  # its second moment is another
        (spec("adam+cm"), spec("adam+cm", strength=0.0, memory_start=100), False),
        (spec("adam+cm"), spec("adam+cm", strength=0.0, lr=0.01), False),
        (spec("adam+cm"), spec("adam+cm", strength=0.5), False),
        (spec("adam+cg"), spec("adam"), True),
        (spec("adam+cg", memory_start=9), spec("adam+cg", capacity=0, memory_start=1), True),
        (spec("adam+cg"), spec("adam", lr=0.01), False),
        (spec("adam+cg+sam"), spec("adam"), False),
        (spec("adam+cg+sam"), spec("adam+sam"), True),
        (spec("adam+cg+sam"), spec("adam+sam", rho=0.1), False),
        (spec("adam+cg", strength=0.0), spec("adam"), False),  # has no memory itself
        (spec("adam+cg"), dataclasses.replace(spec("adam"), enabled=False), False),
    ],
)
def test_a_control_is_the_same_method_without_its_memory(method, twin, is_control):
    assert controls((method, twin)) == (((0, 1),) if is_control else ())
    assert controls((twin, method)) == (((1, 0),) if is_control else ())


@pytest.mark.parametrize("s", [100.0, 1000.0])
def test_a_basin_is_where_descent_leads_and_not_what_is_near(s):
    landscape, generator = TwoBasins(s), np.random.default_rng(4)
    width = 6 / (np.sqrt(s) + 1)
    points = flowed = generator.uniform((0, -width), width, (20, 2)) - (1.5, 0.0)
    for _ in range(6000):  # the gradient flow in steps of a thousandth
        slope = landscape.gradient(flowed)
        flowed = flowed - slope * 1e-3 / np.maximum(np.linalg.norm(slope, axis=-1), 1)[:, None]
    assert 3 < (flowed[:, 0] > 0).sum() < 17
    for point, there in zip(points, flowed, strict=True):
        assert place_of_rest(landscape, point) == pytest.approx(there, abs=0.02)


@pytest.mark.parametrize(
    ("formula", "point"),
    [("x + y", (1.0, 0.5)), ("log(x) + y**2", (-1.0, 0.5)), ("x**2 + y**2", (np.nan, 0.0))],
)
def test_a_descent_that_never_rests_ends_nowhere(formula, point):
    assert place_of_rest(Expression(formula), np.array(point)) is None
