"""The plots of a basins study: the same maps by basin, by loss and by sharpness."""

from __future__ import annotations

import numpy as np

from core.study.asking import basins
from core.study.asking.answer import Answer
from core.study.plots.scales import above_minimum, is_logarithmic
from core.study.plots.values import Axis, BasinPlot, Mode
from core.study.plots.wording import cards, note
from core.study.results.statistics import QUANTITIES
from core.study.starting.lattice import COARSEST, known_stride
from landscapes.base import Array

_MODES: tuple[tuple[Mode, str], ...] = (
    ("basin", "Basins: where each start ends"),
    ("final_loss", "Final loss of each start"),
    ("sharpness", "Sharpness where each start ends"),
)
_NOTHING = {"basin": -1, "steps": -1, "final_loss": np.nan, "sharpness": np.nan}
"""What a start has of which nothing is known."""


def plots(answer: Answer) -> tuple[BasinPlot, ...]:
    """See `core.study.plots.plots`; a method of the question of which the answer knows nothing
    has an empty map."""
    (result,), n = answer.known, answer.question.sampling.count
    arrays, known = basins.maps(answer), basins.known(answer)
    source, filled = _sources(known)
    experiment = answer.question.experiment
    shown, own = cards(experiment), cards(result.experiment)

    def laid(rows: Array, nothing: float | bool) -> Array:
        """The maps of all methods, of those that are known."""
        maps = np.full((len(shown), n, n), nothing, dtype=rows.dtype)
        maps[[shown.index(place) for place in own]] = rows
        return maps

    told = {
        name: laid(arrays[name].reshape(-1, n * n)[:, source].reshape(-1, n, n), nothing)
        for name, nothing in _NOTHING.items()
    }
    filled = laid(np.broadcast_to(filled, (len(own), n, n)), False)
    domain = experiment.landscape.domain
    assert domain is not None  # a lattice was laid in it
    found = []
    for mode, title in _MODES:
        value = told["final_loss" if mode == "basin" else mode]
        words = "minimum" if mode == "basin" else QUANTITIES[mode]
        if mode == "final_loss":
            value, said = above_minimum(experiment.landscape, value)
            words += said
        found.append(
            BasinPlot(
                name=mode,
                title=title,
                methods=experiment.methods,
                note=note(answer),
                mode=mode,
                colour=Axis(words, log=mode != "basin" and is_logarithmic(value)),
                shown=shown,
                domain=(domain[0], domain[1]),
                total_steps=experiment.steps,
                basin=told["basin"],
                steps=told["steps"],
                value=value,
                filled=filled,
                stride=known_stride(n, len(result.starts)),
                minima=result.minima,
                names=result.names,
                listed=len(experiment.landscape.minima),
            )
        )
    return tuple(found)


def _sources(known: Array) -> tuple[Array, Array]:
    """For each place i·n + j of a lattice the known one (n²,) that stands for it, itself or the
    corner of the finest block that has one, and which have any (n, n)."""
    n = len(known)
    i, j = np.divmod(np.arange(n * n), n)
    source, found = np.zeros(n * n, dtype=np.int64), np.zeros(n * n, dtype=bool)
    stride = 1
    while stride <= COARSEST:
        corner = i // stride * stride * n + j // stride * stride
        here = ~found & known.ravel()[corner]
        source[here] = corner[here]
        found |= here
        stride *= 2
    return source, found.reshape(n, n)
