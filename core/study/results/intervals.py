"""Intervals and tests without a seed: of shares, medians and differences on the same starts.

Closed forms and exact sums, so that a study gives the same figures however it was cut. Sources:
Wilson, J. Am. Stat. Assoc. 22 (1927); Newcombe, Stat. Med. 17 (1998) 2635, method 10;
McNemar, Psychometrika 12 (1947); David & Nagaraja, Order Statistics, 7.1; Holm, Scand. J. Stat. 6
(1979).
"""

from __future__ import annotations

import functools
import math
import statistics
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from landscapes.base import Array

LEVEL = 0.95


class Estimate(NamedTuple):
    """A figure with the ends of its interval; NaN where there is nothing to say."""

    value: float
    low: float
    high: float


UNKNOWN = Estimate(math.nan, math.nan, math.nan)


def share(count: int, n: int, level: float = LEVEL) -> Estimate:
    """count / n with Wilson's score interval, which stays in [0, 1] and is never of width 0."""
    if n == 0:
        return UNKNOWN
    z = normal_quantile(level)
    p, weight = count / n, z * z / n
    centre = (p + weight / 2) / (1 + weight)
    half = z / (1 + weight) * math.sqrt(p * (1 - p) / n + weight / (4 * n))
    low = 0.0 if count == 0 else max(0.0, centre - half)
    high = 1.0 if count == n else min(1.0, centre + half)
    return Estimate(p, low, high)


def quantile(values: Array, q: float = 0.5, level: float = LEVEL) -> Estimate:
    """The q-quantile of values (n,) with a distribution-free interval between order statistics.

    A value that is not a number counts as the worst, +inf: who diverged is not left out. The
    interval covers at least `level`; an end that no order statistic reaches is ∓inf.
    """
    n = len(values)
    if n == 0:
        return UNKNOWN
    ordered = np.where(np.isnan(values), np.inf, values)
    ordered.sort()
    first, last = _ranks(n, q, level)
    low = float(ordered[first - 1]) if first >= 1 else -math.inf
    high = float(ordered[last - 1]) if last <= n else math.inf
    return Estimate(_interpolated(ordered, q), low, high)


@functools.lru_cache(maxsize=256)
def _ranks(n: int, q: float, level: float) -> tuple[int, int]:
    """Of n ordered values the first and the last, counted from 1, between which the q-quantile
    lies; 0 and n + 1 where none is low and none high enough.

    P(X₍ₖ₎ ≤ quantile) = P(Binomial(n, q) ≥ k): the ends leave at most half the rest outside.
    """
    rest, middle = (1 - level) / 2, n * q
    reach = 12 * math.sqrt(middle * (1 - q)) + 12  # farther out lies less than 1e-30
    least, most = max(0, math.floor(middle - reach)), min(n, math.ceil(middle + reach))
    k = np.arange(least + 1, most + 1)
    logs = np.cumsum([0.0, *(np.log(n - k + 1) - np.log(k) + math.log(q / (1 - q)))])
    below = np.cumsum(np.exp(logs - logs.max()))
    below /= below[-1]
    first = least + int(np.searchsorted(below, rest, side="right"))  # first k with P(B ≤ k) > rest
    last = least + int(np.searchsorted(below, 1 - rest, side="left")) + 1
    return first, last


def _interpolated(ordered: Array, q: float) -> float:
    """Linear between the neighbours, as numpy's default, but for infinite neighbours."""
    place = q * (len(ordered) - 1)
    index = math.floor(place)
    low, high = float(ordered[index]), float(ordered[min(index + 1, len(ordered) - 1)])
    weight = place - index
    return low if weight == 0 or low == high else low + weight * (high - low)


def share_difference(both: int, first: int, second: int, neither: int) -> Estimate:
    """Difference of two shares on the same starts, first − second, with Newcombe's interval.

    The counts say for how many starts both happened, the first alone, the second alone, neither.
    """
    n = both + first + second + neither
    if n == 0:
        return UNKNOWN
    a, b = share(both + first, n), share(both + second, n)
    difference = a.value - b.value
    product = (both + first) * (second + neither) * (both + second) * (first + neither)
    φ = (both * neither - first * second) / math.sqrt(product) if product else 0.0
    if φ > 0:  # Newcombe's continuity correction of the correlation
        φ = max(both * neither - first * second - n / 2, 0.0) / math.sqrt(product)
    down, up = a.value - a.low, b.high - b.value
    low = difference - math.sqrt(max(0.0, down**2 - 2 * φ * down * up + up**2))
    down, up = b.value - b.low, a.high - a.value
    high = difference + math.sqrt(max(0.0, down**2 - 2 * φ * down * up + up**2))
    return Estimate(difference, max(-1.0, low), min(1.0, high))


def mcnemar(first: int, second: int) -> float:
    """Exact two-sided p-value that the first alone and the second alone are equally likely."""
    return sign_test(first, second)


def sign_test(wins: int, losses: int) -> float:
    """Exact two-sided p-value that wins and losses are equally likely; ties are not counted."""
    n = wins + losses
    if n == 0:
        return 1.0
    return min(1.0, 2 * float(_binomial_cdf(n, 0.5)[min(wins, losses)]))


def holm(p_values: Sequence[float]) -> list[float]:
    """The p-values corrected for their number by Holm's step-down method, in their order."""
    order = sorted(range(len(p_values)), key=p_values.__getitem__)
    corrected, highest = [0.0] * len(p_values), 0.0
    for rank, index in enumerate(order):
        highest = max(highest, min(1.0, (len(p_values) - rank) * p_values[index]))
        corrected[index] = highest
    return corrected


def normal_quantile(level: float) -> float:
    """How many standard deviations to either side hold so much of the normal law."""
    return statistics.NormalDist().inv_cdf(0.5 + level / 2)


def _binomial_cdf(n: int, q: float) -> Array:
    """P(Binomial(n, q) ≤ k) for k = 0 … n, shape (n+1,)."""
    k = np.arange(1, n + 1)
    steps = np.log(n - k + 1) - np.log(k) + math.log(q / (1 - q))
    logs = np.concatenate([[0.0], np.cumsum(steps)]) + n * math.log1p(-q)
    return np.minimum(np.cumsum(np.exp(logs)), 1.0)
