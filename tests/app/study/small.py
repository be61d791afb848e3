"""Small answers made by hand: what the tests of a study's plots, page and files look at."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.attractors import attractors
from core.study.asking.answer import Answer
from core.study.asking.question import Question
from core.study.results.starts import StartsResult, gathered
from core.study.starting.sampling import Sampling
from core.study.work.tasks import Ends
from landscapes.base import Array
from landscapes.two_basins import TwoBasins

CARDS = (
    MethodSpec.create("adam", label="Adam"),
    MethodSpec.create("adam+cm", {"strength": 0.0}, label="no memory (κ = 0)"),
    MethodSpec.create("adam+cm", {"capacity": 5}, label="CM, C = 5"),
    MethodSpec.create("adam+cg", {"memory_start": 50}, label="CG, settled"),
)


def race(cards: Sequence[MethodSpec] = CARDS, sharpness: float = 100.0) -> Experiment:
    """A race on two basins, 100 steps."""
    return Experiment(TwoBasins(sharpness), tuple(cards), ((0.0, 0.0),), steps=100)


def result(
    experiment: Experiment, sampling: Sampling, starts: Array, below: float | None = None
) -> StartsResult:
    """What came of a race whose methods stay near their starts, the later cards farther to the
    right; one start of twenty of the last card diverges."""
    return gathered(
        experiment,
        sampling,
        starts,
        [_ends(experiment, starts, m) for m in range(len(experiment.enabled_methods))],
        below,
    )


def _ends(experiment: Experiment, starts: Array, m: int) -> Ends:
    n, landscape = len(starts), experiment.landscape
    low, high = np.array(landscape.domain).T
    place = np.clip(0.2 * starts + np.array([0.5 * m - 1.0, 0.0]), low, high)
    diverged = np.arange(n) % 20 == (7 if m == len(experiment.enabled_methods) - 1 else 20)
    place = np.where(diverged[:, None], np.nan, place)
    found = attractors(landscape, np.nan_to_num(place))
    rest = np.where(diverged[:, None], np.nan, found.minima[np.maximum(found.index, 0)])
    with np.errstate(invalid="ignore"):
        loss = np.asarray(landscape.loss(place))
    steps = np.clip(np.hypot(*starts.T) * 12 + 5 * m, 0, experiment.steps).astype(np.int64)
    return {
        "position": place, "rest": rest, "final_loss": loss, "best_loss": loss - 0.001,
        "sharpness": np.where(rest[:, 0] < 0, 100.0, 1.0) + 0.01 * place[:, 1] ** 2,
        "path_length": np.hypot(*(place - starts).T), "settled_at": steps,
        "moving": ~diverged & (np.arange(n) % 3 == 0), "diverged": diverged,
        "undefined": np.zeros(n, dtype=bool), "entered_at": steps,
    }  # fmt: skip


def answer(question: Question, known: int | None = None, *, cells: int | None = None) -> Answer:
    """An answer of which the first `known` starts and the first `cells` cells are there."""
    results: list[StartsResult | None] = []
    for place, cell in enumerate(question.cells):
        if cells is not None and place >= cells:
            results.append(None)
            continue
        starts = question.starts(cell)[:known]
        results.append(result(cell.experiment, question.sampling, starts, question.below))
    whole = known is None and cells is None
    return Answer(question, tuple(results), 4 if whole else 1, 4)
