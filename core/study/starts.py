"""The starts study: one race from thousands of starts, and per method what became of them."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.attractors import TOGETHER, Attractors, gather
from core.study import intervals
from core.study.intervals import Estimate
from core.study.sampling import Sampling
from core.study.tasks import Ends
from core.writing import point
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

    def median(self, name: str) -> Estimate:
        """The median of a quantity over all starts; who was lost counts as the worst."""
        return intervals.quantile(self.values(name))

    def values(self, name: str) -> Array:
        """A quantity of each start (n,), +inf where it was lost."""
        values = self.ends[name]
        lost = self.ends["diverged"] | self.ends["undefined"]
        return np.where(lost | np.isnan(values), math.inf, values)


@dataclasses.dataclass(frozen=True, eq=False)
class StartsResult:
    """A finished study. `minima` (K, D) are the listed minima, then those that were found."""

    experiment: Experiment
    sampling: Sampling
    starts: Array
    minima: Array
    names: tuple[str, ...]
    methods: tuple[MethodEnds, ...]


def gathered(
    experiment: Experiment, sampling: Sampling, starts: Array, ends: Sequence[Ends]
) -> StartsResult:
    """The result of a study from the ends of each of its methods."""
    landscape = experiment.landscape
    found = gather(landscape, np.concatenate([each["rest"] for each in ends]))
    methods = tuple(
        MethodEnds(spec, each, index)
        for spec, each, index in zip(
            experiment.enabled_methods, ends, np.split(found.index, len(ends)), strict=True
        )
    )
    names = _names(landscape, found)
    return StartsResult(experiment, sampling, starts, found.minima, names, methods)


def _names(landscape: Landscape, found: Attractors) -> tuple[str, ...]:
    """A name for each minimum: its own, or else where it is; no two are the same."""
    grain = TOGETHER * landscape.diagonal / 100  # what was found is known no better than this
    places = np.round(found.minima / grain) * grain + 0.0
    return tuple(
        name if name and found.names.count(name) == 1 else point(place)
        for name, place in zip(found.names, places, strict=True)
    )
