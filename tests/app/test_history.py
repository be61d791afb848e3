"""Undo and redo, with a dragged slider as one change."""

from __future__ import annotations

import dataclasses

import pytest

from app.history import DEPTH, MERGE_SECONDS, History
from core.experiment import Experiment, MethodSpec
from landscapes.two_basins import TwoBasins

STATES = [
    Experiment(TwoBasins(), (MethodSpec.create("adam"),), ((0.0, 0.0),), steps=n + 1)
    for n in range(DEPTH + 20)
]


@pytest.fixture
def history() -> History:
    return History()


def test_undo_goes_back_and_redo_forth(history):
    history.record(STATES[0], None)
    history.record(STATES[1], None)
    assert history.undo(STATES[2]) is STATES[1]
    assert history.undo(STATES[1]) is STATES[0]
    assert not history.can_undo
    assert history.redo(STATES[0]) is STATES[1]
    assert history.redo(STATES[1]) is STATES[2]
    assert not history.can_redo


def test_a_new_change_forgets_what_was_undone(history):
    history.record(STATES[0], None)
    history.undo(STATES[1])
    history.record(STATES[0], None)
    assert not history.can_redo


def test_changes_of_one_kind_in_quick_succession_are_one(history):
    for n in range(5):
        history.record(STATES[n], "drag", now=n * MERGE_SECONDS * 0.9)
    assert history.undo(STATES[5]) is STATES[0]
    assert not history.can_undo


@pytest.mark.parametrize(
    ("kinds", "times"),
    [(("drag", "drag"), (0, MERGE_SECONDS)), (("a", "b"), (0, 0)), ((None, None), (0, 0))],
    ids=["after a rest", "of another kind", "of no kind"],
)
def test_other_changes_stay_apart(history, kinds, times):
    for n in range(2):
        history.record(STATES[n], kinds[n], now=times[n])
    assert history.undo(STATES[2]) is STATES[1]
    assert history.can_undo


def test_a_change_right_after_an_undo_can_be_undone(history):
    history.record(STATES[0], "drag", now=0)
    history.undo(STATES[1])
    history.record(STATES[0], "drag", now=0.1)
    assert history.can_undo


def test_the_history_has_an_end(history):
    present = STATES[-1]
    for state in STATES[:-1]:
        history.record(state, None)
    steps = 0
    while history.can_undo:
        present = history.undo(present)
        steps += 1
    assert steps == DEPTH
    assert dataclasses.replace(present) == STATES[len(STATES) - 1 - DEPTH]
