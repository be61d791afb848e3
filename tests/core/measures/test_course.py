"""What became of a run is said of the time that is looked at, in words that are true."""

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.standing import Course, reached
from core.stepping.simulate import record
from landscapes import make


def course(landscape, start, steps, **hyperparameters):
    experiment = Experiment(
        make({"name": landscape}), (MethodSpec.create("sgd", hyperparameters),), (start,), steps
    )
    return experiment, Course(experiment, record(experiment).tracks[0], 0)


def test_a_run_that_comes_to_rest_converges_and_has_reached_a_minimum_by_name():
    experiment, found = course("two-basins", (1.2, 0.3), 200, lr=0.1)
    end = found.at(200)
    assert end.status.kind == "converged" and 0 < end.status.step < 100
    name = next(m.name for m in experiment.landscape.minima if m.position[0] > 0)
    assert end.reached.startswith(name)
    assert found.at(end.status.step - 1).status.kind == "running"
    assert end.sharpness == pytest.approx(1.0, rel=0.05)


def test_a_rest_on_a_saddle_is_called_one():
    _, found = course("saddle", (0.5, 0.0), 400, lr=0.1)
    assert found.at(400).status.kind == "converged"
    assert found.at(400).reached.startswith("saddle")


def test_a_rest_at_a_maximum_is_called_one():
    hill = make(
        {"name": "expression", "parameters": {"loss": "-x**2 - y**2"},
         "domain": [[-1, 1], [-1, 1]]}
    )  # fmt: skip
    assert reached(hill, np.zeros(2), at_rest=True) == "maximum (0, 0)"


@pytest.mark.parametrize("slopes", [(2, 1), (1, 3), (-1, 3), (-3, 1)])
def test_a_saddle_is_one_however_steeply_it_falls(slopes):
    """Not the trace decides, nor which axis falls: one eigenvalue of each sign."""
    up, down = slopes
    landscape = make(
        {"name": "expression", "parameters": {"loss": f"{up}*x**2 - ({down})*y**2"},
         "domain": [[-1, 1], [-1, 1]]}
    )  # fmt: skip
    kind = "maximum" if up < 0 else "saddle"
    assert reached(landscape, np.zeros(2), at_rest=True) == f"{kind} (0, 0)"


def test_a_place_that_is_no_known_minimum_has_no_name_while_it_moves():
    landscape = make({"name": "ackley"})
    assert reached(landscape, np.array([2.0, 2.0]), at_rest=False) == ""
    assert reached(landscape, np.array([1.97445, 1.97445]), at_rest=True) == "local (1.97, 1.97)"
    assert reached(landscape, np.array([0.01, 0.0]), at_rest=False) == "global (0, 0)"


def test_a_time_beyond_what_is_computed_shows_the_last_there_is():
    _, found = course("two-basins", (1.2, 0.3), 20, lr=0.1)
    assert found.at(500) == found.at(20)
