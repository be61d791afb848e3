"""Many askings, one act: after the first of them or when they have come to rest."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject

from app.widgets.throttle import Throttle


@pytest.fixture
def acts():
    return []


@pytest.fixture
def throttle(qapp, acts):
    """A function that makes one which notes that it acts."""
    parent = QObject()

    def make(milliseconds=0, **kinds):
        return Throttle(lambda: acts.append(milliseconds), milliseconds, parent, **kinds)

    return make


def test_many_askings_in_one_turn_are_one_act_in_the_next(throttle, acts, qtbot):
    soon = throttle()
    for _ in range(5):
        soon.ask()
    assert acts == [] and soon.waiting
    qtbot.waitUntil(lambda: bool(acts))
    assert acts == [0] and not soon.waiting
    soon.ask()
    qtbot.waitUntil(lambda: len(acts) == 2)


def test_it_counts_from_the_first_asking_or_from_the_last(throttle, acts, qtbot):
    first, last = throttle(40), throttle(41, rests=True)
    assert (first.milliseconds, last.milliseconds) == (40, 41)
    for throttled in (first, last):
        throttled.ask()
    while not acts:  # the hand never rests until the first has acted
        last.ask()
        first.ask()
        qtbot.wait(1)
    assert acts == [40] and last.waiting
    qtbot.waitUntil(lambda: 41 in acts)


def test_what_waits_can_be_had_at_once_or_never(throttle, acts, qtbot):
    soon = throttle()
    soon.now()
    assert acts == []
    soon.ask()
    soon.now()
    assert acts == [0] and not soon.waiting
    soon.ask()
    soon.cancel()
    qtbot.wait(5)
    assert acts == [0]
