"""A line with fewer points keeps in each stretch what is lowest and highest in it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.figures.curves.peaks import DENSE, peaks


@pytest.mark.parametrize("length", [1, 40, 40 * DENSE])
def test_what_is_not_crowded_is_left_as_it_is(length: int) -> None:
    times, values = np.arange(float(length)), np.linspace(0, 1, length)
    found = peaks(times, values, 40)
    assert found[0] is times and found[1] is values


@settings(max_examples=60, deadline=None)
@given(length=st.integers(200, 3000), pixels=st.integers(1, 30), seed=st.integers(0, 99))
def test_each_pixel_keeps_its_extremes_and_times_ascend(
    length: int, pixels: int, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    values = draw.normal(size=length)
    values[draw.random(length) < 0.1] = np.nan
    values[: length // 3] = np.nan  # whole stretches without a value
    times = np.arange(length) + 5.0
    shown, kept = peaks(times, values, pixels)
    assert len(shown) <= 2 * pixels
    assert (np.diff(shown) >= 0).all()
    np.testing.assert_array_equal(kept, values[(shown - 5.0).astype(int)])
    together = -(-length // pixels)
    for first in range(0, length, together):
        there = values[first : first + together]
        of_it = kept[(shown >= first + 5.0) & (shown < first + together + 5.0)]
        if np.isfinite(there).any():
            assert (np.nanmin(of_it), np.nanmax(of_it)) == (np.nanmin(there), np.nanmax(there))
        else:
            assert np.isnan(of_it).all()
