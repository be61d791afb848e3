"""What a study says in words: one paragraph that is true of its tables and says no more.

Every number in it stands in the tables, rounded. A difference is claimed only where its p-value,
corrected by Holm for all comparisons of the table, is below 5 %.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from core.study.asking.answer import Answer
from core.study.asking.question import Question
from core.study.results.intervals import LEVEL
from core.study.results.table import Record, Table
from core.study.telling import escape_verdict, seeds_verdict, sweep_verdict, wording
from core.study.telling.seeds_tables import told_at
from core.study.telling.tables import DIFFERENCES, tables
from core.writing import p_value

MOST_METHODS = 6
"""So many methods are told of one by one; the table has them all."""
MOST_SHARES = 2
"""So many differences of shares between two methods are told."""
_LIMIT = (
    "Nothing follows for other landscapes, learning rates, numbers of steps or starts; where ends "
    "lie in several basins the shares tell, not the medians."
)
_NO_SAMPLE = (
    "A lattice is no sample: these are shares of its points, without intervals, and no difference "
    "is tested."
)


def verdict(answer: Answer) -> tuple[str, ...]:
    """The sentences of one paragraph; empty while nothing is known."""
    question, found = answer.question, tables(answer)
    if not found:
        return ()
    sentences: list[str] = []
    if not answer.whole:
        sentences.append(f"So far, after {answer.done:,} of {answer.total:,} parts of the work:")
    if question.kind == "seeds":
        table = found["seeds"]
        sentences += seeds_verdict.setting(question, table)
        return (
            *sentences,
            *seeds_verdict.sentences(question, told_at(answer), table, found.get(DIFFERENCES)),
        )
    sentences += setting(answer, found)
    match question.kind:
        case "escape":
            lost = _lost(answer, "as not having left")
            sentences += escape_verdict.sentences(question, found, lost)
        case "sweep":
            lost = _lost(answer, "as the worst of losses and in no basin")
            sentences += sweep_verdict.sentences(question, found["sweep"], lost)
        case _:
            sentences += _starts(question, found)
    return tuple(sentences)


def _lost(answer: Answer, counted: str) -> list[str]:
    """Who was lost from some start of some cell, where the table has no column for it."""
    methods = [method for result in answer.known for method in result.methods]
    labels = list(dict.fromkeys(m.spec.label for m in methods if m.lost.any()))
    if not labels:
        return []
    whom = wording.first_of(labels, MOST_METHODS, "method")
    ended = "Diverged, or came where the loss is no number, from some starts"
    return [f"{ended}, which are counted {counted}: {whom}."]


def setting(answer: Answer, found: dict[str, Table]) -> list[str]:
    """From how many starts, of which kind, where, how long; and whether figures have intervals."""
    question = answer.question
    n = int(next(iter(found.values())).column("n")[0])
    told = wording.starts([cell.experiment for cell in question.cells], question.sampling, n)
    if not question.sampling.is_sample:
        return [f"{told}.", _NO_SAMPLE]
    level = f"{LEVEL * 100:g} %"
    even = question.sampling.kind in ("sobol", "latin")  # which a share varies less over
    held = f"intervals of at least {level}" if even else f"{level} intervals"
    return [f"{told}; brackets hold {held}."]


def _starts(question: Question, found: dict[str, Table]) -> list[str]:
    table = found[question.kind]
    rows = table.records()
    sentences = [_ends(table, rows)]
    if question.sampling.is_sample and DIFFERENCES in found:
        sentences += _differences(found[DIFFERENCES].records(), found[DIFFERENCES])
    sentences += _not_there(rows)
    sentences.append(_LIMIT)
    return sentences


def _ends(table: Table, rows: Sequence[Record]) -> str:
    """Which minimum the largest share of each method's starts comes down to."""
    names = [c.removeprefix("share:") for c in table.columns if c.startswith("share:")]
    names = [name for name in names if name != "elsewhere"]
    parts = []
    for row in rows[:MOST_METHODS]:
        if not names or not any(row[f"share:{name}"] for name in names):
            parts.append(f"{row['method']}: none")
            continue
        most = max(names, key=lambda name: float(row[f"share:{name}"]))
        figure = (float(row[f"{end}:{most}"]) for end in ("share", "low", "high"))
        parts.append(f"{row['method']}: {most} {wording.share(*figure)}")
        tied = sum(row[f"share:{name}"] == row[f"share:{most}"] for name in names)
        if tied > 1:
            parts[-1] += f", the first of {tied} in the table with as many"
        if not math.isnan(lowest := float(row["share_global"])) and lowest != row[f"share:{most}"]:
            ends = (float(row[name]) for name in ("share_global", "low_global", "high_global"))
            parts[-1] += f", at a global minimum {wording.share(*ends)}"
    more = len(rows) - len(parts)
    rest = f"; the table has {wording.more(more, 'method')}" if more else ""
    return f"Where the largest share ends: {'; '.join(parts)}{rest}."


