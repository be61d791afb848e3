"""Tasks in sequence: which task a step learns, on what, and how each is measured."""

from __future__ import annotations

import numpy as np
import pytest

from landscapes.networks.digits_mlp import DigitsMLP
from landscapes.networks.digits_tasks import DigitsTasks


def test_the_digits_come_two_by_two_each_image_as_often_as_there_are_passes():
    network = DigitsTasks(train=300, passes=2)
    labels, batch = network.samples("train").labels, 7
    ends = network.task_ends(batch)
    seen: list[list[int]] = [[] for _ in network.tasks]
    for step in range(1, ends[-1] + 1):
        task = network.task_at(step, batch)
        rows = network.batch_rows(3, step, 2, batch)
        assert (labels[rows] // 2 == task).all()
        seen[task] += rows[1].tolist()
    for task, rows in enumerate(seen):
        images = np.flatnonzero(labels // 2 == task)
        counts = np.bincount(rows, minlength=300)[images]
        assert counts.min() >= 2 and counts.sum() == len(rows) < 2 * len(images) + batch
    assert network.task_at(ends[-1] + 100, batch) == 4
    assert [network.task_at(end, batch) for end in ends] == [0, 1, 2, 3, 4]
    assert [network.task_at(end + 1, batch) for end in ends] == [1, 2, 3, 4, 4]


def test_a_batch_larger_than_a_task_takes_some_of_its_images_again():
    network = DigitsTasks(train=50)
    rows = network.batch_rows(0, 1, 1, 50)
    assert rows.shape == (1, 50) and (network.samples("train").labels[rows] < 2).all()
    with pytest.raises(ValueError, match="1 to 50 samples"):
        network.batch_rows(0, 1, 1, 51)


def test_a_batch_depends_on_seed_replica_and_step_alone():
    network = DigitsTasks()
    rows = network.batch_rows(7, 40, 5, 8)
    np.testing.assert_array_equal(network.batch_rows(7, 40, 2, 8, first=3), rows[3:])


def test_the_measures_of_the_tasks_make_up_those_of_all():
    network = DigitsTasks(hidden=4)
    point = network.initial(0, 2).astype(float)
    labels = network.samples("test").labels
    counts = [int((labels // 2 == task).sum()) for task in range(5)]
    parts = [network.measured(point, "test", task=task) for task in range(5)]
    whole = network.measured(point, "test")
    for name in ("loss", "accuracy"):
        mean = sum(
            count * getattr(part, name) for count, part in zip(counts, parts, strict=True)
        ) / sum(counts)
        np.testing.assert_allclose(mean, getattr(whole, name), rtol=1e-12)


def test_with_one_head_it_is_the_perceptron_on_the_digits():
    tasks, mlp = DigitsTasks(own_heads=0, train=200), DigitsMLP(train=200)
    point = mlp.initial(1, 1)
    np.testing.assert_array_equal(tasks.gradient(point), mlp.gradient(point))
    # Guessing between two digits costs log 2, among ten log 10.
    zero = np.zeros(mlp.dimension)
    assert tasks.loss(zero) == pytest.approx(np.log(10), rel=1e-14)
    assert DigitsTasks(train=200).loss(zero) == pytest.approx(np.log(2), rel=1e-14)


def test_a_network_without_tasks_says_so():
    with pytest.raises(ValueError, match="no tasks in sequence"):
        DigitsMLP().measured(np.zeros(2410), "test", task=0)
