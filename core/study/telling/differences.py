"""How methods differ on the same starts: paired, and corrected for the number of comparisons."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from core.experiment.experiment import MethodSpec
from core.measures.control import controls
from core.study.results import intervals
from core.study.results.escaping import left, left_by_attractor
from core.study.results.intervals import Estimate
from core.study.results.setting import setting
from core.study.results.starts import MethodEnds, StartsResult
from core.study.results.table import Cell, Table
from landscapes.base import Array

ALIKE = 1e-6
"""Losses that differ by less than this share of the median start's height are a tie: two runs that
settle in one minimum differ in their last digits."""
_COLUMNS = ("method", "reference", "what", "difference", "low", "high", "p", "n")
Pair = tuple[Array, Array]


def reference_of(specs: Sequence[MethodSpec]) -> int:
    """The method that others are compared with where nobody chose one: the no-memory control where
    there is one, with a memory that is switched off before a rule that has none, else the first."""
    found = [control for _, control in controls(tuple(specs))]
    switched_off = [index for index in found if specs[index].row.memory]
    return next(iter([*switched_off, *found]), 0)


def starts_differences(result: StartsResult, reference: int | None = None) -> Table:
    """Every other method against a reference method (the place of one) on the same starts.

    `difference` is that of two shares, of those that end in a listed minimum (`share:NAME`) or
    that ever came below the loss asked for (`share_below`), with Newcombe's interval and McNemar's
    exact test; or, for `final_loss` and `best_loss`, the share of starts on which the method came
    lower, less that on which it came higher, with the same interval and the exact sign test. Ties
    are within a millionth of the median start's height above the best. `p` is corrected by Holm
    for all comparisons of the table. Of a lattice, which is no sample, neither is told.
    """
    place = reference_of([each.spec for each in result.methods]) if reference is None else reference
    home, tie = result.methods[place], _tie(result) if len(result.methods) > 1 else 0.0
    pairs = [
        (method, home, what, pair)
        for index, method in enumerate(result.methods)
        if index != place
        for what, pair in _asked(result, method, home, tie)
    ]
    more = {} if result.below is None else {"below": result.below}
    return _table([((), *pair) for pair in pairs], (), result, alike=tie, **more)


def escape_differences(
    results: Sequence[StartsResult], varied: tuple[str, ...] = (), reference: int | None = None
) -> Table:
    """Every method with a memory against its own no-memory control, or all against a reference
    method, at each of several landscapes: who leaves, by either rule, as in `starts_differences`.

    The columns begin with the `varied` parameters, which tell the landscapes apart.
    """
    specs = [each.spec for each in results[0].methods]
    if reference is None:
        compared = list(controls(tuple(specs)))
    else:
        compared = [(index, reference) for index in range(len(specs)) if index != reference]
    pairs = [
        (
            tuple(result.experiment.landscape.values[name] for name in varied),
            result.methods[one],
            result.methods[other],
            what,
            (rule(result, result.methods[one]), rule(result, result.methods[other])),
        )
        for one, other in compared
        for result in results
        for what, rule in _RULES.items()
    ]
    return _table(pairs, varied, results[0])


_RULES: dict[str, Callable[[StartsResult, MethodEnds], Array]] = {
    "escape_ratio": left,
    "by_attractor": left_by_attractor,
}


def _asked(
    result: StartsResult, method: MethodEnds, home: MethodEnds, tie: float
) -> Iterator[tuple[str, Pair]]:
    """What two methods are compared in: which starts it happened from with each alone or both."""
    for place in range(len(result.experiment.landscape.minima)):
        yield f"share:{result.names[place]}", (method.attractor == place, home.attractor == place)
    if result.below is not None:
        yield "share_below", (method.below(result.below), home.below(result.below))
    for name in ("final_loss", "best_loss"):
        if name in method.ends:
            yield name, _lower(method.values(name), home.values(name), tie)


def _lower(one: Array, other: Array, tie: float) -> Pair:
    """On which starts the one is lower, and on which the other; +inf is as bad as +inf."""
    return np.asarray(one < other - tie), np.asarray(other < one - tie)


def _tie(result: StartsResult) -> float:
    landscape = result.experiment.landscape
    ends = np.concatenate([each.ends["final_loss"] for each in result.methods])
    with np.errstate(all="ignore"):
        blocks = np.array_split(result.starts, -(-len(result.starts) // 65_536))
        heights = np.concatenate(list(map(landscape.loss, blocks)))
        heights -= np.nanmin(ends, initial=math.inf)
    known = heights[np.isfinite(heights)]
    return ALIKE * float(abs(np.median(known))) if len(known) else 0.0


def _table(
    pairs: Sequence[tuple[tuple[Cell, ...], MethodEnds, MethodEnds, str, Pair]],
    varied: tuple[str, ...],
    result: StartsResult,
    **more: float,
) -> Table:
    sample = result.sampling.is_sample
    rows: list[tuple[Cell, ...]] = []
    p_values: list[float] = []
    for values, method, other, what, (a, b) in pairs:
        both, first = int((a & b).sum()), int((a & ~b).sum())
        second, neither = int((~a & b).sum()), int((~a & ~b).sum())
        found = intervals.share_difference(both, first, second, neither)
        if not sample:
            found = Estimate(found.value, math.nan, math.nan)
        rows.append((*values, method.spec.label, other.spec.label, what, *found))
        p_values.append(intervals.mcnemar(first, second))
    corrected = intervals.holm(p_values) if sample else [math.nan] * len(rows)
    told = tuple((*row, p, result.methods[0].n) for row, p in zip(rows, corrected, strict=True))
    return Table(
        (*varied, *_COLUMNS),
        told,
        setting(result.experiment, result.sampling, comparisons=len(rows), **more),
    )
