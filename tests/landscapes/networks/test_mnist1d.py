"""MNIST-1D against its published recipe, followed one signal at a time with scipy."""

from __future__ import annotations

import numpy as np
from scipy.interpolate import interp1d
from scipy.ndimage import gaussian_filter

from landscapes.networks import mnist1d_recipe as recipe
from landscapes.networks.mnist1d import MNIST1D
from landscapes.networks.samples import Samples


def interpolated(signal: np.ndarray, points: int) -> np.ndarray:
    return interp1d(np.linspace(0, 1, len(signal)), signal)(np.linspace(0, 1, points))


def published(digit: int, draws: np.ndarray) -> np.ndarray:
    """The transform of the paper's package, with its random numbers handed in."""
    padding, scale, translation, shear, *noise = draws
    radius, angle = np.sqrt(-2 * np.log(1 - np.array(noise[:72]))), 2 * np.pi * np.array(noise[72:])
    correlated, independent = radius * np.cos(angle), radius * np.sin(angle)
    x = np.concatenate([recipe.templates()[digit] + 1e-8, np.zeros(36 + int(padding * 25))])
    x = interpolated(x, 72) * (1 + 0.4 * (scale - 0.5))
    shift = int(translation * 48)
    x = np.concatenate([x[-shift:], x[:-shift]])
    mask = x != 0
    x = mask * x + (1 - mask) * gaussian_filter(0.25 * correlated, 2)
    x = x + 0.02 * independent
    x = x - 0.75 * (shear - 0.5) * np.linspace(-0.5, 0.5, 72)
    return interpolated(x, 40)


def test_signals_are_made_by_the_published_recipe():
    draws = np.random.default_rng(0).random((40, recipe.DRAWS))
    draws[0, :4], draws[1, :4] = 0.0, 1 - 2**-53  # the ends of their ranges
    digits = np.arange(40) % 10
    expected = [published(digit, row) for digit, row in zip(digits, draws, strict=True)]
    np.testing.assert_allclose(recipe.signals(digits, draws), expected, rtol=0, atol=1e-12)


def test_the_templates_are_the_papers():
    # Whitened, shifted to begin at 0, and a sixth of that: of the digit 7, by hand.
    seven = np.array([5, 7, 7, 6.6, 6.2, 5.8, 5.4, 5, 4.6, 4.2, 5, 5])
    assert recipe.templates().shape == (10, 12)
    np.testing.assert_allclose(recipe.templates()[7], (seven - 5) / seven.std() / 6, atol=1e-15)
    assert (recipe.templates()[:, 0] == 0).all() and (abs(recipe.templates()[:, -1]) < 1e-15).all()


def test_there_are_5000_signals_of_ten_digits_centred_and_of_one_spread():
    every: Samples = recipe.drawn(3)
    assert every.inputs.shape == (5000, 40)
    assert (np.bincount(every.labels) == 500).all()
    assert abs(every.inputs.mean()) < 1e-6 and abs(every.inputs.std() - 1) < 1e-6
    assert len({signal.tobytes() for signal in every.inputs}) == 5000
    assert not np.array_equal(recipe.drawn(4).inputs, every.inputs)


def test_signals_to_learn_from_are_none_of_those_to_be_tested_on():
    network = MNIST1D(train=3500, split=3)
    parts = [network.samples(part).inputs for part in ("train", "validation", "test")]
    assert list(map(len, parts)) == [3500, 500, 1000]
    assert len({signal.tobytes() for part in parts for signal in part}) == 5000


def test_both_noises_are_standard_normal_before_they_are_scaled():
    drawn = recipe._normal(np.random.default_rng(0).random((2000, 20))).ravel()
    assert abs(drawn.mean()) < 0.02 and abs(drawn.std() - 1) < 0.02
    assert abs((drawn**4).mean() - 3) < 0.2  # its kurtosis
