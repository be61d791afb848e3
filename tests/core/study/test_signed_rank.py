"""Paired differences, against scipy and by counting how often the truth is covered."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from core.study.results.signed_rank import p_value, shift


@pytest.mark.parametrize("n", [1, 2, 5, 8, 10, 25])
def test_p_values_are_those_of_the_exact_test(n: int) -> None:
    for seed in range(10):
        differences = np.random.default_rng([n, seed]).normal(0.4, 1, n)
        theirs = stats.wilcoxon(differences, method="exact").pvalue
        assert p_value(differences) == pytest.approx(theirs)


def test_equal_differences_share_their_ranks_and_none_has_none() -> None:
    """|d| = 1, 1, 2, 3 have the ranks 1½, 1½, 3, 4: of the 16 ways of signs those with a sum of
    1½ or less on one side are (), (1½), (1½); two-sided 6/16."""
    assert p_value(np.array([1.0, -1.0, 2.0, 3.0, 0.0])) == pytest.approx(6 / 16)
    assert p_value(np.zeros(4)) == 1
    assert p_value(np.array([])) == 1


def test_the_shift_is_the_median_of_the_means_of_pairs() -> None:
    """Of 1, 2, 6: 1, 1½, 2, 3½, 4, 6."""
    found = shift(np.array([6.0, 1.0, 2.0]))
    assert found.value == 2.75
    assert (found.low, found.high) == (-np.inf, np.inf)  # three differences bound nothing


def test_an_interval_holds_the_shifts_that_the_test_does_not_refuse() -> None:
    differences = np.random.default_rng(5).normal(1, 1, 12)
    found = shift(differences)
    step = 1e-9
    for end, outward in ((found.low, -step), (found.high, step)):
        assert p_value(differences - end - outward) < 0.05 <= p_value(differences - end + outward)


def test_the_truth_is_covered_as_often_as_it_says() -> None:
    rng, covered = np.random.default_rng(9), 0
    for _ in range(2000):
        found = shift(rng.standard_normal(10) + 0.3)
        covered += found.low <= 0.3 <= found.high
    assert 0.93 <= covered / 2000 <= 0.97


def test_what_is_not_a_number_is_left_out() -> None:
    assert shift(np.array([np.nan, 2.0, 2.0])).value == 2
    assert p_value(np.array([np.nan, 2.0])) == 1
    assert np.isnan(shift(np.array([np.nan])).value)
