"""Undo and redo, with a dragged slider as one change."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.session.document import Document, Version
from app.session.history import DEPTH, MERGE_SECONDS, History
from core.experiment.experiment import Experiment, MethodSpec
from landscapes.two_basins import TwoBasins

FILE = Document(None, None)
STATES = [
    Version(Experiment(TwoBasins(), (MethodSpec.create("adam"),), ((0.0, 0.0),), steps=n + 1), FILE)
    for n in range(DEPTH + 20)
]


@pytest.fixture
def history() -> History:
    return History(STATES[0])


def test_undo_goes_back_and_redo_forth(history):
    history.change(STATES[1], None, "change")
    history.change(STATES[2], None, "change")
    history.undo()
    assert history.present is STATES[1]
    history.undo()
    assert history.present is STATES[0]
    assert not history.can_undo
    history.redo()
    history.redo()
    assert history.present is STATES[2]
    assert not history.can_redo


def test_a_new_change_forgets_what_was_undone(history):
    history.change(STATES[1], None, "change")
    history.undo()
    history.change(STATES[2], None, "change")
    assert not history.can_redo


def test_changes_of_one_kind_in_quick_succession_are_one(history):
    for n in range(5):
        history.change(STATES[n + 1], "drag", "change", now=n * MERGE_SECONDS * 0.9)
    history.undo()
    assert history.present is STATES[0]
    assert not history.can_undo


@pytest.mark.parametrize(
    ("kinds", "times"),
    [(("drag", "drag"), (0, MERGE_SECONDS)), (("a", "b"), (0, 0)), ((None, None), (0, 0))],
    ids=["after a rest", "of another kind", "of no kind"],
)
def test_other_changes_stay_apart(history, kinds, times):
    for n in range(2):
        history.change(STATES[n + 1], kinds[n], "change", now=times[n])
    history.undo()
    assert history.present is STATES[1]
    assert history.can_undo


def test_a_change_right_after_an_undo_can_be_undone(history):
    history.change(STATES[1], "drag", "change", now=0)
    history.undo()
    history.change(STATES[1], "drag", "change", now=0.1)
    assert history.can_undo


def test_the_history_has_an_end(history):
    for state in STATES[1:]:
        history.change(state, None, "change")
    steps = 0
    while history.can_undo:
        history.undo()
        steps += 1
    assert steps == DEPTH
    assert history.present is STATES[len(STATES) - 1 - DEPTH]


def held(history: History, states: list[Version], kind: str = "drag") -> None:
    """A hand holds something for a long time, and changes it now and then."""
    history.hold(True)
    for n, state in enumerate(states):
        history.change(state, kind, "change of λ", now=n * 10.0)
    history.hold(False)


def test_what_a_hand_changes_from_press_to_release_is_one_change_however_slow(history):
    held(history, STATES[1:6])
    assert history.undo_title == "change of λ"
    history.undo()
    assert history.present is STATES[0] and not history.can_undo


def test_two_gestures_are_two_changes_however_quick(history):
    for state in STATES[1:3]:
        history.hold(True)
        history.change(state, "drag", "change", now=0)
        history.hold(False)
    history.undo()
    assert history.present is STATES[1]


def test_a_hand_that_changes_two_things_makes_two_changes(history):
    history.hold(True)
    history.change(STATES[1], "drag", "change", now=0)
    history.change(STATES[2], "other", "change", now=0)
    history.undo()
    assert history.present is STATES[1]


def test_what_follows_the_release_at_once_belongs_to_it(history):
    """A double click is a click and then what it resets."""
    held(history, STATES[1:2])
    history.change(STATES[2], "drag", "change", now=0.3)
    history.undo()
    assert history.present is STATES[0]


def test_undo_and_redo_are_named_by_what_they_take_back(history):
    assert (history.undo_title, history.redo_title) == (None, None)
    history.change(STATES[1], None, "change of λ")
    history.change(STATES[2], None, "removal of Adam")
    assert (history.undo_title, history.redo_title) == ("removal of Adam", None)
    history.undo()
    assert (history.undo_title, history.redo_title) == ("change of λ", "removal of Adam")
    history.redo()
    assert (history.undo_title, history.redo_title) == ("removal of Adam", None)


def test_a_revision_reaches_every_version_and_is_no_change(history):
    history.change(STATES[1], None, "change")
    history.change(STATES[2], None, "change")
    history.undo()
    file = Document(Path("race.basin.json"), STATES[1].experiment)
    history.revise(lambda version: version.after(file, FILE))
    assert history.present.document is file and not history.present.modified
    for move in (history.undo, history.redo, history.redo):
        move()
        assert history.present.document is file
    assert history.present.modified and not history.can_redo
