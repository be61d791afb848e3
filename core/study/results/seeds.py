"""What a seeds study found, method by method: figures at one training loss, and paired over seeds.

Where several learning rates were asked for, the first half of the replicas chooses each method's,
by the accuracy on the validation set, and the other half, which had no say in it, is told of.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

import numpy as np

from core.experiment.experiment import MethodSpec
from core.measures.control import controls
from core.study.results import intervals, signed_rank
from core.study.results.intervals import Estimate
from core.study.results.starts import MethodEnds, StartsResult
from core.study.work.tasks import Ends
from core.study.work.training import OF_TASKS
from landscapes.base import Array

RATIOS = ("lambda_max", "trace")
"""Compared by their ratio: they differ by factors."""
DIFFERENCES = ("test_accuracy", "gap")
CHOSEN_BY = "validation_accuracy"


@dataclasses.dataclass(frozen=True, eq=False)
class Trained:
    """A method's replicas that are told of, and how it was trained: `rate` is its learning rate,
    `at_edge` whether it was chosen among several and is the lowest or highest of them."""

    spec: MethodSpec
    ends: Ends
    rate: float
    at_edge: bool = False

    @property
    def seeds(self) -> int:
        """How many replicas there are, those that were lost included."""
        return len(self.ends["diverged"])

    def reached(self, level: int) -> Array:
        """Which replicas (n,) came down to a level; −1 is the end."""
        return np.asarray(self.ends["caught_at"][:, level] >= 0)

    def values(self, name: str, level: int) -> Array:
        """A quantity of every replica (n,) at a level, NaN where it did not come there."""
        if name in OF_TASKS:
            here: Array = self.ends[name] if level < 0 else np.full(self.seeds, math.nan)
            return here
        if name == "gap":
            return self.values("test_loss", level) - self.values("train_loss", level)
        return np.asarray(self.ends[name][:, level])

    def median(self, name: str, level: int) -> Estimate:
        """Its median over the replicas that came there."""
        values = self.values(name, level)
        return intervals.quantile(values[np.isfinite(values)])


@dataclasses.dataclass(frozen=True)
class Compared:
    """Two methods on the same seeds at a level: `estimate` is a difference, or a ratio where
    `what` is one of `RATIOS`, over `n` seeds that both came down to it with."""

    method: int
    reference: int
    level: int
    what: str
    estimate: Estimate
    p: float
    n: int

    @property
    def decided(self) -> bool:
        """Whether it is told from none, once p is corrected."""
        return self.p < 1 - intervals.LEVEL


def trained(results: Sequence[StartsResult | None]) -> tuple[Trained, ...]:
    """Each method of a study, at the learning rate that was chosen for it; of a study of one rate
    all its replicas. Cells of which nothing is known yet are passed over."""
    known = [result for result in results if result is not None]
    if len(results) == 1:
        return tuple(_at_its_rate(method) for method in known[0].methods)
    found = []
    for place in range(len(known[0].methods)):
        tried = [result.methods[place] for result in known]
        best = max(range(len(tried)), key=lambda cell: (_merit(tried[cell]), -cell))
        rates = sorted(float(each.spec.values["lr"]) for each in tried)
        one = _at_its_rate(tried[best], half=True)
        edge = len(rates) > 1 and one.rate in (rates[0], rates[-1])
        found.append(dataclasses.replace(one, at_edge=edge))
    return tuple(found)


def _at_its_rate(method: MethodEnds, *, half: bool = False) -> Trained:
    told = slice(method.n // 2 if half else 0, None)
    ends = {name: values[told] for name, values in method.ends.items()}
    return Trained(method.spec, ends, float(method.spec.values["lr"]))


def _merit(method: MethodEnds) -> float:
    """The mean validation accuracy at the end of the replicas that choose; one that was lost has
    none."""
    choosing = method.ends[CHOSEN_BY][: method.n // 2, -1]
    return float(np.nan_to_num(choosing).mean()) if len(choosing) else -math.inf


def figures_of(methods: Sequence[Trained]) -> tuple[str, ...]:
    """What there is of a network with tasks in sequence, and of no other."""
    return tuple(name for name in OF_TASKS if name in methods[0].ends)


def telling_level(methods: Sequence[Trained], levels: int) -> int:
    """The lowest of `levels` levels to which some replica of every method came down, or else of
    most methods; the end, −1, where none came down to any."""
    there = [sum(bool(m.reached(level).any()) for m in methods) for level in range(levels)]
    most = max(there, default=0)
    return max(level for level in range(levels) if there[level] == most) if most else -1


def compared(
    methods: Sequence[Trained], levels: int, reference: int | None = None
) -> tuple[Compared, ...]:
    """Every method against a reference (the first, where none is given), and every method with a
    memory against its own no-memory control, at `levels` levels and the end; p is corrected by
    Holm for the comparisons of one figure at one level, for which it is one question who differs
    in it."""
    home = 0 if reference is None else reference
    pairs = [(place, home) for place in range(len(methods)) if place != home]
    pairs += [pair for pair in controls(tuple(m.spec for m in methods)) if pair not in pairs]
    found: list[Compared] = []
    for level in (*range(levels), -1):
        for what in (*figures_of(methods), *DIFFERENCES, *RATIOS):
            rows = [_compared(methods, pair, level, what) for pair in pairs]
            rows = [row for row in rows if row.n]  # of the rest there is nothing to be said
            corrected = intervals.holm([row.p for row in rows])
            found += [dataclasses.replace(row, p=p) for row, p in zip(rows, corrected, strict=True)]
    return tuple(found)


def _compared(methods: Sequence[Trained], pair: tuple[int, int], level: int, what: str) -> Compared:
    one, other = (methods[place].values(what, level) for place in pair)
    if what in RATIOS:
        with np.errstate(all="ignore"):
            differences = np.log(one) - np.log(other)
    else:
        differences = one - other
    differences = differences[np.isfinite(differences)]
    found = signed_rank.shift(differences)
    if what in RATIOS:
        found = Estimate(*np.exp(found).tolist())
    return Compared(*pair, level, what, found, signed_rank.p_value(differences), len(differences))
