"""What is read off a run on a landscape that moves is that of the landscape moved by hand."""

import numpy as np
import pytest

from core.anatomy.terms import terms
from core.experiment.drift import Drift
from core.experiment.experiment import Experiment, MethodSpec
from core.measures.control import from_all_starts, memory_does_not_explain
from core.measures.outcomes import Fates
from core.measures.series import SERIES
from core.measures.standing import Course
from core.measures.surface import domain_scale
from core.stepping.simulate import record
from landscapes import make

DRIFT = Drift("jump", 60, (0.4, -0.1))
STEPS = 120
BASINS = make({"name": "two-basins"})


@pytest.fixture(scope="module")
def race():
    methods = (
        MethodSpec.create("adam+cm+sam", {"lr": 0.03, "capacity": 3}),
        MethodSpec.create("sgd", {"lr": 0.05}),
    )
    experiment = Experiment(BASINS, methods, ((-1.5, 0.1), (1.2, 0.3)), STEPS, drift=DRIFT)
    return experiment, record(experiment).tracks


def moved(time):
    """How far the landscape has moved, by hand."""
    return np.array([0.4, -0.1]) * (60 <= time < 120)


@pytest.mark.parametrize("time", [0, 59, 60, 119, 120])
def test_charts_read_the_landscape_where_it_stands(race, time):
    experiment, tracks = race
    flat = next(m for m in BASINS.minima if m.is_global)
    for spec, track in zip(experiment.methods, tracks, strict=True):
        seen = track["positions"][time] - moved(time)
        bent = SERIES["sharpness"].values(experiment, spec, track)[time]
        values = np.linalg.eigvalsh(BASINS.hessian(seen))
        assert bent[:, 0] == pytest.approx(values[:, 1])
        assert bent[:, 1] == pytest.approx(values[:, 0])
        apart = SERIES["distance"].values(experiment, spec, track)[time, :, 0]
        assert apart == pytest.approx(np.linalg.norm(seen - flat.position, axis=-1))
        for key, whole in (("distance", apart), ("sharpness", bent[:, 0])):  # of a run that grows
            rows = SERIES[key].new_rows(experiment, spec, track, slice(time, time + 1))
            assert rows[0, :, 0] == pytest.approx(whole)


def test_the_sharpness_of_a_run_that_grows_is_of_its_own_times():
    camel = make({"name": "six-hump-camel"})
    spec = MethodSpec.create("adam", {"lr": 0.1})
    drift = Drift("glide", 10, (0.5, 0.2))
    experiment = Experiment(camel, (spec,), ((0.5, 0.5),), 30, drift=drift)
    (track,) = record(experiment).tracks
    rows = SERIES["sharpness"].new_rows(experiment, spec, track, slice(20, 30))
    for time, found in enumerate(rows[:, 0], 20):
        seen = track["positions"][time, 0] - np.array([0.05, 0.02]) * time
        assert found[::-1] == pytest.approx(np.linalg.eigvalsh(camel.hessian(seen)))


def test_a_minimum_is_reached_where_it_is_at_that_time(race):
    experiment, tracks = race
    course, fates = Course(experiment, tracks[1], 1), Fates(experiment, tracks[1])
    assert course.at(59).reached == "flat (1.5, 0)"
    assert course.at(60).reached == ""  # it has just gone elsewhere
    assert course.at(119).reached == "flat (1.9, −0.1)"
    told = [dict(fates.at(time).counts).get("flat", 0) for time in (59, 60, 119)]
    assert told == [1, 0, 2]  # what stood in the sharp basin is thrown out of it


def test_who_follows_the_minimum_is_at_rest_as_far_as_the_landscape_is_concerned():
    """The bowl glides at a constant speed: SGD trails behind by it, at a slope that stays."""
    bowl = make({"name": "expression", "parameters": {"loss": "0.5*(x**2+y**2)"},
                 "domain": [[-3, 3], [-3, 3]]})  # fmt: skip
    spec = MethodSpec.create("sgd", {"lr": 0.5})
    slow = Drift("glide", 1, (1e-7, 0.0))
    experiment = Experiment(bowl, (spec,), ((0.1, 0.0),), 200, drift=slow)
    (track,) = record(experiment).tracks
    assert Course(experiment, track, 0).at(200).status.kind == "converged"
    quick = Experiment(bowl, (spec,), ((0.1, 0.0),), 200, drift=Drift("glide", 1, (0.1, 0.0)))
    assert Course(quick, record(quick).tracks[0], 0).at(200).status.kind == "not converged"


def test_the_anatomy_of_a_step_begins_with_the_slope_where_the_landscape_stands(race):
    experiment, tracks = race
    for time in (59, 60):
        found = terms(experiment, experiment.methods[0], tracks[0], time, 0)
        seen = tracks[0]["positions"][time, 0] - moved(time)
        assert found.slope == pytest.approx(BASINS.gradient(seen))
        climbed = BASINS.gradient(seen + found.ascent)
        assert found.gradient == pytest.approx(climbed)


def test_the_colours_mean_the_same_wherever_it_has_moved():
    experiment = Experiment(BASINS, (MethodSpec.create("sgd"),), ((0.0, 0.0),), 200, drift=DRIFT)
    assert experiment.landscape_at(60) != BASINS
    assert domain_scale(experiment.landscape_at(60)) == domain_scale(BASINS)


def test_a_basin_that_moves_along_stays_the_same_basin():
    """The flat basin glides to where the sharp one was: who is in it has left all the same."""
    methods = tuple(
        MethodSpec.create("adam+cm", {"lr": 0.05, "strength": kappa}) for kappa in (1.0, 0.0)
    )
    there = Drift("glide", 300, (-3.0, 0.0))
    experiment = Experiment(BASINS, methods, ((-1.5, 0.01),), 300, drift=there)
    tracks = record(experiment).tracks
    for track in tracks:
        assert track["positions"][-1, 0] == pytest.approx(np.array([-1.5, 0.0]), abs=0.4)
    for cases in (
        memory_does_not_explain(experiment, tracks, 0),
        from_all_starts(experiment, tracks),
    ):
        assert [(case.method, case.minimum.name) for case in cases] == [(0, "flat")]
