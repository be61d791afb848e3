"""Basins of attraction of every method: where each start of a lattice ends, and how soon."""

from __future__ import annotations

import numpy as np

from core.experiment import experiment_file
from core.study.asking.answer import Answer
from core.study.results.starts import MethodEnds
from core.study.starting.lattice import coarse_to_fine
from landscapes.base import Array


def maps(answer: Answer) -> dict[str, Array]:
    """The M enabled methods from n × n starts: [m, i, j] is method m from the start whose x is the
    i-th and whose y the j-th cell centre of the domain, from the low end up.

    `basin` (M, n, n), int32, counts `minima`: the one that the end comes down to, −1 for a start
    that was lost or whose end comes down to none. `steps` (M, n, n), int32: the step that brought
    it into that basin for the last time, 0 where it never lay outside, −1 where `basin` is −1; it
    is read off a raster of the landscape's basins. `final_loss` and `sharpness` (M, n, n),
    float64: at the end, NaN where it was lost. `minima` (K, 2), the listed ones first, and their
    `names` (K). `experiment`, of no axes: the experiment file's JSON. Starts that are not known
    yet are as those that were lost; `known` tells them apart.
    """
    (result,), n = answer.known, answer.question.sampling.count
    order = coarse_to_fine(n)[: len(result.starts)]

    def laid(values: list[Array], empty: object) -> Array:
        laid = np.full((len(values), n * n), empty)
        laid[:, order] = np.stack(values)
        return laid.reshape(-1, n, n)

    return {
        "basin": laid([each.attractor for each in result.methods], -1).astype(np.int32),
        "steps": laid(list(map(_entered, result.methods)), -1).astype(np.int32),
        "final_loss": laid([each.ends["final_loss"] for each in result.methods], np.nan),
        "sharpness": laid([each.ends["sharpness"] for each in result.methods], np.nan),
        "minima": result.minima,
        "names": np.array(result.names, dtype=np.str_),
        "experiment": np.array(experiment_file.dumps(result.experiment)),
    }


def _entered(method: MethodEnds) -> Array:
    return np.where(method.attractor < 0, -1, method.ends["entered_at"])


def known(answer: Answer) -> Array:
    """Which starts of the lattice (n, n) are known, bool."""
    (result,), n = answer.known, answer.question.sampling.count
    known = np.zeros(n * n, dtype=bool)
    known[coarse_to_fine(n)[: len(result.starts)]] = True
    return known.reshape(n, n)
