"""When a run has ended, and what is then said of it."""

import numpy as np

from core.measures import endings
from core.measures.status import status
from landscapes import make
from tests.core.measures.one_run import run

NAN = np.nan


def test_a_run_converges_when_its_gradient_stays_small():
    starts = ((1.2, 0.3), (-1.5, 0.3))  # the sharp basin throws the second one out first
    experiment, _, track = run("sgd", steps=80, lr=0.1, starts=starts)
    found = endings.converged_at(experiment.landscape, track["positions"])
    norms = np.linalg.norm(experiment.landscape.gradient(track["positions"]), axis=-1)
    for start, first in enumerate(found):
        if first >= 0:
            assert (norms[first:, start] < endings.CONVERGED_GRADIENT).all()
            assert norms[first - 1, start] >= endings.CONVERGED_GRADIENT
    assert 0 < found[0] < 70
    assert found[1] == -1


def test_a_calm_that_has_only_just_begun_is_no_convergence():
    landscape = make({"name": "two-basins"})
    rest = np.array([[1.5, 0.0]])
    away = np.array([[0.9, 0.5]])
    few = np.stack([away] * 20 + [rest] * endings.CONVERGED_STEPS)
    assert endings.converged_at(landscape, few) == [-1]
    assert endings.converged_at(landscape, few[20:]) == [-1]
    assert endings.converged_at(landscape, np.concatenate([few, rest[None]])) == [20]


def test_divergence_is_found_where_it_begins():
    positions = np.zeros((6, 2, 2))
    positions[4:, 1] = NAN
    np.testing.assert_array_equal(endings.diverged_at(positions), [-1, 4])


def test_status_depends_on_the_time_that_is_looked_at():
    assert str(status(29, converged=30)) == "running"
    assert str(status(30, converged=30)) == "converged at 30"
    assert [str(status(time, diverged=12)) for time in (11, 12, 13)] == [
        "running", "diverged at 12", "diverged at 12"
    ]  # fmt: skip
    assert [str(status(time, undefined=3, diverged=5)) for time in (2, 3, 5)] == [
        "running", "undefined at 3", "undefined at 3"
    ]  # fmt: skip
    assert str(status(0, diverged=0)) == "diverged at 0"


def test_at_the_last_step_a_run_that_has_not_come_to_rest_is_called_that():
    assert str(status(50, ended=True)) == "not converged"
    assert str(status(50, converged=50, ended=True)) == "converged at 50"
