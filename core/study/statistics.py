"""The statistics of a starts study by name: what a sweep draws and a table lists."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from core.experiment.errors import ExperimentError
from core.study.intervals import Estimate
from core.study.starts import MethodEnds, StartsResult

MEDIANS = ("final_loss", "best_loss", "sharpness", "path_length", "settled_at")
Statistic = Callable[[StartsResult, MethodEnds], Estimate]


def _median(name: str) -> Statistic:
    return lambda result, method: method.median(name)


def _ended(name: str) -> Statistic:
    return lambda result, method: method.share(method.ends[name])


def _settled(result: StartsResult, method: MethodEnds) -> Estimate:
    ends = method.ends
    return method.share(~(ends["moving"] | ends["diverged"] | ends["undefined"]))


def _at_global(result: StartsResult, method: MethodEnds) -> Estimate:
    known = [index for index, m in enumerate(result.experiment.landscape.minima) if m.is_global]
    return method.share(np.isin(method.attractor, known))


STATISTICS: dict[str, Statistic] = {
    **{f"median_{name}": _median(name) for name in MEDIANS},
    "converged": _settled,
    "moving": _ended("moving"),
    "diverged": _ended("diverged"),
    "share_global": _at_global,
}
"""Every statistic but the share of one minimum, which is `share:NAME`."""


def statistic(name: str) -> Statistic:
    """The statistic of a name; ExperimentError, naming all, for one that there is not."""
    if name.startswith("share:"):
        wanted = name.removeprefix("share:")
        return lambda result, method: minimum_share(result, method, wanted)
    if name not in STATISTICS:
        known = ", ".join([*STATISTICS, "share:MINIMUM"])
        raise ExperimentError("statistic", f"{name!r} is not allowed; one of {known}")
    return STATISTICS[name]


def minimum_share(result: StartsResult, method: MethodEnds, name: str) -> Estimate:
    """The share that ends in the basin of a minimum; 0 for one that nothing came down to."""
    index = result.names.index(name) if name in result.names else -2
    return _unless_lattice(result, method.share(method.attractor == index))


def _unless_lattice(result: StartsResult, found: Estimate) -> Estimate:
    """A lattice is no sample: the share stands without an interval."""
    return found if result.sampling.is_sample else Estimate(found.value, math.nan, math.nan)


def measured(name: str, result: StartsResult, method: MethodEnds) -> Estimate:
    """A statistic of one method, without an interval where the starts are no sample."""
    return _unless_lattice(result, statistic(name)(result, method))
