"""SAM's measure of sharpness on a bowl, where it is known."""

from __future__ import annotations

import numpy as np
import pytest

from core.measures.perturbation import m_sharpness


def test_on_a_bowl_it_is_the_slope_and_half_the_curvature() -> None:
    """½a‖θ‖²: a step ρ uphill raises it by ρ·a‖θ‖ + ½aρ²."""
    points = np.array([[3.0, 4.0], [0.6, 0.8]])

    def bowl(at: np.ndarray, curvature: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return 0.5 * curvature * (at * at).sum(-1), curvature * at

    batches = [np.array(2.0), np.array(6.0)]
    found = m_sharpness(bowl, points, batches, radius=0.1)
    assert found.slope == pytest.approx([0.1 * 4 * 5, 0.1 * 4 * 1])
    assert found.value == pytest.approx(found.slope + 0.5 * 4 * 0.01)
