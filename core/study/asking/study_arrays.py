"""The arrays of a study file: what is known of every start, one after another or on a lattice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from core.experiment import experiment_file
from core.study.asking import basins, question_text
from core.study.asking.answer import Answer
from core.study.results.starts import StartsResult
from core.study.starting.lattice import coarse_to_fine
from core.study.work.training import AT_LEVELS, OF_TASKS
from landscapes.base import Array

QUESTION, EXPERIMENT, COUNTS, PROGRESS, STARTS = (
    "question", "experiment", "counts", "progress", "starts",
)  # fmt: skip
BOOL, WHOLE, FLOAT = np.dtype(bool), np.dtype("<i8"), np.dtype("<f8")
ENDS = {
    "position": FLOAT,
    "rest": FLOAT,
    "final_loss": FLOAT,
    "best_loss": FLOAT,
    "sharpness": FLOAT,
    "path_length": FLOAT,
    "settled_at": WHOLE,
    "entered_at": WHOLE,
    "moving": BOOL,
    "diverged": BOOL,
    "undefined": BOOL,
    **dict.fromkeys((*AT_LEVELS, *OF_TASKS), FLOAT),
}
"""What is kept of every start and method; `best_loss` and `entered_at` where they were asked, and
of a network's replicas what is known of them at each training loss and, last, at the end."""
PLACES = ("position", "rest")
"""Those of them that are points of the landscape."""

Arrays = Iterator[tuple[str, Array]]
"""Keys with their arrays, made one after another: never are all of them there at once."""


def texts(answer: Answer) -> Arrays:
    """What tells how the others are to be read: the experiment, the question, and the counts."""
    question = answer.question
    counts = [0 if each is None else len(each.starts) for each in answer.results]
    yield EXPERIMENT, np.array(experiment_file.dumps(question.experiment))
    yield QUESTION, np.array(question_text.dumps(question))
    yield PROGRESS, np.array([answer.done, answer.total], dtype=WHOLE)
    yield COUNTS, np.array(counts, dtype=WHOLE)


def joined(answer: Answer) -> Arrays:
    """The starts of all cells one after another, (N, D), and each method's ends, (M, N, …)."""
    known = answer.known
    dimension = max((result.starts.shape[-1] for result in known), default=0)

    def wide(points: Array) -> Array:
        room = ((0, 0), (0, dimension - points.shape[-1]))
        return np.pad(points, room, constant_values=np.nan)

    if not known:
        yield STARTS, np.empty((0, dimension))
        return
    yield STARTS, _plain(np.concatenate([wide(result.starts) for result in known]))
    for name in _kept(known[0]):
        rows = []
        for m in range(len(known[0].methods)):
            parts = [result.methods[m].ends[name] for result in known]
            rows.append(np.concatenate([wide(p) if name in PLACES else p for p in parts]))
        yield name, _plain(np.stack(rows))


def laid_out(answer: Answer) -> Arrays:
    """The same of a basins study on its lattice, (n, n, D) and (M, n, n, …), with its maps."""
    n = answer.question.sampling.count
    if not answer.known:
        yield STARTS, np.empty((0, 2))
        return
    (result,) = answer.known
    order = coarse_to_fine(n)[: len(result.starts)]

    def laid(rows: list[Array]) -> Array:
        rows = [_plain(row) for row in rows]
        empty = np.nan if rows[0].dtype == FLOAT else 0
        found = np.full((len(rows), n * n, *rows[0].shape[1:]), empty, dtype=rows[0].dtype)
        found[:, order] = np.stack(rows)
        return found.reshape(len(rows), n, n, *rows[0].shape[1:])

    told = basins.maps(answer)
    for name in ("basin", "steps", "minima", "names"):
        yield name, told[name]
    for name in _kept(result):
        yield name, laid([method.ends[name] for method in result.methods])
    yield "known", basins.known(answer)
    yield STARTS, laid([result.starts])[0]


def _kept(result: StartsResult) -> list[str]:
    """What is kept of the ends; the rest of them follows from it."""
    return [name for name in ENDS if name in result.methods[0].ends]


def _plain(array: Array) -> Array:
    """In the types of a study file, whatever the machine's."""
    kinds: dict[str, np.dtype[Any]] = {"b": BOOL, "i": WHOLE, "f": FLOAT}
    return np.ascontiguousarray(array, dtype=kinds[array.dtype.kind])
