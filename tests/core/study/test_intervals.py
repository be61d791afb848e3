"""Intervals against scipy's, and against the truth they are to cover."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy import stats

from core.study.results import intervals


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


def by_hand(both: int, first: int, second: int, neither: int) -> tuple[float, float, float]:
    """Newcombe's method 10 as his paper writes it: e, f, g, h and the corrected φ."""
    e, f, g, h = both, first, second, neither
    n = e + f + g + h
    one = stats.binomtest(e + f, n).proportion_ci(0.95, method="wilson")
    two = stats.binomtest(e + g, n).proportion_ci(0.95, method="wilson")
    p1, p2 = (e + f) / n, (e + g) / n
    dl1, du1, dl2, du2 = p1 - one.low, one.high - p1, p2 - two.low, two.high - p2
    margins = (e + f) * (g + h) * (e + g) * (f + h)
    top = e * h - f * g
    if top > n / 2:
        top = top - n / 2
    elif top > 0:
        top = 0
    phi = top / math.sqrt(margins) if margins else 0.0
    low = math.sqrt(dl1**2 - 2 * phi * dl1 * du2 + du2**2)
    high = math.sqrt(du1**2 - 2 * phi * du1 * dl2 + dl2**2)
    return p1 - p2, p1 - p2 - low, p1 - p2 + high


def test_a_difference_is_newcombe_s_whatever_the_counts() -> None:
    rng = np.random.default_rng(3)
    tables = [
        tuple(map(int, rng.multinomial(n, rng.dirichlet([1] * 4)))) for n in (7, 50, 400) * 20
    ]
    tables += [(0, 0, 0, 9), (9, 0, 0, 0), (0, 9, 0, 0), (0, 0, 9, 0), (4, 0, 0, 5), (0, 4, 5, 0)]
    for table in tables:
        wanted = np.clip(by_hand(*table), -1, 1)
        assert intervals.share_difference(*table) == pytest.approx(wanted, abs=1e-12), table


def test_the_difference_s_interval_covers_the_truth() -> None:
    """Pairs whose outcomes hang together: the difference is 0.1, the two agree in 70 %."""
    rng = np.random.default_rng(1)
    tables = rng.multinomial(200, [0.4, 0.2, 0.1, 0.3], size=2000)
    found = [intervals.share_difference(*map(int, row)) for row in tables]
    assert 0.93 <= np.mean([low <= 0.1 <= high for _, low, high in found]) <= 0.97


def test_holm_s_correction_is_the_published_example() -> None:
    assert intervals.holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert intervals.holm([]) == []


@pytest.mark.parametrize("seed", range(4))
def test_holm_rejects_what_its_procedure_rejects(seed: int) -> None:
    """Step down: the smallest p against α/m, the next against α/(m−1), until one is not below."""
    rng = np.random.default_rng(seed)
    p_values = np.round(rng.beta(0.3, 3, size=12), 3)  # with ties
    corrected = np.array(intervals.holm(p_values.tolist()))
    for α in (0.001, 0.01, 0.05, 0.2, 0.5):
        rejected = np.zeros(12, dtype=bool)
        for rank, index in enumerate(np.argsort(p_values, kind="stable")):
            if not p_values[index] < α / (12 - rank):
                break
            rejected[index] = True
        np.testing.assert_array_equal(corrected < α * (1 - 1e-12), rejected)


# The truth is covered as often as they say. What can be counted is discrete, so the coverage of
# an interval jumps with p and n: these are places where it lies within 94 and 96.5 %, as is
# checked by summing the binomial law.


@pytest.mark.parametrize(
    ("p", "n"), [(0.3, 400), (0.05, 512), (0.5, 128), (0.9, 1024), (0.02, 4096)]
)
def test_the_interval_of_a_share_covers_the_truth(p: float, n: int) -> None:
    ends = [intervals.share(k, n) for k in range(n + 1)]
    covers = np.array([low <= p <= high for _, low, high in ends])
    exact = float(stats.binom.pmf(np.arange(n + 1), n, p) @ covers)
    assert 0.94 <= exact <= 0.965
    drawn = np.random.default_rng(0).binomial(n, p, 2000)
    assert 0.93 <= covers[drawn].mean() <= 0.97


@pytest.mark.parametrize(("q", "n"), [(0.5, 401), (0.25, 512), (0.75, 128), (0.5, 1024)])
def test_the_interval_of_a_quantile_covers_the_truth(q: float, n: int) -> None:
    """Whatever the law of the values: here a lopsided one, whose quantile is −log(1 − q)."""
    samples = np.random.default_rng(0).exponential(size=(2000, n))
    found = np.array([intervals.quantile(row, q) for row in samples])
    truth = -math.log1p(-q)
    assert 0.93 <= np.mean((found[:, 1] <= truth) & (truth <= found[:, 2])) <= 0.97


def test_the_sign_test_is_wrong_as_seldom_as_it_says() -> None:
    """Of 2,000 samples without a difference: below 5 % in no more, as it is exact and discrete."""
    wins = np.random.default_rng(2).binomial(200, 0.5, 2000)
    wrong = np.mean([intervals.sign_test(int(k), 200 - int(k)) < 0.05 for k in wins])
    assert 0.03 <= wrong <= 0.055
