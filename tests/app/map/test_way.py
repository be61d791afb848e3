"""The way between two views goes evenly, and never past either."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.map.drawing.view import View
from app.map.way import between

WHOLE = View((-5.0, 5.0), (-4.0, 4.0))
NEAR = View((3.0, 3.01), (2.0, 2.008))


@given(share=st.floats(0.0, 1.0))
@pytest.mark.parametrize(("one", "other"), [(WHOLE, NEAR), (NEAR, WHOLE)])
def test_all_that_is_seen_lies_between_the_two(one, other, share):
    seen = between(one, other, share)
    for axis in ("x", "y"):
        low, high = getattr(seen, axis)
        outer, inner = getattr(WHOLE, axis), getattr(NEAR, axis)
        assert outer[0] - 1e-9 <= low <= inner[0] + 1e-9
        assert inner[1] - 1e-9 <= high <= outer[1] + 1e-9


def test_half_the_way_is_half_the_logarithm():
    x = between(WHOLE, NEAR, 0.5).x
    assert x[1] - x[0] == pytest.approx((10.0 * 0.01) ** 0.5)


def test_a_shift_goes_straight():
    assert between(View((0, 2), (0, 2)), View((4, 6), (0, 2)), 0.25).x == pytest.approx((1.0, 3.0))
