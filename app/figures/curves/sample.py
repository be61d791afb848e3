"""Whose values a chart draws, and what it says about the starts that have none."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from app.figures.curves.curves import Curve

LOST = (
    "Lost starts have diverged or stand where the loss is not a number. Where a quantity can be "
    "worse, they count as worse than every other; elsewhere they are left out and counted."
)


class Sample(NamedTuple):
    """The `picked` ones of all `starts`, or one `selected` of them, counted from 0."""

    starts: int = 1
    picked: int = 1
    selected: int | None = None


def brief(said: str) -> str:
    """A caption where there is little room: whom it counts, without the word for what is drawn."""
    return re.sub("^median of (the )?", "", said).replace("still alive", "alive")


def caption(sample: Sample, curves: Sequence[Curve], time: int, *, lost_are_worst: bool) -> str:
    """What the curves are at a time: 'median of the 5 of 64 still alive'; empty for one start."""
    if sample.starts == 1:
        return ""
    if sample.selected is not None:
        return f"start {sample.selected + 1:,} of {sample.starts:,}"
    picked = sample.picked
    of = f"{picked:,}" if picked == sample.starts else f"{picked:,} of {sample.starts:,}"
    tallies = [tally for curve in curves if (tally := curve.lines[0].tally(time)) is not None]
    if lost_are_worst:
        lost = any(lost for _, lost in tallies)
        return f"median of {of}, lost as worst" if lost else f"median of {of}"
    counts = [counted for counted, _ in tallies]
    if min(counts, default=picked) == picked:
        return f"median of {of}"
    least, most = f"{min(counts):,}", f"{max(counts):,}"
    some = least if least == most else f"{least} to {most}"
    alive = all(counted == picked - lost for counted, lost in tallies)
    if not alive and not any(counts):
        return ""  # there is nothing to have the median of
    return f"median of the {some} of {of} {'still alive' if alive else 'that have one'}"
