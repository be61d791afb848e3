"""The plots of a starts study: outcomes, distributions, and differences on the same starts."""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from core.study.asking.answer import Answer
from core.study.plots.of_differences import differences
from core.study.plots.scales import above_minimum, is_logarithmic
from core.study.plots.values import (
    Axis,
    Distribution,
    Plot,
    Sample,
    Shares,
)
from core.study.plots.wording import cards, note
from core.study.results import intervals
from core.study.results.intervals import Estimate
from core.study.results.starts import MethodEnds, StartsResult
from core.study.results.statistics import QUANTITIES, unless_lattice
from core.writing import short
from landscapes.base import Array

MOST_OUTCOMES = 5
NOTABLE = 0.05
"""A minimum that is not listed is told apart where a method ends there so often."""
POINTS = 240
"""Points of a distribution that are drawn."""
DISTRIBUTIONS = ("final_loss", "best_loss", "sharpness")


def plots(answer: Answer) -> tuple[Plot, ...]:
    """See `core.study.plots.plots`."""
    (result,) = answer.known
    found: list[Plot] = [*outcomes(answer)]
    found += [
        _distribution(answer, name) for name in DISTRIBUTIONS if name in result.methods[0].ends
    ]
    return (*found, *differences(answer))


def outcomes(answer: Answer) -> tuple[Shares]:
    """What became of the starts."""
    (result,) = answer.known
    columns, apart = _columns(result)
    told = tuple(
        tuple(_share(result, method, column(method)) for _, column in columns)
        for method in result.methods
    )
    experiment = result.experiment
    title = "Where the starts end"
    names = tuple(name for name, _ in columns)
    n = result.methods[0].n
    shown = cards(experiment)
    return (
        Shares("outcomes", title, experiment.methods, note(answer), shown, names, apart, told, n),
    )


def _columns(result: StartsResult) -> tuple[list[tuple[str, _Which]], int]:
    """The outcomes that are told apart, and how many of them exclude each other."""
    ends = [each.attractor for each in result.methods]
    counts = np.bincount(np.concatenate(ends) + 1, minlength=len(result.minima) + 1)[1:]
    listed = len(result.experiment.landscape.minima)
    ordered = sorted(range(len(counts)), key=lambda k: (-counts[k], k))
    fewest = NOTABLE * min(method.n for method in result.methods)
    most = np.max([np.bincount(e + 1, minlength=len(counts) + 1)[1:] for e in ends], axis=0)
    kept = [k for k in ordered if k < listed or most[k] >= fewest][:MOST_OUTCOMES]
    kept.sort(key=lambda k: (k >= listed, k if k < listed else -counts[k]))
    columns: list[tuple[str, _Which]] = [(result.names[k], _Ends(k)) for k in kept]
    for name, which in (
        ("elsewhere", _Elsewhere(frozenset(kept))),
        ("diverged", _Flag("diverged")),
        ("lost", _Flag("undefined")),
    ):
        if any(which(method).any() for method in result.methods):
            columns.append((name, which))
    apart = len(columns)
    columns.append(("still moving", _Flag("moving")))
    if result.below is not None:
        columns.append((f"came below {short(result.below)}", _Below(result.below)))
    return columns, apart


@dataclasses.dataclass(frozen=True)
class _Ends:
    place: int

    def __call__(self, method: MethodEnds) -> Array:
        return method.attractor == self.place


@dataclasses.dataclass(frozen=True)
class _Elsewhere:
    told: frozenset[int]

    def __call__(self, method: MethodEnds) -> Array:
        elsewhere: Array = ~method.lost & ~np.isin(method.attractor, list(self.told))
        return elsewhere


@dataclasses.dataclass(frozen=True)
class _Flag:
    name: str

    def __call__(self, method: MethodEnds) -> Array:
        return method.ends[self.name]


@dataclasses.dataclass(frozen=True)
class _Below:
    loss: float

    def __call__(self, method: MethodEnds) -> Array:
        return method.below(self.loss)


_Which = _Ends | _Elsewhere | _Flag | _Below


def _share(result: StartsResult, method: MethodEnds, which: Array) -> Estimate:
    return unless_lattice(result, method.share(which))


def _distribution(answer: Answer, name: str) -> Distribution:
    (result,) = answer.known
    title, values = QUANTITIES[name], np.stack([each.values(name) for each in result.methods])
    said = ""
    if name.endswith("loss"):
        values, said = above_minimum(result.experiment.landscape, values)
    sampled = result.sampling.is_sample
    samples = tuple(
        _sample(card, each, sampled)
        for card, each in zip(cards(result.experiment), values, strict=True)
    )
    heading = title[0].upper() + title[1:]
    axis = Axis(title + said, log=is_logarithmic(values))
    return Distribution(name, heading, result.experiment.methods, note(answer), axis, samples)


def _sample(card: int, values: Array, sampled: bool) -> Sample:
    n, ordered = len(values), np.sort(values)
    reached = int(np.isfinite(ordered).sum())
    ranks = np.unique(np.linspace(0, reached - 1, min(reached, POINTS)).round().astype(int))
    x = ordered[ranks]
    counts = np.searchsorted(ordered, x, side="right")
    unknown = np.full(len(x), math.nan)
    low, high = unknown, unknown
    if sampled and len(x):
        ends = np.array([intervals.share(int(count), n)[1:] for count in counts])
        low, high = ends.T
    quartiles = [intervals.quantile(values, q) for q in (0.25, 0.5, 0.75)]
    if not sampled:
        quartiles = [Estimate(each.value, math.nan, math.nan) for each in quartiles]
    first, median, third = quartiles
    return Sample(card, x, counts / n, low, high, x, (first, median, third), n, n - reached)
