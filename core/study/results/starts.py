"""The starts study: one race from thousands of starts, and per method what became of them."""

from __future__ import annotations

import collections
import dataclasses
import functools
import math
from collections.abc import Iterator, Sequence

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.flatness import largest_curvature, ring_rise
from core.measures.gathering import Attractors, gather_each
from core.study.results import intervals
from core.study.results.intervals import UNKNOWN, Estimate
from core.study.results.minima import names_of
from core.study.starting.sampling import Sampling
from core.study.work.tasks import Ends
from landscapes.base import Array, Landscape


@dataclasses.dataclass(frozen=True, eq=False)
class MethodEnds:
    """What became of all n starts of one method, and for each start the attractor that its end
    belongs to (−1: none)."""

    spec: MethodSpec
    ends: Ends
    attractor: Array

    @property
    def n(self) -> int:
        """How many starts there were, those that were lost included."""
        return len(self.attractor)

    def share(self, which: Array) -> Estimate:
        """The share of the starts for which `which` (n,) holds."""
        return intervals.share(int(which.sum()), self.n)

    def quantile(self, name: str, q: float = 0.5) -> Estimate:
        """A quantile of a quantity over all starts; who was lost counts as the worst. Nothing is
        said of a quantity that was not asked for, or that no start has that was not lost."""
        if name not in self.ends:
            return UNKNOWN
        unknown = np.isnan(self.ends[name])[~self.lost]
        if len(unknown) and unknown.all():
            return UNKNOWN
        return intervals.quantile(self.values(name), q)

    @property
    def lost(self) -> Array:
        """Which starts (n,) have diverged or stand where the loss is not a number."""
        return np.asarray(self.ends["diverged"] | self.ends["undefined"])

    def values(self, name: str) -> Array:
        """A quantity of each start (n,), +inf where it was lost or has none."""
        values = self.ends[name]
        return np.where(self.lost | np.isnan(values), math.inf, values)

    def below(self, loss: float | None) -> Array:
        """Which starts (n,) ever came below a loss, be it where they began; none without one."""
        return np.asarray(self.ends["best_loss"] < (-math.inf if loss is None else loss))


@dataclasses.dataclass(frozen=True, eq=False)
class StartsResult:
    """A finished study. `minima` (K, D) are the listed minima, then those that were found, and
    `listed` their own names ("" where they have none); `below` is the loss of which it is told who
    ever came below it."""

    experiment: Experiment
    sampling: Sampling
    starts: Array
    minima: Array
    listed: tuple[str, ...]
    methods: tuple[MethodEnds, ...]
    below: float | None = None

    @functools.cached_property
    def names(self) -> tuple[str, ...]:
        """A name for each minimum: its own, or else where it is; no two are the same."""
        return names_of(self.experiment.landscape, self.minima, self.listed)


def gathered(
    experiment: Experiment,
    sampling: Sampling,
    starts: Array,
    ends: Sequence[Ends],
    below: float | None = None,
) -> StartsResult:
    """The result of a study from the ends of each of its methods, with the minima of a landscape
    that drifts where they are at the last step; to which is added how flat the
    minimum is that each start comes down to: `attractor_sharpness` and `ring_rise`."""
    return gathered_each([(experiment, starts, ends)], sampling, below)[0]


def gathered_each(
    races: Sequence[tuple[Experiment, Array, Sequence[Ends]]],
    sampling: Sampling,
    below: float | None = None,
) -> list[StartsResult]:
    """The same of each of several races, which have few minima each: how flat those of one
    landscape are is asked once."""
    grounds = collections.defaultdict[Landscape, list[int]](list)
    for place, (experiment, _, _) in enumerate(races):
        grounds[experiment.landscape_at(experiment.steps)].append(place)
    found: dict[int, Attractors] = {}
    flatness: dict[int, Ends] = {}
    for landscape, places in grounds.items():
        own = gather_each(landscape, [_rests(races[place][2]) for place in places])
        minima = [each.minima for each in own]
        found |= zip(places, own, strict=True)
        flatness |= zip(places, _flatness(landscape, minima), strict=True)
    return [
        StartsResult(
            experiment,
            sampling,
            starts,
            found[place].minima,
            found[place].names,
            _methods(experiment, ends, found[place].index, flatness[place]),
            below,
        )
        for place, (experiment, starts, ends) in enumerate(races)
    ]


def _rests(ends: Sequence[Ends]) -> Array:
    """Where the ends of all methods come to rest (n, D), those of many starts once in memory."""
    rests = [each["rest"] for each in ends]
    return rests[0] if len(rests) == 1 else np.concatenate(rests)


def _flatness(landscape: Landscape, minima: Sequence[Array]) -> Iterator[Ends]:
    """How flat some minima (K, D) are, and others, and so on."""
    every = np.asfortranarray(np.concatenate(minima))  # coordinates apart: see their layout
    stops = np.cumsum([len(some) for some in minima])[:-1]
    sharp = np.split(largest_curvature(landscape, every), stops)
    rise = np.split(ring_rise(landscape, every), stops)
    for one, other in zip(sharp, rise, strict=True):
        yield {"attractor_sharpness": one, "ring_rise": other}


def _methods(
    experiment: Experiment, ends: Sequence[Ends], index: Array, flatness: Ends
) -> tuple[MethodEnds, ...]:
    return tuple(
        MethodEnds(spec, each | {k: _looked_up(v, own) for k, v in flatness.items()}, own)
        for spec, each, own in zip(
            experiment.enabled_methods, ends, np.split(index, len(ends)), strict=True
        )
    )


def ungathered(
    experiment: Experiment,
    sampling: Sampling,
    starts: Array,
    ends: Sequence[Ends],
    below: float | None = None,
) -> StartsResult:
    """The result of a study that asks for no minimum: what became of each start, and no more."""
    nowhere = np.full(len(starts), -1)
    methods = tuple(
        MethodEnds(spec, each, nowhere)
        for spec, each in zip(experiment.enabled_methods, ends, strict=True)
    )
    minima = np.empty((0, starts.shape[-1]))
    return StartsResult(experiment, sampling, starts, minima, (), methods, below)


def _looked_up(values: Array, index: Array) -> Array:
    """What is known of each start's minimum (n,), NaN where it has none."""
    return np.append(values, math.nan)[index]  # −1 is the last
