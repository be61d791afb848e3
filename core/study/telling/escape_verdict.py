"""What an escape study says in words: what the memory does, and what its control does without."""

from __future__ import annotations

from collections.abc import Sequence

from core.study.asking.question import Question
from core.study.results.intervals import LEVEL
from core.study.results.table import Record, Table
from core.study.telling import wording
from core.study.telling.tables import DIFFERENCES

MOST_PAIRS = 8
MOST_PLACES = 4
_LIMIT = (
    "That is leaving one minimum of one landscape at this number of steps; it does not say that "
    "where a start goes is better, and nothing follows for other learning rates or starts."
)


def sentences(question: Question, found: dict[str, Table], lost: Sequence[str]) -> list[str]:
    """What each method with a memory does beside its control; then what else must be said, who
    was `lost` last."""
    varied = question.escape_parameter
    rows = found["escape"].records()
    at = {(str(row["method"]), _place(row, varied)): row for row in rows}
    told = []
    if DIFFERENCES in found and question.sampling.is_sample:
        differences = found[DIFFERENCES].records()
        mine = [row for row in differences if row["what"] == "escape_ratio"]
        pairs = list(dict.fromkeys((str(row["method"]), str(row["reference"])) for row in mine))
        for pair in pairs[:MOST_PAIRS]:
            beside = [row for row in mine if (row["method"], row["reference"]) == pair]
            told.append(_pair(pair, beside, at, varied))
        if len(pairs) > MOST_PAIRS:
            told.append(f"The table has {wording.more(len(pairs) - MOST_PAIRS, 'such pair')}.")
        told.append(
            "A difference is told where its p-value, corrected for "
            f"{len(differences)} comparisons, is below {100 * (1 - LEVEL):.0f} %."
        )
        if question.reference is None:
            told += _control_leaves_too(mine, at, varied)
    else:
        told.append(_shares(rows, varied))
    told += _rules_differ(rows, varied)
    return [*told, *lost, _LIMIT]


def _pair(
    pair: tuple[str, str],
    rows: Sequence[Record],
    at: dict[tuple[str, str], Record],
    varied: tuple[str, ...],
) -> str:
    """One method against another, place by place: more, less, or no difference found."""
    label, control = pair
    parts = []
    for word, sign in (("more", 1), ("less", -1)):
        places = [_place(row, varied) for row in rows if _decided(row) == sign]
        shown = [
            f"{_figure(at[label, place])} against {_figure(at[control, place])}{_at(place)}"
            for place in places[:MOST_PLACES]
        ]
        if shown:
            also = f", and at {len(places) - len(shown)} more" if len(places) > len(shown) else ""
            parts.append(f"leaves {word} often than {control}, {'; '.join(shown)}{also}")
    same = [_place(row, varied) for row in rows if _decided(row) == 0]
    if same:
        against = "" if parts else f" from {control}"
        n = int(rows[0]["n"])
        parts.append(f"no difference{against} found{_at(wording.listed(same))} (n = {n:,})")
    return f"{label}: {'; '.join(parts)}."


def _decided(row: Record) -> int:
    if float(row["p"]) >= 1 - LEVEL:
        return 0
    return 1 if float(row["difference"]) > 0 else -1


def _control_leaves_too(
    rows: Sequence[Record], at: dict[tuple[str, str], Record], varied: tuple[str, ...]
) -> list[str]:
    """Where a control leaves half as often as its method or more, the memory is not what does."""
    told = []
    for label, control in dict.fromkeys((str(r["method"]), str(r["reference"])) for r in rows):
        places = []
        for row in rows:
            place = _place(row, varied)
            one, other = at[label, place], at[control, place]
            if (row["method"], row["reference"]) == (label, control) and (
                float(other["escape_ratio"]) >= float(one["escape_ratio"]) / 2 > 0
            ):
                places.append(f"{_figure(other)}{_at(place)}")
        if places:
            where = wording.first_of(places, MOST_PLACES, "place")
            told.append(
                f"{control} itself leaves from {where}: there the memory alone does not explain "
                f"what {label} does."
            )
    return told


def _rules_differ(rows: Sequence[Record], varied: tuple[str, ...]) -> list[str]:
    """Where the count by attractor lies outside the interval of the count by the larger term."""
    apart = [
        f"{row['method']}{_at(_place(row, varied))}, {wording.share(float(row['escape_ratio']))} "
        f"by the larger term, {wording.share(float(row['by_attractor']))} by where ends lead down"
        for row in rows
        if float(row["by_attractor"]) < float(row["low"])
        or float(row["by_attractor"]) > float(row["high"])
    ]
    if not apart:
        return []
    more = len(apart) - MOST_PLACES
    rest = [f"and in {wording.more(more, 'row')} of the table"] if more > 0 else []
    return [f"The two ways to count differ: {'; '.join([*apart[:MOST_PLACES], *rest])}."]


def _shares(rows: Sequence[Record], varied: tuple[str, ...]) -> str:
    labels = list(dict.fromkeys(str(row["method"]) for row in rows))
    parts = []
    for label in labels[:MOST_PAIRS]:
        mine = [row for row in rows if row["method"] == label]
        shown = [f"{_figure(row)}{_at(_place(row, varied))}" for row in mine[:MOST_PLACES]]
        more = len(mine) - len(shown)
        rest = [f"and at {more} more"] if more else []
        parts.append(f"{label}: {', '.join([*shown, *rest])}")
    more = len(labels) - len(parts)
    rest = [f"the table has {wording.more(more, 'method')}"] if more else []
    return f"The share that leaves: {'; '.join([*parts, *rest])}."


def _place(row: Record, varied: tuple[str, ...]) -> str:
    return wording.at({name: row[name] for name in varied})


def _at(place: str) -> str:
    return f" at {place}" if place else ""


def _figure(row: Record) -> str:
    return wording.share(*(float(row[name]) for name in ("escape_ratio", "low", "high")))
