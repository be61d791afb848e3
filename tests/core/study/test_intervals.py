"""Intervals against scipy's, and against the truth they are to cover."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from core.study import intervals


@pytest.mark.parametrize(
    ("count", "n"), [(0, 1), (1, 1), (3, 10), (0, 128), (64, 128), (9, 10_000)]
)
def test_a_share_s_interval_is_wilson_s(count: int, n: int) -> None:
    found = intervals.share(count, n)
    wanted = stats.binomtest(count, n).proportion_ci(0.95, method="wilson")
    assert found == pytest.approx((count / n, wanted.low, wanted.high), abs=1e-12)


def test_of_nothing_nothing_is_said() -> None:
    assert all(map(math.isnan, intervals.share(0, 0)))
    assert all(map(math.isnan, intervals.quantile(np.array([]))))


@pytest.mark.parametrize("n", [5, 6, 7, 50, 1001])
@pytest.mark.parametrize("q", [0.25, 0.5])
def test_a_quantile_s_interval_is_that_of_the_binomial_law(n: int, q: float) -> None:
    values = np.random.default_rng(n).normal(size=n)
    found = intervals.quantile(values, q)
    assert found.value == pytest.approx(np.quantile(values, q))
    wanted = stats.quantile_test(values, p=q).confidence_interval(0.95)
    low, high = wanted
    assert found.low == (-math.inf if math.isnan(low) else low)
    assert found.high == (math.inf if math.isnan(high) else high)


def test_who_diverged_counts_as_the_worst() -> None:
    values = np.array([1.0, 2.0, np.nan, np.nan, np.nan])
    assert intervals.quantile(values).value == math.inf
    assert intervals.quantile(np.array([1.0, 2.0, 3.0, np.nan, np.nan])).value == 3.0


@pytest.mark.parametrize(("first", "second"), [(0, 0), (3, 3), (1, 9), (40, 2), (500, 520)])
def test_the_sign_test_is_the_exact_binomial_test(first: int, second: int) -> None:
    wanted = stats.binomtest(first, first + second).pvalue if first + second else 1.0
    assert intervals.sign_test(first, second) == pytest.approx(wanted, abs=1e-10)
    assert intervals.mcnemar(first, second) == intervals.sign_test(second, first)


def test_a_difference_on_the_same_starts_is_newcombe_s() -> None:
    """Table II of Newcombe (1998), method 10."""
    found = intervals.share_difference(36, 12, 2, 0)
    assert found == pytest.approx((0.2, 0.0569, 0.3404), abs=6e-5)


def test_the_difference_s_interval_covers_the_truth() -> None:
    """Pairs whose outcomes hang together: the difference is 0.1, the two agree in 70 %."""
    rng = np.random.default_rng(1)
    tables = rng.multinomial(200, [0.4, 0.2, 0.1, 0.3], size=2000)
    found = [intervals.share_difference(*map(int, row)) for row in tables]
    assert 0.93 <= np.mean([low <= 0.1 <= high for _, low, high in found]) <= 0.97


def test_holm_s_correction_is_the_published_example() -> None:
    assert intervals.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert intervals.holm([]) == []


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    """2,000 samples of a known share and of a known median: 93 to 97 % cover it."""
    rng = np.random.default_rng(0)
    counts = rng.binomial(400, 0.3, 2000)
    covered = [
        low <= 0.3 <= high for _, low, high in (intervals.share(int(k), 400) for k in counts)
    ]
    assert 0.93 <= np.mean(covered) <= 0.97
    samples = rng.exponential(size=(2000, 401))
    found = [intervals.quantile(row) for row in samples]
    assert 0.93 <= np.mean([low <= math.log(2) <= high for _, low, high in found]) <= 0.97
