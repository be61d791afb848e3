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


def test_a_copy_knows_nothing_of_what_follows(history):
    history.change(STATES[1], "drag", "change", now=0)
    history.undo()
    copy = history.copy()
    history.change(STATES[2], "drag", "change", now=0.1)
    assert copy.present is STATES[0] and copy.can_redo and not copy.can_undo
    copy.redo()
    assert copy.present is STATES[1]


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
