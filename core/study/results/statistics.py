"""The statistics of a study by name: what a sweep draws and a table lists."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable

import numpy as np

from core.experiment.errors import ExperimentError
from core.study.results.escaping import left, left_by_attractor
from core.study.results.intervals import UNKNOWN, Estimate
from core.study.results.minima import place_of
from core.study.results.starts import MethodEnds, StartsResult

QUANTITIES = {
    "final_loss": "final loss",
    "best_loss": "best loss",
    "sharpness": "sharpness at the end (λmax)",
    "attractor_sharpness": "sharpness of the minimum (λmax)",
    "ring_rise": "rise of the loss around the minimum",
    "path_length": "path length",
    "settled_at": "steps to settle",
}
"""What each start has, with a title for people; little of each is good."""
QUANTILES = {"median": 0.5, "q1": 0.25, "q3": 0.75}
_WORDS = {"median": "Median", "q1": "Lower quartile", "q3": "Upper quartile"}


@dataclasses.dataclass(frozen=True)
class Statistic:
    """One figure of a method with its interval, `of(result, method)`; `title` names it for people.

    `small_is_good` is None where neither much nor little is. A `share` lies between 0 and 1.
    """

    name: str
    title: str
    small_is_good: bool | None
    of: Callable[[StartsResult, MethodEnds], Estimate]
    share: bool = False


def _quantile(end: str, name: str) -> Statistic:
    return Statistic(
        f"{end}_{name}",
        f"{_WORDS[end]} of {QUANTITIES[name]}",
        True,
        lambda result, method: method.quantile(name, QUANTILES[end]),
    )


def _ended(name: str, title: str) -> Statistic:
    return Statistic(
        name, title, True, lambda result, method: method.share(method.ends[name]), share=True
    )


def _settled(result: StartsResult, method: MethodEnds) -> Estimate:
    ends = method.ends
    return method.share(~(ends["moving"] | ends["diverged"] | ends["undefined"]))


def _at_global(result: StartsResult, method: MethodEnds) -> Estimate:
    known = [index for index, m in enumerate(result.experiment.landscape.minima) if m.is_global]
    return method.share(np.isin(method.attractor, known)) if known else UNKNOWN


def _below(result: StartsResult, method: MethodEnds) -> Estimate:
    return method.share(method.below(result.below))


def _left(result: StartsResult, method: MethodEnds) -> Estimate:
    return method.share(left(result, method))


def _left_by_attractor(result: StartsResult, method: MethodEnds) -> Estimate:
    return method.share(left_by_attractor(result, method))


BELOW, ESCAPES = "share_below", ("escape_ratio", "by_attractor")
STATISTICS: dict[str, Statistic] = {
    row.name: row
    for row in (
        *(_quantile(end, name) for name in QUANTITIES for end in QUANTILES),
        Statistic("converged", "Share that has settled", False, _settled, share=True),
        _ended("moving", "Share that still moves"),
        _ended("diverged", "Share that diverged"),
        _ended("undefined", "Share whose loss is not a number"),
        Statistic(
            "share_global", "Share that ends at a global minimum", False, _at_global, share=True
        ),
        Statistic(BELOW, "Share that ever came below a loss", False, _below, share=True),
        Statistic(
            "escape_ratio", "Share that leaves the basin it starts in", None, _left, share=True
        ),
        Statistic(
            "by_attractor",
            "Share that leaves, by the minimum it comes down to",
            None,
            _left_by_attractor,
            share=True,
        ),
    )
}
"""Every statistic but the share of one minimum, which is `share:NAME`."""


def statistic(name: str) -> Statistic:
    """The statistic of a name; ExperimentError, naming all, for one that there is not."""
    if name.startswith("share:"):
        wanted = name.removeprefix("share:")
        return Statistic(
            name,
            f"Share that ends in {wanted}",
            None,
            lambda result, method: minimum_share(result, method, wanted),
            share=True,
        )
    if name not in STATISTICS:
        known = ", ".join([*STATISTICS, "share:MINIMUM"])
        raise ExperimentError("statistic", f"{name!r} is not allowed; one of {known}")
    return STATISTICS[name]


def minimum_share(result: StartsResult, method: MethodEnds, name: str) -> Estimate:
    """The share that ends in the basin of a minimum; 0 for one that nothing came down to."""
    place = place_of(result.experiment.landscape, result.names, result.minima, name)
    return share_at(result, method, -2 if place is None else place)


def share_at(result: StartsResult, method: MethodEnds, place: int) -> Estimate:
    """The share that ends in the basin of the minimum of a place in the list."""
    return unless_lattice(result, method.share(method.attractor == place))


def unless_lattice(result: StartsResult, found: Estimate) -> Estimate:
    """A lattice is no sample: the figure stands without an interval."""
    return found if result.sampling.is_sample else Estimate(found.value, math.nan, math.nan)


def measured(name: str, result: StartsResult, method: MethodEnds) -> Estimate:
    """A statistic of one method, without an interval where the starts are no sample."""
    return unless_lattice(result, statistic(name).of(result, method))
