"""What a memory is equals a hand calculation or what the rule itself used."""

import numpy as np
import pytest

from core.measures import memories
from tests.core.measures.one_run import run

NAN = np.nan


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
