"""Which card is which after a change: what a view keeps of a card goes where the card goes."""

from __future__ import annotations

from collections.abc import Sequence

from app.session.labels import differs_in_label_alone
from core.experiment.experiment import MethodSpec


def unpaired(old: Sequence[MethodSpec], new: Sequence[MethodSpec]) -> tuple[int, int]:
    """The span of the old cards that has no counterpart among the new methods.

    Of one length they pair off in order, however much they differ. Otherwise equal ones, but for
    a label that follows, pair off from the front and then from the back, and what is left over
    in the middle goes.
    """
    shorter = min(len(old), len(new))
    if len(old) == len(new):
        return len(old), len(old)
    front = 0
    while front < shorter and differs_in_label_alone(old[front], new[front]):
        front += 1
    back = 0
    while back < shorter - front and differs_in_label_alone(old[-1 - back], new[-1 - back]):
        back += 1
    return front, len(old) - back


def places_after(old: Sequence[MethodSpec], new: Sequence[MethodSpec]) -> tuple[int | None, ...]:
    """Where each of the old cards stands among the new methods; None for one that is gone."""
    first, last = unpaired(old, new)
    more = len(new) - len(old)
    return tuple(
        place if place < first else None if place < last else place + more
        for place in range(len(old))
    )
