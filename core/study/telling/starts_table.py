"""The table of a starts study: per method what became of all its starts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.study.results.setting import setting
from core.study.results.starts import MethodEnds, StartsResult
from core.study.results.statistics import (
    BELOW,
    QUANTITIES,
    measured,
    share_at,
    unless_lattice,
)
from core.study.results.table import Cell, Table

MOST_MINIMA = 40
"""So many minima have columns; those that fewest come down to are *elsewhere*."""
_SHARES = {
    "share_converged": "converged",
    "share_moving": "moving",
    "share_diverged": "diverged",
    "share_undefined": "undefined",
    "share_global": "share_global",
}
_WITH_QUARTILES = ("final_loss", "best_loss")


def starts_table(result: StartsResult) -> Table:
    """Per method: what became of all its n starts, each figure with the ends of its interval.

    `diverged`, `undefined`, `converged` and `moving` are counts that add up to n, and stand again
    as shares. `share:NAME` is the share that comes down to a minimum, of whom `moving:NAME`, a
    count, still moved at the end; who was lost, comes down to none or to one that has no column is
    `share:elsewhere`, and the shares add up to 1. Medians and quartiles count who was lost as the
    worst. `sharpness` is λmax where a start ended, `attractor_sharpness` where that comes down to
    rest, and `ring_rise` the mean rise of the loss on a ring about it.
    """
    shown = _shown(result)
    names = [name for name in QUANTITIES if name in result.methods[0].ends]
    columns = ["method", "n", "diverged", "undefined", "converged", "moving"]
    columns += [f"{end}{name}" for name in names for end in ("median_", "low_", "high_")]
    columns += [
        f"{end}{quartile}_{name}"
        for name in names
        if name in _WITH_QUARTILES
        for quartile in ("q1", "q3")
        for end in ("", "low_", "high_")
    ]
    shares = dict(_SHARES) if result.below is None else {**_SHARES, BELOW: BELOW}
    for column in shares:
        columns += [column, f"low_{column[6:]}", f"high_{column[6:]}"]
    for name in (*(result.names[place] for place in shown), "elsewhere"):
        columns += [f"share:{name}", f"low:{name}", f"high:{name}"]
        columns += [f"moving:{name}"] if name != "elsewhere" else []
    rows = [_row(result, method, names, list(shares.values()), shown) for method in result.methods]
    more = {} if result.below is None else {"below": result.below}
    return Table(
        tuple(columns), tuple(map(tuple, rows)), setting(result.experiment, result.sampling, **more)
    )


def _shown(result: StartsResult) -> list[int]:
    """The places of the minima that have columns: the listed ones, then the most visited, each
    method's own among them."""
    each = [
        np.bincount(method.attractor[method.attractor >= 0], minlength=len(result.minima))
        for method in result.methods
    ]
    counts, listed = np.sum(each, axis=0), len(result.experiment.landscape.minima)
    favourites = {int(own.argmax()) for own in each if own.any()}
    found = sorted(
        range(listed, len(counts)),
        key=lambda place: (place not in favourites, -counts[place], place),
    )
    found = found[: max(0, MOST_MINIMA - listed)]
    return [*range(listed), *sorted(found, key=lambda place: (-counts[place], place))]


def _row(
    result: StartsResult,
    method: MethodEnds,
    names: Sequence[str],
    shares: Sequence[str],
    shown: Sequence[int],
) -> list[Cell]:
    ends, n = method.ends, method.n
    moving, diverged, undefined = (int(ends[k].sum()) for k in ("moving", "diverged", "undefined"))
    row: list[Cell] = [method.spec.label, n, diverged, undefined]
    row += [n - moving - diverged - undefined, moving]
    for name in names:
        row += measured(f"median_{name}", result, method)
    for name in (name for name in names if name in _WITH_QUARTILES):
        for quartile in ("q1", "q3"):
            row += measured(f"{quartile}_{name}", result, method)
    for name in shares:
        row += measured(name, result, method)
    for place in shown:
        row += share_at(result, method, place)
        row.append(int((ends["moving"] & (method.attractor == place)).sum()))
    row += unless_lattice(result, method.share(~np.isin(method.attractor, shown)))
    return row
