"""Paired differences of a few runs: how large they are, between what, and whether they are any.

Wilcoxon's signed ranks (Biometrics Bulletin 1, 1945): the p-value counts every way in which the
signs of the differences could have fallen, and the interval of Hodges and Lehmann (Ann. Math. Stat.
34, 1963) holds the shifts that the test does not refuse. Both need no law of the differences but
that it is symmetric, as that of a difference of two runs that are alike is; of a handful of seeds
they tell more than the signs alone.
"""

from __future__ import annotations

import numpy as np

from core.study.results.intervals import LEVEL, UNKNOWN, Estimate
from landscapes.base import Array


def shift(differences: Array, level: float = LEVEL) -> Estimate:
    """The median of all means of two differences (n,), and the interval of Hodges and Lehmann,
    which covers the shift at least so often; an end that no mean reaches is ∓inf. Differences that
    are not finite are left out: there is nothing to be said of them."""
    found = differences[np.isfinite(differences)]
    n = len(found)
    if n == 0:
        return UNKNOWN
    here, there = np.triu_indices(n)
    means = np.sort((found[here] + found[there]) / 2)
    below = np.cumsum(_ways(2 * np.arange(1, n + 1)))[::2] / 2.0**n  # P(W ≤ w), w = 0, 1, …
    outside = int(np.searchsorted(below, (1 - level) / 2, side="right"))  # w with P(W ≤ w) > rest
    low = means[outside - 1] if outside > 0 else -np.inf
    high = means[-outside] if outside > 0 else np.inf
    return Estimate(float(np.median(means)), float(low), float(high))


def p_value(differences: Array) -> float:
    """Exact two-sided p-value that differences (n,) are as likely to be above 0 as below it.

    Those of 0 are left out, equal ones share their ranks. 1 where none is left.
    """
    found = differences[np.isfinite(differences) & (differences != 0)]
    if len(found) == 0:
        return 1.0
    ranks = _twice_the_ranks(np.abs(found))
    ways = _ways(ranks)
    least = min(int(ranks[found > 0].sum()), int(ranks[found < 0].sum()))
    return min(1.0, 2 * float(ways[: least + 1].sum() / ways.sum()))


def _twice_the_ranks(sizes: Array) -> Array:
    """Twice the rank of each size, whole also where equal ones share the mean of theirs."""
    ordered = np.sort(sizes)
    first = np.searchsorted(ordered, sizes, side="left")
    last = np.searchsorted(ordered, sizes, side="right")
    return first + last + 1


def _ways(ranks: Array) -> Array:
    """In how many ways some of the ranks add up to 0, 1, 2, …"""
    ways = np.zeros(int(ranks.sum()) + 1)
    ways[0] = 1.0
    for rank in ranks:
        ways[rank:] = ways[rank:] + ways[: len(ways) - rank]
    return ways
