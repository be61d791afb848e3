"""What a claim of the literature is, and how figures decide it: no further than they go."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from core.study import intervals
from core.study.intervals import LEVEL, Estimate
from core.study.starts import MethodEnds
from core.writing import number
from landscapes.base import Array

Verdict = Literal["supported", "not supported", "depends"]


@dataclasses.dataclass(frozen=True)
class Figure:
    """One comparison: a share of each of two methods on the same n starts, and their difference.

    `where` names the cell (sharpness 100, α = 0.05), `what` the two methods; `p` is the
    two-sided p-value of no difference.
    """

    where: str
    what: tuple[str, str]
    shares: tuple[Estimate, Estimate]
    difference: Estimate
    n: int
    p: float


@dataclasses.dataclass(frozen=True)
class Claim:
    """A claim, what it was tried with, and what came of it in one sentence that is true of
    `figures` and names their numbers; `limits` says what they cannot show."""

    claim: str
    source: str
    verdict: Verdict
    sentence: str
    limits: str
    figures: tuple[Figure, ...]
    setting: dict[str, Any]

    @property
    def n(self) -> int:
        """Starts of each comparison."""
        return max((figure.n for figure in self.figures), default=0)


def compared(where: str, first: MethodEnds, second: MethodEnds, a: Array, b: Array) -> Figure:
    """Two methods on the same starts, by what holds for each start (n,) of either."""
    both, alone = int((a & b).sum()), int((a & ~b).sum())
    other, neither = int((~a & b).sum()), int((~a & ~b).sum())
    return Figure(
        where,
        (first.spec.label, second.spec.label),
        (intervals.share(int(a.sum()), len(a)), intervals.share(int(b.sum()), len(b))),
        intervals.share_difference(both, alone, other, neither),
        len(a),
        intervals.mcnemar(alone, other),
    )


def decisions(figures: Sequence[Figure]) -> list[int]:
    """For each comparison 1 where the first is higher, −1 where lower, 0 where it is open.

    Decided is what stays below 5 % when corrected by Holm for the number of comparisons.
    """
    corrected = intervals.holm([figure.p for figure in figures])
    return [
        0 if p >= 1 - LEVEL else 1 if figure.difference.value > 0 else -1
        for figure, p in zip(figures, corrected, strict=True)
    ]


def verdict(figures: Sequence[Figure]) -> Verdict:
    """Supported where every comparison is decided for it, not supported where none is."""
    decided = decisions(figures)
    if all(each > 0 for each in decided):
        return "supported"
    return "depends" if any(each > 0 for each in decided) else "not supported"


def tally(figures: Sequence[Figure]) -> str:
    """How the comparisons went, in words with their places."""
    groups = (("higher", 1), ("lower", -1), ("no difference found", 0))
    parts, decided = [], decisions(figures)
    for word, sign in groups:
        places = [f.where for f, each in zip(figures, decided, strict=True) if each == sign]
        if places:
            parts.append(f"{word} in {len(places)} of {len(figures)} ({'; '.join(places)})")
    return "; ".join(parts)


def told(estimate: Estimate) -> str:
    """A share with its interval, as people read it: 0.70 [0.62, 0.77]."""
    low, high = (number(float(np.round(end, 2))) for end in estimate[1:])
    return f"{number(float(np.round(estimate.value, 2)))} [{low}, {high}]"
