"""What a claim of the literature is, and how figures decide it: no further than they go."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from core.study.results import intervals
from core.study.results.intervals import LEVEL, Estimate
from core.study.results.starts import MethodEnds
from core.study.telling.wording import listed, share
from landscapes.base import Array

Kind = Literal["supported", "not supported", "depends"]
MARGIN = 0.05
"""A share that differs by less than this is as good as the same."""
MOST_PLACES = 4


@dataclasses.dataclass(frozen=True)
class Figure:
    """One comparison: a share of each of two methods on the same n starts, and their difference.

    `where` names the cell (sharpness 100, α = 0.05), `what` the two methods; `p` is the
    two-sided p-value of no difference. `factors` are the pairs of name and level that tell it from
    the claim's other comparisons.
    """

    where: str
    what: tuple[str, str]
    shares: tuple[Estimate, Estimate]
    difference: Estimate
    n: int
    p: float
    factors: tuple[tuple[str, str], ...] = ()

    def among(self, **factors: str) -> Figure:
        """The same comparison, told from others by these factors first; _ stands for a space."""
        named = tuple((name.replace("_", " "), level) for name, level in factors.items())
        where = ", ".join([*factors.values(), *([self.where] if self.where else [])])
        return dataclasses.replace(self, where=where, factors=(*named, *self.factors))


@dataclasses.dataclass(frozen=True)
class Claim:
    """A claim, what it was tried with, and what came of it.

    `verdict` is *supported*, *not supported*, or *depends on …*, which names what; `sentence` is
    true of `figures` and names their numbers; `limits` says what they cannot show.
    """

    claim: str
    source: str
    verdict: str
    sentence: str
    limits: str
    figures: tuple[Figure, ...]
    setting: dict[str, Any]

    @property
    def kind(self) -> Kind:
        """The verdict without what it depends on."""
        kinds: tuple[Kind, ...] = ("supported", "not supported")
        return next((kind for kind in kinds if kind == self.verdict), "depends")

    @property
    def n(self) -> int:
        """Starts of each comparison."""
        return max((figure.n for figure in self.figures), default=0)

    @property
    def varied(self) -> dict[str, list[str]]:
        """The levels of each factor that its comparisons differ in."""
        levels: dict[str, list[str]] = {}
        for name, level in (pair for figure in self.figures for pair in figure.factors):
            if level not in levels.setdefault(name, []):
                levels[name].append(level)
        return levels


def compared(
    methods: tuple[MethodEnds, MethodEnds], happened: tuple[Array, Array], **factors: str
) -> Figure:
    """Two methods on the same starts, by what holds for each start (n,) of either."""
    a, b = happened
    both, alone = int((a & b).sum()), int((a & ~b).sum())
    other, neither = int((~a & b).sum()), int((~a & ~b).sum())
    return Figure(
        "",
        (methods[0].spec.label, methods[1].spec.label),
        (intervals.share(int(a.sum()), len(a)), intervals.share(int(b.sum()), len(b))),
        intervals.share_difference(both, alone, other, neither),
        len(a),
        intervals.mcnemar(alone, other),
    ).among(**factors)


def decisions(figures: Sequence[Figure]) -> list[int]:
    """For each comparison 1 where the first is higher, −1 where lower, 0 where it is open.

    Decided is what stays below 5 % when corrected by Holm for the number of comparisons.
    """
    corrected = intervals.holm([figure.p for figure in figures])
    return [
        0 if p >= 1 - LEVEL else 1 if figure.difference.value > 0 else -1
        for figure, p in zip(figures, corrected, strict=True)
    ]


def higher(figures: Sequence[Figure]) -> list[bool]:
    """Where the first is decided to be higher."""
    return [each > 0 for each in decisions(figures)]


def not_lower(figures: Sequence[Figure]) -> list[bool]:
    """Where the interval leaves no room for the first to be lower by more than the margin."""
    return [figure.difference.low > -MARGIN for figure in figures]


def the_same(figures: Sequence[Figure]) -> list[bool]:
    """Where the interval leaves no room for a difference of more than the margin."""
    return [max(-f.difference.low, f.difference.high) < MARGIN for f in figures]


def verdict(figures: Sequence[Figure], holds: Sequence[bool]) -> str:
    """Supported where the claim holds in every comparison, not supported where in none or where
    there is none; else what it depends on."""
    if not any(holds):
        return "not supported"
    if all(holds):
        return "supported"
    names = _telling(figures, holds)
    return f"depends on {listed([f'the {name}' for name in names])}" if names else "depends"


def _telling(figures: Sequence[Figure], holds: Sequence[bool]) -> list[str]:
    """The factors of which one alone turns it; where none does, all that comparisons differ in."""
    levels = [dict(figure.factors) for figure in figures]
    names = list(dict.fromkeys(name for each in levels for name in each))
    differ = [
        [name for name in names if one.get(name) != other.get(name)]
        for one, holds_one in zip(levels, holds, strict=True)
        for other, holds_other in zip(levels, holds, strict=True)
        if holds_one and not holds_other
    ]
    alone = {each[0] for each in differ if len(each) == 1}
    return [name for name in names if name in (alone or {name for each in differ for name in each})]


def tally(figures: Sequence[Figure]) -> str:
    """How the comparisons went, in words with the first of their places."""
    groups = (("higher", 1), ("lower", -1), ("no difference found", 0))
    parts, decided = [], decisions(figures)
    for word, sign in groups:
        places = [f.where for f, each in zip(figures, decided, strict=True) if each == sign]
        if places:
            more = len(places) - MOST_PLACES
            shown = places[:MOST_PLACES] + ([f"and {more} more"] if more > 0 else [])
            parts.append(f"{word} in {len(places)} of {len(figures)} ({'; '.join(shown)})")
    return "; ".join(parts)


def told(estimate: Estimate) -> str:
    """A share with its interval, as people read it: 0.70 [0.62, 0.77]."""
    return share(*(float(np.round(end, 12)) for end in estimate))
