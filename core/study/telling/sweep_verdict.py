"""What a sweep says in words: where its statistic is best, and that the best of many is lucky."""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.study.asking.question import Question
from core.study.results.statistics import Statistic, statistic
from core.study.results.table import Record, Table
from core.study.telling import wording

MOST_METHODS = 6
_LIMIT = "Nothing follows for settings between or beyond these, or for other landscapes."


def sentences(question: Question, table: Table, lost: Sequence[str]) -> list[str]:
    """The best cell, how many others are apart from it, what a choice of the best does, and who was
    `lost`."""
    asked = statistic(question.statistic)
    rows = [row for row in table.records() if not math.isnan(float(row["value"]))]
    if not rows:
        return [f"{asked.title}: nothing is known of it in any cell.", *lost]
    places = {v.path: wording.place(v.path, question.experiment) for v in question.variations}
    told: list[str] = []
    labels = list(dict.fromkeys(str(row["method"]) for row in rows))
    for label in labels[:MOST_METHODS]:
        mine = [row for row in rows if row["method"] == label]
        told += _method(asked, label, mine, places)
    if len(labels) > MOST_METHODS:
        told.append(f"The table has {wording.more(len(labels) - MOST_METHODS, 'method')}.")
    varies = any(
        len({float(row["value"]) for row in rows if row["method"] == label}) > 1 for label in labels
    )
    if varies and question.sampling.is_sample and len(question.cells) > 2:
        told.append(
            f"An extreme among {len(question.cells)} cells was picked by these starts and looks "
            "further out than it is: see it again from another seed."
        )
    if not asked.share:
        told.append("Where ends lie in several basins a quantile can jump: look at shares as well.")
    return [*told, *lost, _LIMIT]


def _method(asked: Statistic, label: str, rows: list[Record], places: dict[str, str]) -> list[str]:
    low, high = _extreme(rows, -1), _extreme(rows, 1)
    if float(low["value"]) == float(high["value"]):
        return [f"{asked.title}, {label}: {_figure(asked, low)} in every cell."]
    if asked.small_is_good is None:
        ends = f"{_told(asked, low, places)} to {_told(asked, high, places)}"
        return [f"{asked.title}, {label}: from {ends}."]
    small = asked.small_is_good
    best = low if small else high
    tied = sum(float(row["value"]) == float(best["value"]) for row in rows)
    also = f", the first of {tied} cells that have it" if tied > 1 else ""
    told = (
        f"{asked.title}, {label}: {'lowest' if small else 'highest'}, {_told(asked, best, places)}"
    )
    if math.isnan(float(best["low"])):
        return [f"{told}{also}."]
    apart, others = sum(_beyond(row, best, small) for row in rows), len(rows) - 1
    where = f"an interval that lies wholly {'above' if small else 'below'} this one"
    if others == 1:
        rest = (
            f"the other cell has {where}" if apart else "no difference to the other cell is shown"
        )
    elif not apart:
        rest = f"none of the {others} other cells has {where}, no difference is shown"
    else:
        rest = f"of the {others} other cells {apart} {'has' if apart == 1 else 'have'} {where}"
        rest += "" if apart == others else ", and no difference is shown for the rest"
    return [f"{told}{also}; {rest}."]


def _extreme(rows: list[Record], sign: int) -> Record:
    return max(rows, key=lambda row: sign * float(row["value"]))


def _figure(asked: Statistic, row: Record) -> str:
    write = wording.share if asked.share else wording.amount
    return write(*(float(row[name]) for name in ("value", "low", "high")))


def _told(asked: Statistic, row: Record, places: dict[str, str]) -> str:
    return (
        f"{_figure(asked, row)} at {wording.at({said: row[path] for path, said in places.items()})}"
    )


def _beyond(row: Record, best: Record, small: bool) -> bool:
    if small:
        return float(row["low"]) > float(best["high"])
    return float(row["high"]) < float(best["low"])
