"""Every quantity equals a hand calculation or a second, independent way to compute it."""

import dataclasses

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.schedules import Schedule
from core.measures import endings, memories, quantities
from core.measures.status import status
from core.stepping.simulate import record
from landscapes import make

NAN = np.nan


def run(method, steps=40, landscape=None, starts=((1.2, 0.7), (-1.0, 0.3)), **hyperparameters):
    experiment = Experiment(
        make(landscape or {"name": "two-basins"}),
        (MethodSpec.create(method, hyperparameters),),
        starts,
        steps,
    )
    return experiment, experiment.methods[0], record(experiment).tracks[0]


def test_agreement_of_hand_made_memories():
    same, opposite, square, empty = (
        [[1.0, 2.0], [2.0, 4.0]],
        [[1.0, 0.0], [-1.0, 0.0]],
        [[1.0, 0.0], [0.0, 1.0]],
        [[NAN, NAN], [NAN, NAN]],
    )
    found = memories.agreement(np.array([same, opposite, square, empty]))
    np.testing.assert_allclose(found[:3], [1.0, 0.0, np.sqrt(2) / 2], atol=1e-15)
    assert np.isnan(found[3])


@pytest.mark.parametrize("scale", [1e-320, 1e-200, 1e160, 1e308])
def test_agreement_does_not_depend_on_the_scale_of_the_items(scale):
    items = np.array([[[1.0, 0.0], [0.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]], [[1.0, NAN], [0.5, 0.5]]])
    items[2, 0] = NAN
    usual = [[1.0, 0.0], [-1.0, 0.0]]
    found = memories.agreement(np.concatenate([items * scale, [usual]]))
    np.testing.assert_allclose(found[[0, 2, 3]], [np.sqrt(2) / 2, 1.0, 0.0], rtol=1e-3)
    assert np.isnan(found[1])


def test_agreement_never_exceeds_one_and_passes_empty_slots_over():
    one = np.random.default_rng(0).normal(size=(500, 1, 2))
    items = np.concatenate([one, one * 3, np.full_like(one, NAN)], axis=1)
    found = memories.agreement(items)
    assert found.max() <= 1.0
    np.testing.assert_allclose(found, 1.0, rtol=1e-14)


def test_mean_of_an_empty_memory_is_zero():
    items = np.array([[[NAN, NAN], [NAN, NAN]], [[3.0, 1.0], [NAN, NAN]]])
    np.testing.assert_array_equal(memories.mean_item(items), [[0.0, 0.0], [3.0, 1.0]])


@pytest.mark.parametrize("memory", ["cg", "cm"])
def test_the_running_average_is_the_one_the_rule_used(memory):
    """Policy ema keeps no items: its mean is read back out of the steps that were made with it."""
    _, spec, track = run(f"sgdm+{memory}", policy="ema", capacity=4, lr=0.01)
    means = memories.memory_mean(spec, track, slice(0, 40))
    moved = -np.diff(track["positions"], axis=0) / 0.01
    m, g = track["first_moments"], track["gradients"]
    expected = moved - m[1:] if memory == "cm" else m[1:] - 0.9 * m[:-1] - g
    np.testing.assert_allclose(means, expected, atol=1e-9)
    assert np.abs(means).max() > 1e-3


def test_a_running_average_at_one_time_is_that_of_all_times():
    """Of a long run only what still weighs anything is looked at."""
    _, spec, track = run("sgdm+cg", steps=400, policy="ema", capacity=3, lr=0.01)
    means = memories.memory_mean(spec, track, slice(0, 400))
    for time in (0, 1, 7, 130, 399):
        found = memories.memory_mean(spec, track, slice(time, time + 1))
        np.testing.assert_allclose(found[0], means[time], rtol=1e-13, atol=1e-15)
    weights = (2 / 3) ** np.arange(398, -1, -1)
    expected = np.tensordot(weights, track["gradients"][:399], 1) / weights.sum()
    np.testing.assert_allclose(means[399], expected, rtol=1e-12)


def test_threshold_is_the_lowest_priority_once_every_slot_is_taken():
    priorities = np.array([[3.0, 1.0, 2.0, NAN], [3.0, NAN, 2.0, NAN]])
    np.testing.assert_array_equal(memories.threshold(priorities, 3), [1.0, NAN])
    assert np.isnan(memories.threshold(priorities, 3, "fifo")).all()
    assert np.isnan(memories.threshold(priorities, 0)).all()


@pytest.mark.parametrize("decay", [0.7, 1.0])
def test_the_threshold_decides_what_is_rejected(decay):
    _, _, track = run("adam+cm", steps=120, capacity=3, decay=decay)
    level = memories.threshold(track["memory_priorities"][:-1], 3)
    accepted = track["gradient_norms"] > np.nan_to_num(level, nan=-1.0)
    np.testing.assert_array_equal(track["memory_events"] != 3, accepted)
    assert (~accepted).any() or decay < 1


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
