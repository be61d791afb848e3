"""The tables of a seeds study: per method and training loss what was found, and what differs."""

from __future__ import annotations

from collections.abc import Sequence

from core.study.asking.answer import Answer
from core.study.results.seeds import RATIOS, Trained, compared, figures_of, telling_level, trained
from core.study.results.setting import setting
from core.study.results.table import Cell, Table

END = "end"
_WITH_INTERVALS = ("lambda_max", "trace", "gap")
_MEDIANS = (
    "lambda_5", "trace_error", "m_sharpness", "m_slope", "train_loss", "test_loss",
    "train_accuracy", "caught_at",
)  # fmt: skip


def seeds_table(answer: Answer) -> Table:
    """Per method and level, the end last: medians over the `n` replicas that came down to it.

    `at` is the training loss, or "end"; `test_accuracy` has the interval `low`, `high`, the others
    their own; `gap` is test loss less training loss, `lambda_max` and `lambda_5` eigenvalues of the
    Hessian, `trace` its trace with the error of the estimate, `m_sharpness` SAM's measure, of which
    `m_slope` (ρ‖g‖) is no curvature. `caught_at` is the step. `seeds` were run, `diverged` of them
    diverged; of tasks in sequence `learning_accuracy` is the mean right after each task,
    `final_accuracy` that of all at the end, and `forgetting` what is lost between;
    `lr` is the learning rate, chosen where several were asked for.
    """
    methods = trained(answer.results)
    names = (*_WITH_INTERVALS, *figures_of(methods))
    columns = ["method", "at", "n", "test_accuracy", "low", "high"]
    for name in names:
        columns += [name, f"low_{name}", f"high_{name}"]
    columns += [*_MEDIANS, "seeds", "diverged", "lr"]
    rows = [_row(method, names, at, level) for method in methods for level, at in _levels(answer)]
    return Table(tuple(columns), tuple(rows), _setting(answer))


def told_at(answer: Answer) -> Cell:
    """Where the methods are compared in words: the training loss, or the end."""
    levels = answer.question.at_train_loss
    level = telling_level(trained(answer.results), len(levels))
    return END if level < 0 else levels[level]


def _levels(answer: Answer) -> list[tuple[int, Cell]]:
    return [*enumerate(answer.question.at_train_loss), (-1, END)]


def _row(method: Trained, names: Sequence[str], at: Cell, level: int) -> tuple[Cell, ...]:
    row: list[Cell] = [method.spec.label, at, int(method.reached(level).sum())]
    row += [*method.median("test_accuracy", level)]
    for name in names:
        row += [*method.median(name, level)]
    row += [method.median(name, level).value for name in _MEDIANS]
    return (*row, method.seeds, int(method.ends["diverged"].sum()), method.rate)


def seeds_differences(answer: Answer) -> Table:
    """Each method against the reference, and each with a memory against its own control, on the
    same seeds at the same training loss.

    `what` is test_accuracy or gap, told by their `difference`, or lambda_max or trace, told by
    their ratio (`ratio` is 1, and a difference of 1 is none); with the interval of Hodges
    and Lehmann and the exact signed-rank test, `p` corrected by Holm for
    the comparisons of one figure at one place.
    """
    methods, levels = trained(answer.results), _levels(answer)
    places = dict(levels)
    found = compared(methods, len(levels) - 1, answer.question.reference)
    rows: list[tuple[Cell, ...]] = []
    for each in found:
        labels = (methods[place].spec.label for place in (each.method, each.reference))
        rows.append(
            (*labels, places[each.level], each.what, int(each.what in RATIOS), *each.estimate,
             each.p, each.n)
        )  # fmt: skip
    columns = (
        "method", "reference", "at", "what", "ratio", "difference", "low", "high", "p", "n",
    )  # fmt: skip
    return Table(columns, tuple(rows), _setting(answer))


def _setting(answer: Answer, **more: object) -> dict[str, object]:
    question = answer.question
    rates = [list(variation.values) for variation in question.variations]
    if rates:
        more["learning_rates"] = rates[0]
    levels = list(question.at_train_loss)
    race = question.cells[0].experiment
    return setting(race, question.sampling, at_train_loss=levels, **more)
