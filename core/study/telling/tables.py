"""The tables that answer a question, by name: what is told of starts, escape and sweep."""

from __future__ import annotations

from collections.abc import Sequence

from core.study.asking.answer import Answer
from core.study.results.escaping import left, left_by_attractor
from core.study.results.setting import setting
from core.study.results.starts import StartsResult
from core.study.results.statistics import measured, unless_lattice
from core.study.results.table import Cell, Table
from core.study.telling.differences import escape_differences, starts_differences
from core.study.telling.seeds_tables import seeds_differences, seeds_table
from core.study.telling.starts_table import starts_table

DIFFERENCES = "differences"


def tables(answer: Answer) -> dict[str, Table]:
    """The tables that answer a question, by name, the main one, of the question's kind, first;
    then the `differences` of methods on the same starts, where there is more than one. Cells of
    which nothing is known yet have no rows; empty when nothing is."""
    question, known = answer.question, answer.known
    if not known:
        return {}
    found: dict[str, Table]
    match question.kind:
        case "escape":
            varied = question.escape_parameter
            found = {"escape": escape_table(known, varied)}
            differences = escape_differences(known, varied, question.reference)
        case "sweep":
            return {"sweep": sweep_table(answer)}
        case "seeds":
            found, differences = {"seeds": seeds_table(answer)}, seeds_differences(answer)
        case _:
            found = {question.kind: starts_table(known[0])}
            differences = starts_differences(known[0], question.reference)
    return found | ({DIFFERENCES: differences} if differences.rows else {})


def escape_table(
    results: Sequence[StartsResult], varied: tuple[str, ...] = ("sharpness",)
) -> Table:
    """Per method and sharpness, or whatever parameters the landscapes are told apart by: the share
    of starts that leave the basin they begin in.

    `escape_ratio` counts an end where the other basin's term is the larger one (the papers' rule),
    `by_attractor` one that comes down to another minimum: behind the sharp minimum of two-basins
    lies a strip where the two differ. On other landscapes they are one.
    """
    rows: list[tuple[Cell, ...]] = []
    for index in range(len(results[0].methods)):
        for result in results:
            method, values = result.methods[index], result.experiment.landscape.values
            ratio = unless_lattice(result, method.share(left(result, method)))
            away = method.share(left_by_attractor(result, method))
            place = (values[name] for name in varied)
            rows.append((method.spec.label, *place, *ratio, away.value, method.n))
    columns = ("method", *varied, "escape_ratio", "low", "high", "by_attractor", "n")
    return Table(columns, tuple(rows), setting(results[0].experiment, results[0].sampling))


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
