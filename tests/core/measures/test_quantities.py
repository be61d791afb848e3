"""Every quantity equals a hand calculation or a second, independent way to compute it."""

import dataclasses

import numpy as np
import pytest

from core.experiment.schedules import Schedule
from core.measures import memories, quantities
from core.stepping.simulate import record
from landscapes import make
from tests.core.measures.one_run import run

NAN = np.nan


def test_best_so_far_passes_over_what_is_not_finite():
    losses = np.array([[3.0], [1.0], [2.0], [NAN], [0.5]])
    np.testing.assert_array_equal(quantities.best_so_far(losses)[:, 0], [3, 1, 1, 1, 0.5])


def test_path_of_a_hand_made_walk():
    walk = np.array([[0.0, 0.0], [3.0, 4.0], [3.0, 4.0], [3.0, 5.0]])[:, None]
    np.testing.assert_array_equal(quantities.step_lengths(walk)[:, 0], [5, 0, 1])
    np.testing.assert_array_equal(quantities.path_lengths(walk)[:, 0], [0, 5, 5, 6])


@pytest.mark.parametrize("method", ["adam", "adamw", "rmsprop", "sgd", "sgdm", "adam+cm"])
def test_effective_rate_times_what_is_stepped_is_the_step(method):
    experiment, spec, track = run(method, weight_decay=0.0, lr=0.02)
    experiment = dataclasses.replace(experiment, lr_schedule=Schedule("cosine", to=0.1))
    track = record(experiment).tracks[0]
    steps = np.arange(1, 41)
    rates = quantities.effective_rates(
        experiment, spec, steps, track["second_moments"][1:], track["positions"][1:]
    )
    stepped = track["first_moments"][1:] if spec.row.base.has_momentum else track["gradients"]
    if spec.row.memory == "cm":
        stepped = stepped + memories.memory_mean(spec, track, slice(0, 40))
    if spec.row.base.name in ("adam", "adamw"):
        stepped = stepped / (1 - 0.9 ** steps[:, None, None])
    np.testing.assert_allclose(rates * stepped, -np.diff(track["positions"], axis=0), atol=1e-12)


def test_distance_to_the_nearest_global_minimum():
    landscape = make({"name": "goldstein-price"})
    points = np.array([[0.0, -1.0], [0.0, 0.0], [1.8, 0.2]])
    np.testing.assert_allclose(
        quantities.distance_to_global(landscape, points), [0, 1, np.hypot(1.8, 1.2)]
    )


def test_the_minimum_reached_may_be_a_local_one():
    landscape = make({"name": "goldstein-price"})
    points = np.array([[1.799, 0.2], [0.0, -1.0], [1.0, 1.9], [NAN, NAN]])
    found = quantities.minimum_reached(landscape, points)
    assert landscape.minima[found[0]].loss == pytest.approx(84)
    assert landscape.minima[found[1]].is_global
    assert list(found[2:]) == [-1, -1]


def test_a_minimum_is_reached_within_two_hundredths_of_the_domains_diagonal():
    landscape = make({"name": "goldstein-price"})
    reach = 0.02 * np.hypot(4, 4)
    points = np.array([[0.0, -1.0 - 0.99 * reach], [0.0, -1.0 - 1.01 * reach]])
    found = quantities.minimum_reached(landscape, points)
    assert found[0] >= 0 and found[1] == -1
