"""What is one change is taken back at once, from the cache."""

from __future__ import annotations

from session_cards import CARDS, EXPERIMENT, settle


def test_undo_and_redo_come_from_the_cache(session, ears, puppet, qtbot):
    session.set_method(0, CARDS[0].changed(lr=0.5))
    changed = session.experiment
    settle(session, qtbot)
    puppet.calls.clear()
    session.undo()
    assert session.experiment == session.picture.experiment == EXPERIMENT
    assert (session.can_undo, session.can_redo) == (False, True)
    session.redo()
    assert session.experiment == session.picture.experiment == changed
    assert puppet.calls == []
    assert len(ears.history_changed) == 3
    session.redo()
    assert session.experiment == changed
    assert len(ears.history_changed) == 3


def test_a_dragged_slider_is_one_change_and_another_slider_another(session):
    for n in range(1, 20):
        session.set_method(0, session.experiment.methods[0].changed(lr=n / 100))
    for n in range(1, 20):
        session.set_method(0, session.experiment.methods[0].changed(beta1=n / 100))
    session.undo()
    assert session.experiment.methods[0] == CARDS[0].changed(lr=0.19)
    session.undo()
    assert session.experiment == EXPERIMENT


def test_from_press_to_release_it_is_one_change_however_slow(session, monkeypatch):
    monkeypatch.setattr("app.session.history.MERGE_SECONDS", 0)
    for first in (1, 20):
        session.hold(True)
        for n in range(first, first + 5):
            session.set_method(0, session.experiment.methods[0].changed(lr=n / 100))
        session.hold(False)
    session.set_steps(90)
    assert session.undo_title == "change of the steps"
    session.undo()
    assert (session.undo_title, session.redo_title) == ("change of α", "change of the steps")
    session.undo()
    assert session.experiment.methods[0].values["lr"] == 0.05
    session.undo()
    assert session.experiment == EXPERIMENT
    assert session.undo_title is None
