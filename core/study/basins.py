"""Basins of attraction of every method: where each start of a lattice ends, and how soon."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor

import numpy as np

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment
from core.study.cache import Cache
from core.study.many import study_many
from core.study.sampling import Sampling
from core.study.starts import StartsResult
from core.study.tasks import ROWS
from core.study.work import Report
from landscapes.base import Array

FEWEST, MOST = 2, 400
"""Starts along each axis."""


def basin_maps(
    experiment: Experiment,
    n: int,
    *,
    make_executor: Callable[[], Executor] | None = None,
    cache: Cache | None = None,
    report: Report | None = None,
    rows: int = ROWS,
) -> dict[str, Array]:
    """The M enabled methods from n × n starts: [m, i, j] is method m from the start whose x is the
    i-th and whose y the j-th cell centre of the domain, from the low end up.

    `basin` (M, n, n), int32, counts `minima`: the one that the end comes down to, −1 for a start
    that was lost or whose end comes down to none. `steps` (M, n, n), int32: the step that brought
    it into that basin for the last time, 0 where it never lay outside, −1 where `basin` is −1; it
    is read off a raster of the landscape's basins. `final_loss` and `sharpness` (M, n, n),
    float64: at the end, NaN where it was lost. `minima` (K, 2), the listed ones first, and their
    `names` (K). `experiment`, of no axes: the experiment file's JSON.

    Raises ExperimentError for another n than 2 to 400 or a landscape that has no map.
    """
    check(experiment, n)
    (result,) = study_many(
        [experiment],
        Sampling("lattice", n),
        make_executor=make_executor,
        cache=cache,
        report=report,
        rows=rows,
        best=False,
        entered=True,
    )
    return _maps(result, n)


def check(experiment: Experiment, n: int) -> None:
    """Raise ExperimentError for what `basin_maps` cannot be asked."""
    if not FEWEST <= n <= MOST:
        allowed = f"a whole number from {FEWEST} to {MOST}"
        raise ExperimentError("lattice", f"{n} is not allowed; {allowed}")
    landscape = experiment.landscape
    if landscape.domain is None:
        raise ExperimentError("$.landscape", f"{landscape.title} has no domain to lay a lattice in")
    if landscape.dimension != 2:
        raise ExperimentError(
            "$.landscape",
            f"a basins study needs a landscape of two dimensions; this one has "
            f"{landscape.dimension}",
        )


def _maps(result: StartsResult, n: int) -> dict[str, Array]:
    basin = np.stack([each.attractor for each in result.methods])
    entered = np.stack([each.ends["entered_at"] for each in result.methods])
    maps = {
        "basin": basin.astype(np.int32),
        "steps": np.where(basin < 0, -1, entered).astype(np.int32),
        "final_loss": np.stack([each.ends["final_loss"] for each in result.methods]),
        "sharpness": np.stack([each.sharpness for each in result.methods]),
    }
    return {name: values.reshape(-1, n, n) for name, values in maps.items()} | {
        "minima": result.minima,
        "names": np.array(result.names, dtype=np.str_),
        "experiment": np.array(experiment_file.dumps(result.experiment)),
    }
