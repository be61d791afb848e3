"""The tables that answer a question: starts, escape, sweep, and differences of methods."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from typing import Any

import numpy as np

from core.experiment import experiment_file
from core.experiment.experiment import Experiment
from core.study import intervals
from core.study.answer import Answer
from core.study.intervals import LEVEL
from core.study.sampling import Sampling
from core.study.starts import MethodEnds, StartsResult
from core.study.statistics import MEDIANS, measured, minimum_share
from core.study.table import Cell, Table
from landscapes.two_basins import CENTRE, TwoBasins

MOST_MINIMA = 40  # columns for minima; the emptiest are summed up as "elsewhere"


def tables(answer: Answer) -> dict[str, Table]:
    """The tables that answer a question, by name, the main one first. Cells of which nothing is
    known yet have no rows; empty when nothing is."""
    question, known = answer.question, answer.known
    if not known:
        return {}
    match question.kind:
        case "escape":
            return {"escape": escape_table(known)}
        case "sweep":
            return {"sweep": sweep_table(answer)}
        case _:
            found: dict[str, Table] = {question.kind: starts_table(known[0])}
            if len(known[0].methods) > 1:
                found["differences"] = differences_table(known[0], question.reference or 0)
            return found


def setting(experiment: Experiment, sampling: Sampling, **more: Any) -> dict[str, Any]:
    """What a table was found with, for people and programs that read it later."""
    return {
        "experiment": json.loads(experiment_file.dumps(experiment)),
        "sampling": dataclasses.asdict(sampling),
        "level": LEVEL,
        **more,
    }


def starts_table(result: StartsResult) -> Table:
    """Per method: what became of all starts, medians, and the share of each minimum."""
    everywhere = np.concatenate([each.attractor for each in result.methods])
    counts = np.bincount(everywhere[everywhere >= 0], minlength=len(result.minima))
    listed = len(result.experiment.landscape.minima)
    order = [*range(listed), *sorted(range(listed, len(counts)), key=lambda k: (-counts[k], k))]
    shown = [result.names[k] for k in order[:MOST_MINIMA]]
    columns = ["method", "n", "diverged", "undefined", "converged", "moving"]
    medians = [name for name in MEDIANS if name in result.methods[0].ends]
    columns += [f"{end}_{name}" for name in medians for end in ("median", "low", "high")]
    columns += [f"{end}:{name}" for name in shown for end in ("share", "low", "high")]
    rows = [tuple(_starts_row(result, method, medians, shown)) for method in result.methods]
    return Table(tuple(columns), tuple(rows), setting(result.experiment, result.sampling))


def _starts_row(
    result: StartsResult, method: MethodEnds, medians: Sequence[str], shown: Sequence[str]
) -> list[Cell]:
    ends = method.ends
    moving, diverged, undefined = (int(ends[k].sum()) for k in ("moving", "diverged", "undefined"))
    row: list[Cell] = [method.spec.label, method.n, diverged, undefined]
    row += [method.n - moving - diverged - undefined, moving]
    for name in medians:
        row += measured(f"median_{name}", result, method)
    for name in shown:
        row += minimum_share(result, method, name)
    return row


def escape_table(results: Sequence[StartsResult]) -> Table:
    """Per method and sharpness: the share of starts that leave the sharp basin.

    `escape_ratio` counts an end where the flat basin's term is the larger one (the papers' rule),
    `by_attractor` one that comes down to the flat minimum: behind the sharp one lies a strip
    where the two differ.
    """
    rows: list[tuple[Cell, ...]] = []
    for index in range(len(results[0].methods)):
        for result in results:
            landscape, method = result.experiment.landscape, result.methods[index]
            assert isinstance(landscape, TwoBasins)
            ratio = method.share(nearer_flat(landscape, method.ends["position"]))
            home = _sharp_index(result)
            away = method.share((method.attractor >= 0) & (method.attractor != home))
            label = method.spec.label
            rows.append((label, landscape.sharpness, *ratio, away.value, method.n))
    columns = ("method", "sharpness", "escape_ratio", "low", "high", "by_attractor", "n")
    return Table(columns, tuple(rows), setting(results[0].experiment, results[0].sampling))


def nearer_flat(landscape: TwoBasins, places: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    a, b = np.array([-CENTRE, 0.0]), np.array([CENTRE, 0.0])
    sharp = -0.5 * landscape.sharpness * ((places - a) ** 2).sum(-1)
    flat: np.ndarray[Any, Any] = -0.5 * ((places - b) ** 2).sum(-1) > sharp
    return flat


def _sharp_index(result: StartsResult) -> int:
    return int(np.argmin(np.linalg.norm(result.minima - np.array([-CENTRE, 0.0]), axis=-1)))


def sweep_table(answer: Answer) -> Table:
    """Per cell and method: one statistic with its interval."""
    question, name = answer.question, answer.question.statistic
    rows: list[tuple[Cell, ...]] = []
    for cell, result in zip(question.cells, answer.results, strict=True):
        if result is None:
            continue
        for method in result.methods:
            found = measured(name, result, method)
            rows.append((*cell.values, method.spec.label, name, *found, method.n))
    paths = (variation.path for variation in question.variations)
    columns = (*paths, "method", "statistic", "value", "low", "high", "n")
    varied = {v.path: list(v.values) for v in question.variations}
    return Table(
        columns, tuple(rows), setting(question.experiment, question.sampling, varied=varied)
    )


def differences_table(result: StartsResult, reference: int) -> Table:
    """Per minimum and method: its share against a reference method's on the same starts.

    p-values are McNemar's, exact, corrected by Holm for all comparisons of the table.
    """
    home = result.methods[reference]
    rows: list[tuple[Cell, ...]] = []
    p_values: list[float] = []
    for index, method in enumerate(result.methods):
        if index == reference:
            continue
        for place, name in enumerate(result.names[: len(result.experiment.landscape.minima)]):
            a, b = method.attractor == place, home.attractor == place
            both, first = int((a & b).sum()), int((a & ~b).sum())
            second, neither = int((~a & b).sum()), int((~a & ~b).sum())
            found = intervals.share_difference(both, first, second, neither)
            rows.append((method.spec.label, home.spec.label, name, *found))
            p_values.append(intervals.mcnemar(first, second))
    corrected = intervals.holm(p_values)
    columns = ("method", "reference", "minimum", "difference", "low", "high", "p")
    told = tuple((*row, p) for row, p in zip(rows, corrected, strict=True))
    return Table(columns, told, setting(result.experiment, result.sampling))
