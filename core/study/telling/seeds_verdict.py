"""What a seeds study says in words: flatter or not, and better or not, at one training loss."""

from __future__ import annotations

from collections.abc import Sequence

from core.study.asking.question import Question
from core.study.results.intervals import LEVEL
from core.study.results.table import Cell, Record, Table
from core.study.telling import wording
from core.study.telling.seeds_tables import END
from core.writing import p_value, short
from landscapes.networks import Network

MOST_METHODS = 6
_SHARPNESS = ("lambda_max", "low_lambda_max", "high_lambda_max")
_ACCURACY = ("test_accuracy", "low", "high")
_DIFFERENCE = ("difference", "low", "high")
_LIMIT = (
    "Compared at one training loss, not at one step. λmax changes when a layer is scaled and the "
    "next one back, which changes no output: flatter is not better by itself. Nothing follows for "
    "other networks, data, learning rates or batch sizes."
)


def setting(question: Question, table: Table) -> list[str]:
    """How many seeds of which network, on which data, for how long; and what brackets hold."""
    race, ground = question.experiment, question.experiment.landscape
    network = ground
    assert isinstance(network, Network)
    seeds = int(table.column("seeds")[0])
    batch = f"mini-batches of {race.batch}" if race.batch else "the whole training set a step"
    rates = sorted({float(rate) for rate in map(float, table.column("lr"))})
    span = short(rates[0]) if len(rates) == 1 else f"{short(rates[0])} to {short(rates[-1])}"
    chosen = ""
    if question.variations:
        tried = len(question.variations[0].values)
        chosen = (
            f", each method's chosen among {tried} by the validation accuracy of {seeds} other "
            "seeds"
        )
    return [
        f"{seeds} {'seed' if seeds == 1 else 'seeds'} of {ground.title} ({network.data}; "
        f"{network.architecture}, D = {ground.dimension:,}), {batch}, {race.steps:,} steps, "
        f"α {span}{chosen}; brackets hold {LEVEL * 100:g} % intervals."
    ]


def sentences(question: Question, at: Cell, table: Table, differences: Table | None) -> list[str]:
    """Who is flatter and who is better at a training loss, or at the end; then who did not come
    there, and where a learning rate lies at an edge."""
    rows = table.records()
    told = (
        [_tasks(rows), _figures(rows, at)] if "final_accuracy" in rows[0] else [_figures(rows, at)]
    )
    if differences is not None:
        told += _compared(differences.records(), at)
    told += _missing(rows, at)
    told += _edges(question, rows)
    return [*told, _LIMIT]


def _told(row: Record, names: Sequence[str]) -> tuple[float, ...]:
    return tuple(float(row[name]) for name in names)


def _place(at: object) -> str:
    return "At the end" if at == END else f"At training loss {short(float(str(at)))}"


def _figures(rows: Sequence[Record], at: object) -> str:
    here = [row for row in rows if row["at"] == at and row["n"]]
    parts = [
        f"{row['method']} λmax {wording.amount(*_told(row, _SHARPNESS))}, "
        f"test accuracy {wording.share(*_told(row, _ACCURACY))}"
        for row in here
    ]
    if not parts:
        return f"{_place(at)}: no replica of any method is there."
    return f"{_place(at)}, medians: {wording.first_of(parts, MOST_METHODS, 'method')}."


def _tasks(rows: Sequence[Record]) -> str:
    """What was learnt, and what is left of it: always both, for one alone misleads."""
    parts = [
        f"{row['method']} {wording.share(*_told(row, _ends('learning_accuracy')))}, "
        f"{wording.share(*_told(row, _ends('final_accuracy')))}, "
        f"{wording.share(*_told(row, _ends('forgetting')))}"
        for row in rows
        if row["at"] == END and row["n"]
    ]
    return (
        "Accuracy right after each task, that of all tasks at the end, and what of the first is "
        f"lost, medians: {wording.first_of(parts, MOST_METHODS, 'method')}."
    )


def _ends(name: str) -> tuple[str, str, str]:
    return name, f"low_{name}", f"high_{name}"


def _compared(rows: Sequence[Record], at: object) -> list[str]:
    here = [row for row in rows if row["at"] == at]
    pairs = list(dict.fromkeys((str(row["method"]), str(row["reference"])) for row in here))
    told = []
    for label, other in pairs[:MOST_METHODS]:
        mine = {
            row["what"]: row for row in here if (row["method"], row["reference"]) == (label, other)
        }
        told.append(f"{label} against {other}: {_flatness(mine)}; {_accuracy(mine)}.")
    if len(pairs) > MOST_METHODS:
        told.append(f"The table has {wording.more(len(pairs) - MOST_METHODS, 'comparison')}.")
    count = f"{len(pairs)} comparisons" if len(pairs) > 1 else "1 comparison"
    return [*told, f"The p-values of each figure are corrected for {count}."] if told else []


def _flatness(rows: dict[Cell, Record]) -> str:
    row = rows.get("lambda_max")
    if row is None:
        return "no sharpness to compare"
    figure = wording.amount(*_told(row, _DIFFERENCE))
    if float(row["p"]) >= 1 - LEVEL:
        return f"no difference in λmax shown (× {figure}, n = {row['n']})"
    word = "flatter" if float(row["difference"]) < 1 else "sharper"
    return f"{word}, λmax × {figure} ({p_value(float(row['p']))}, n = {row['n']})"


def _accuracy(rows: dict[Cell, Record]) -> str:
    row = rows.get("test_accuracy")
    if row is None:
        return "no test accuracy to compare"
    points = [100 * end for end in _told(row, _DIFFERENCE)]
    figure = wording.share(*points)
    if float(row["p"]) >= 1 - LEVEL:
        return f"no difference in test accuracy shown ({figure} points)"
    word = "higher" if points[0] > 0 else "lower"
    return f"test accuracy {word}, {figure} points ({p_value(float(row['p']))})"


def _missing(rows: Sequence[Record], at: object) -> list[str]:
    """Who was lost, and who did not come down to the level."""
    here = [row for row in rows if row["at"] == at]
    diverged = [f"{row['diverged']} of {row['method']}" for row in here if row["diverged"]]
    short_of = [
        f"{int(row['seeds']) - int(row['n'])} of {row['method']}"
        for row in here
        if row["n"] != row["seeds"]
    ]
    told = []
    nobody = [
        short(float(place))
        for place in dict.fromkeys(row["at"] for row in rows)
        if place != END and not any(row["n"] for row in rows if row["at"] == place)
    ]
    if nobody:
        told.append(f"No replica came down to training loss {wording.listed(nobody)}.")
    if diverged:
        whom = wording.first_of(diverged, MOST_METHODS, "method")
        told.append(f"Diverged, and not in these figures: {whom}.")
    if short_of and at != END:
        whom = wording.first_of(short_of, MOST_METHODS, "method")
        told.append(f"Did not come down to this loss, and are not in these figures: {whom}.")
    return told


def _edges(question: Question, rows: Sequence[Record]) -> list[str]:
    if not question.variations:
        return [
            "The learning rates are those of the experiment, not tuned: a method at a rate that "
            "does not suit it is not seen at its best."
        ]
    rates = sorted(map(float, question.variations[0].values))
    labels = list(
        dict.fromkeys(
            str(row["method"]) for row in rows if float(row["lr"]) in (rates[0], rates[-1])
        )
    )
    if len(rates) < 2 or not labels:
        return []
    whom = wording.first_of(labels, MOST_METHODS, "method")
    return [
        f"The learning rate chosen lies at the edge of those tried for {whom}: try beyond it "
        "before anything is concluded."
    ]
