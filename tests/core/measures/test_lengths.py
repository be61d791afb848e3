"""Lengths agree with the standard library's, also where squares overflow."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.measures.lengths import lengths
from core.measures.quantities import distances, path_lengths, step_lengths
from landscapes.ackley import Ackley

LARGE = st.sampled_from([0.0, 1.0, 3e100, 1e154, 1.4e154, 1e200, 1e307, 1e308, math.inf])
PAIRS = st.tuples(LARGE, LARGE.map(lambda number: -number))


@given(pair=PAIRS)
def test_a_length_is_what_hypot_says(pair):
    assert float(lengths(np.array(pair))) == pytest.approx(math.hypot(*pair), rel=1e-15)
    assert lengths(np.array([pair, (3.0, 4.0)]))[1] == 5.0


def test_what_is_not_a_number_stays_none():
    assert np.isnan(lengths(np.array([math.nan, 1.0])))


def test_ways_and_distances_from_the_ends_of_numbers_are_no_infinity():
    far = np.array([[1e200, 0.0], [0.0, 1e200], [0.0, 0.0]])
    assert step_lengths(far) == pytest.approx([math.sqrt(2) * 1e200, 1e200])
    assert path_lengths(far)[-1] == pytest.approx((1 + math.sqrt(2)) * 1e200)
    assert distances(Ackley(), far)[:, 0] == pytest.approx([1e200, 1e200, 0.0])
