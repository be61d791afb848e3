"""What a chart's axis shows of its values."""

from __future__ import annotations

import numpy as np
import pytest

from app.figures.curves.scale import Scale


@pytest.mark.parametrize("value", [2.0, -7e5, 3e-8])
def test_values_that_differ_by_rounding_alone_lie_in_the_middle_of_the_axis(value: float) -> None:
    noise = value * (1 + np.finfo(float).eps * np.arange(-3, 4))
    low, high = Scale().span(noise)
    assert high - low == pytest.approx(0.1 * abs(value), rel=1e-6)
    assert (low + high) / 2 == pytest.approx(value, rel=1e-6)


def test_values_that_differ_fill_the_axis_but_for_a_margin() -> None:
    low, high = Scale().span(np.array([1.0, 1.0001]))
    assert 1e-4 < high - low < 1.2e-4
