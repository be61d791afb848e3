"""The plot of differences between methods on the same starts, of a study of any kind."""

from __future__ import annotations

from core.measures.control import controls
from core.study.asking.answer import Answer
from core.study.plots.families import family_of
from core.study.plots.values import Axis, Difference, Differences
from core.study.plots.wording import cards, compared, note
from core.study.results.intervals import Estimate
from core.study.telling.differences import reference_of
from core.study.telling.tables import DIFFERENCES, tables
from core.writing import short

_FIGURES = ("difference", "low", "high", "p")
_ESCAPED = "escape_ratio"


def differences(answer: Answer) -> tuple[Differences, ...]:
    """The table of differences as a plot; none where nothing is compared."""
    table = tables(answer).get(DIFFERENCES)
    if table is None:
        return ()
    question, experiment = answer.question, answer.known[0].experiment
    methods, shown = experiment.methods, cards(experiment)
    pairs = _pairs(answer)
    each = len(table.rows) // len(pairs)  # the table goes through the pairs in their order
    varied = [name for name in question.escape_parameter if name in table.columns]
    known = {each.name: each.symbol for each in experiment.landscape.parameters}
    symbols = [known.get(name, name) for name in varied]
    places = [table.column(name) for name in varied]
    escape = question.kind == "escape"  # whose curves have the colours of families
    families = [family_of(methods, card) if escape else card for card in shown]
    rows = []
    for row, (what, *figures) in enumerate(
        zip(table.column("what"), *map(table.column, _FIGURES), strict=True)
    ):
        one, other = pairs[row // each]
        if escape and what != _ESCAPED:
            continue
        words = [f"{n} = {short(float(p[row]))}" for n, p in zip(symbols, places, strict=True)]
        if not escape:
            words.append(compared(str(what), question.below))
        value, low, high, p = map(float, figures)
        rows.append(
            Difference(shown[one], shown[other], ", ".join(words) or "leaves",
                       Estimate(value, low, high), p, family=families[one])
        )  # fmt: skip
    homes = {row.reference for row in rows}
    against = methods[homes.pop()].label if len(homes) == 1 else "its own control"
    title = f"Against {against}, on the same starts"
    axis = Axis("difference of the shares of starts")
    return (Differences(DIFFERENCES, title, methods, note(answer), axis, tuple(rows)),)


def _pairs(answer: Answer) -> list[tuple[int, int]]:
    """Which methods are compared with which, by their places among the enabled ones."""
    specs = [each.spec for each in answer.known[0].methods]
    home = answer.question.reference
    if home is None and answer.question.kind == "escape":
        return list(controls(tuple(specs)))
    home = reference_of(specs) if home is None else home
    return [(place, home) for place in range(len(specs)) if place != home]