def _differences(rows: Sequence[Record], table: Table) -> list[str]:
    """Each method against the reference, in what is decided."""
    home, below = rows[0]["reference"], table.setting.get("below")
    count = f"corrected for {len(rows)} comparisons"
    sentences, alike = [], []
    for label in dict.fromkeys(str(row["method"]) for row in rows):
        mine = [row for row in rows if row["method"] == label]
        decided = [row for row in mine if float(row["p"]) < 1 - LEVEL]
        if decided:
            told = ", ".join(_one(row, below) for row in _first(decided))
            sentences.append(f"{label} against {home} on the same starts: {told}.")
        else:
            alike.append(label)
    more = len(sentences) - MOST_METHODS
    sentences = sentences[:MOST_METHODS]
    if more > 0:
        verb = "differs" if more == 1 else "differ"
        sentences.append(f"The table has {wording.more(more, 'method')} that {verb} from {home}.")
    if alike:
        whom = wording.first_of(alike, MOST_METHODS, "method")
        n = int(rows[0]["n"])
        sentences.append(f"No difference from {home} found for {whom} at n = {n:,}.")
    return [*sentences, f"All p-values are {count}."]


def _first(decided: Sequence[Record]) -> list[Record]:
    """The largest differences of shares, and all others; not two that say the same."""
    shares = [row for row in decided if str(row["what"]).startswith("share:")]
    shares.sort(key=lambda row: -abs(float(row["difference"])))
    others = [row for row in decided if row not in shares]
    if len(shares) > 1 and math.isclose(*(abs(float(row["difference"])) for row in shares[:2])):
        shares = shares[:1]
    return [*shares[:MOST_SHARES], *others]


def _one(row: Record, below: float | None) -> str:
    difference = float(row["difference"])
    what, more = str(row["what"]), difference > 0
    figure = wording.share(difference, float(row["low"]), float(row["high"]))
    if what == "share_below":
        words = f"{'more' if more else 'less'} often came below {wording.amount(below or 0.0)}"
    elif what == "final_loss":
        words = f"ends {'lower' if more else 'higher'} from more starts"
    elif what == "best_loss":
        words = f"came {'lower' if more else 'less low'} on the way from more starts"
    else:
        name = what.removeprefix("share:")
        words = f"ends in {name} {'more' if more else 'less'} often"
    return f"{words} (difference {figure}, {p_value(float(row['p']))})"


def _not_there(rows: Sequence[Record]) -> list[str]:
    """Who had not come to rest, or was lost."""
    sentences = []
    for column, words in (
        ("moving", "Still moving at the end, and counted in the basins that they were in"),
        ("diverged", "Diverged, and counted as the worst where losses are compared"),
        ("undefined", "Where the loss is no number, and counted as the worst"),
    ):
        counts = [(row["method"], int(row[column])) for row in rows if row[column]]
        if counts:
            each = [f"{count:,} of {label}" for label, count in counts]
            told = wording.first_of(each, MOST_METHODS, "method")
            sentences.append(f"{words}: {told}.")
    return sentences
