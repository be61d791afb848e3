"""What networks learn from: splits, wrong labels and mini-batches."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pytest

from landscapes import LandscapeError
from landscapes.networks import digits
from landscapes.networks.digits_mlp import DigitsMLP


def as_set(images: np.ndarray) -> set[bytes]:
    return {image.tobytes() for image in images}


def test_the_digits_are_those_of_scikit_learn():
    # Its file alone: importing scikit-learn takes seconds.
    package = importlib.util.find_spec("sklearn")
    assert package and package.origin
    path = Path(package.origin).parent / "datasets" / "data" / "digits.csv.gz"
    rows, images = np.loadtxt(path, delimiter=","), digits.images()
    np.testing.assert_array_equal(images.inputs * 16, rows[:, :-1])
    np.testing.assert_array_equal(images.labels, rows[:, -1])


def test_no_image_is_learnt_from_and_tested_on():
    for split in (0, 1):
        network = DigitsMLP(train=digits.MOST, split=split)
        parts = [network.samples(part).inputs for part in ("train", "validation", "test")]
        assert list(map(len, parts)) == [1200, 200, 397]
        assert (network.train_count, network.test_count) == (1200, 397)
        every = set().union(*map(as_set, parts))
        assert every == as_set(digits.images().inputs)
        assert len(every) == sum(len(as_set(part)) for part in parts)


def test_more_images_contain_fewer_and_are_tested_on_the_same():
    few, many = DigitsMLP(train=100), DigitsMLP(train=700)
    np.testing.assert_array_equal(few.samples("train").inputs, many.samples("train").inputs[:100])
    for part in ("validation", "test"):
        np.testing.assert_array_equal(few.samples(part).inputs, many.samples(part).inputs)
    other = DigitsMLP(train=100, split=1).samples("test")
    assert not np.array_equal(other.labels, few.samples("test").labels)


@pytest.mark.parametrize(("share", "wrong"), [(0.4, 400), (0.1234, 123), (0.9, 900)])
def test_the_share_of_wrong_labels_is_exact(share, wrong):
    clean, noisy = DigitsMLP(), DigitsMLP(label_noise=share)
    right, given = clean.samples("train").labels, noisy.samples("train").labels
    assert (right != given).sum() == wrong
    assert given.min() == 0 and given.max() == 9
    # Nor do they become one class more than another.
    assert abs(np.bincount(given[right != given], minlength=10) - wrong / 10).max() < wrong / 10
    np.testing.assert_array_equal(clean.samples("test").labels, noisy.samples("test").labels)
    np.testing.assert_array_equal(clean.samples("train").inputs, noisy.samples("train").inputs)


def test_a_preview_is_the_same_network_on_its_first_samples():
    network = DigitsMLP(label_noise=0.4)
    some = network.limited(64)
    assert some.train_count == 64 and some.test_count == 397
    np.testing.assert_array_equal(
        some.samples("train").labels, network.samples("train").labels[:64]
    )
    point = network.initial(0, 1)
    np.testing.assert_array_equal(some.loss(point), some.measured(point, "train").loss.astype("f4"))
    np.testing.assert_array_equal(
        some.measured(point, "train").loss, network.measured(point, "train", 64).loss
    )


def test_every_epoch_goes_once_through_all_samples_in_an_order_of_its_own():
    network = DigitsMLP(train=50)
    steps = [network.batch_rows(7, step, 3, 16) for step in range(1, 26)]  # 8 epochs
    for replica in range(3):
        epochs = np.concatenate([rows[replica] for rows in steps]).reshape(8, 50)
        np.testing.assert_array_equal(np.sort(epochs), np.tile(np.arange(50), (8, 1)))
        assert len(as_set(epochs)) == 8


def test_a_batch_depends_on_seed_replica_and_step_alone():
    network = DigitsMLP()
    rows = network.batch_rows(7, 40, 5, 64)
    network.batch_rows(7, 999, 5, 64)
    np.testing.assert_array_equal(network.batch_rows(7, 40, 2, 64, first=3), rows[3:])
    assert len(as_set(np.concatenate([rows, network.batch_rows(8, 40, 5, 64)]))) == 10


@pytest.mark.parametrize(("step", "size"), [(1, 0), (1, 1001), (0, 10)])
def test_batches_that_cannot_be_are_refused(step, size):
    with pytest.raises(ValueError, match=r"1 to 1000 samples|counted from 1"):
        DigitsMLP().batch_rows(0, step, 1, size)


def test_an_architecture_out_of_range_is_refused():
    with pytest.raises(LandscapeError, match="from 50 to 1200"):
        DigitsMLP(train=49)


def test_people_are_told_what_it_is():
    network = DigitsMLP(label_noise=0.4)
    assert network.architecture == "64–32–10, ReLU" and network.dimension == 2410
    assert network.data == "1,000 digits, 397 to test, 40 % of the labels wrong"
