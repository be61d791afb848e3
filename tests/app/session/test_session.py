"""The session as its views know it: intents in, signals out, and nothing said that is not so."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import threading

import numpy as np
import pytest
from session_cards import CARDS, EXPERIMENT, assert_true, settle

from app.session.session import Session
from core.experiment.starts import LatticeStarts, RandomStarts
from landscapes.ackley import Ackley
from landscapes.goldstein_price import GoldsteinPrice


def test_a_session_runs_the_experiment_that_it_is_given(session):
    assert session.experiment == session.picture.experiment == EXPERIMENT
    assert (session.ready, session.cursor, session.playing) == (100, 0, False)
    assert_true(session.picture)


def test_a_changed_card_is_announced_and_run_and_the_cursor_kept(session, ears, puppet, qtbot):
    session.seek(60)
    session.set_method(1, CARDS[1].changed(lr=0.7))
    assert ears.experiment_changed == [session.experiment]
    settle(session, qtbot)
    assert session.picture.experiment == session.experiment
    assert session.cursor == 60
    assert [puppet.methods_of(n) for n in range(len(puppet.calls))] == [["Adam + CM"]]
    assert_true(session.picture)


def test_the_same_again_is_no_change(session, ears):
    session.set_method(0, CARDS[0])
    session.set_experiment(EXPERIMENT)
    session.set_steps(100)
    assert not ears.experiment_changed
    assert not session.can_undo


@pytest.mark.parametrize(
    "intent",
    [
        lambda s: s.set_method(0, CARDS[0].changed(lr=-1.0)),
        lambda s: s.set_method(0, dataclasses.replace(CARDS[0], label="")),
        lambda s: s.set_starts([[np.nan, 0.0]]),
        lambda s: s.set_starts([]),
        lambda s: s.set_starts(RandomStarts(0)),
        lambda s: s.set_steps(0),
        lambda s: s.edit(noise=-1.0),
        lambda s: s.add_method("adamant"),
        lambda s: s.edit(methods=()),
        lambda s: s.edit(starts=RandomStarts(10_000_000), steps=1_000_000),
    ],
    ids=["lr", "label", "nan", "none", "random", "steps", "noise", "method", "empty", "memory"],
)
def test_what_an_experiment_refuses_is_told_and_changes_nothing(session, ears, puppet, intent):
    picture = session.picture
    result = intent(session)
    assert not result and ears.failed == [result.refusal] != [""]
    assert session.experiment is EXPERIMENT
    assert session.picture is picture
    assert not (ears.experiment_changed or session.can_undo or session.modified or puppet.calls)


def test_too_large_a_run_is_refused_with_its_numbers(session, ears):
    session.set_starts(RandomStarts(3_000_000))
    assert "2 methods × 3,000,000 starts × 100 steps" in ears.failed[0]
    assert "2 GB" in ears.failed[0]


def test_cards_are_added_duplicated_and_removed(session, qtbot):
    session.add_method("sgd")
    session.duplicate_method(1)
    session.duplicate_method(1)
    session.insert_method(0, CARDS[1].changed(strength=0.0))
    labels = [spec.label for spec in session.experiment.methods]
    assert labels == [
        "Adam + CM, no memory", "Adam", "Adam + CM", "Adam + CM (3)", "Adam + CM (2)", "SGD",
    ]  # fmt: skip
    session.remove_method(4)
    session.remove_method(0)
    settle(session, qtbot)
    picture = session.picture
    assert [s.label for s in picture.experiment.methods] == [
        "Adam",
        "Adam + CM",
        "Adam + CM (3)",
        "SGD",
    ]
    assert picture.tracks[1] is picture.tracks[2]
    assert_true(picture)


def test_the_last_card_stays(session, ears):
    session.remove_method(0)
    session.remove_method(0)
    assert len(session.experiment.methods) == 1
    assert len(ears.failed) == 1


def test_fewer_steps_clip_the_memorys_window_and_the_cursor(session, qtbot):
    session.set_method(1, CARDS[1].changed(memory_start=80, memory_stop=90))
    settle(session, qtbot)
    session.seek(100)
    session.set_steps(85)
    settle(session, qtbot)
    values = session.experiment.methods[1].values
    assert (values["memory_start"], values["memory_stop"]) == (80, 85)
    assert session.cursor == 85


def test_a_landscape_that_the_starts_do_not_lie_on_gets_its_own(session, qtbot):
    session.set_starts([[-3.9, 3.9]])
    session.set_landscape(GoldsteinPrice())
    ((x, y),) = session.experiment.starts
    assert -2 <= x <= 2
    assert -2 <= y <= 2
    session.set_landscape(Ackley())
    assert session.experiment.starts == ((x, y),)
    settle(session, qtbot)
    assert isinstance(session.picture.experiment.landscape, Ackley)


def test_starts_come_as_arrays_or_as_rules(session, qtbot):
    session.set_starts(np.array([[0.5, 1.0], [1, 2]]))
    assert session.experiment.starts == ((0.5, 1.0), (1.0, 2.0))
    session.set_starts(LatticeStarts(3))
    settle(session, qtbot)
    assert session.picture.tracks[0]["positions"].shape == (101, 9, 2)


def test_no_false_track_in_fifty_quick_changes_of_every_kind(session, ears, puppet, qtbot):
    puppet.delay = 0.001
    session.seek(70)
    rng = np.random.default_rng(1)
    for n in range(50):
        match n % 5:
            case 0 | 1:
                index = int(rng.integers(len(session.experiment.methods)))
                spec = session.experiment.methods[index]
                session.set_method(index, spec.changed(lr=float(rng.uniform(0.1, 1))))
            case 2:
                session.set_starts(rng.uniform(-1, 1, (int(rng.integers(1, 4)), 2)))
            case 3:
                session.duplicate_method(0)
            case 4:
                session.remove_method(0)
        qtbot.wait(int(rng.integers(0, 12)))
        assert_true(session.picture)
    settle(session, qtbot)
    assert session.picture.experiment == session.experiment
    assert session.ready == 100
    assert session.picture.stale == frozenset()
    for picture in ears.picture_changed:
        assert_true(picture)


def test_a_run_that_breaks_off_is_marked_until_it_is_tried_again(
    session, ears, puppet, qtbot, capsys
):
    puppet.fault = RuntimeError("no ground")
    session.set_starts([[0.0, 0.0]])
    settle(session, qtbot)
    assert session.picture.failure.message == "RuntimeError: no ground"
    assert session.picture.experiment == EXPERIMENT
    assert ears.picture_changed[-1] is session.picture
    assert capsys.readouterr().err == ""  # the window tells of it, and its log has the traceback
    puppet.fault = None
    session.try_again()
    settle(session, qtbot)
    assert session.picture.failure is None
    assert session.picture.experiment == session.experiment


def test_closing_while_running_and_playing_leaves_no_thread(qapp, qtbot, puppet):
    before = threading.active_count()
    session = Session(EXPERIMENT, load=puppet.load)
    puppet.delay = 0.005
    session.play()
    qtbot.waitUntil(lambda: session.ready > 0)
    session.close()
    session.close()
    assert not session.playing
    assert session._pursuit._runner._thread.isFinished()
    assert threading.active_count() <= before
    session.set_steps(90)  # a late intent starts nothing
    qtbot.wait(30)
    assert not session.busy
    assert puppet.closed == 1


def test_a_session_needs_no_widgets_and_no_torch_until_it_runs():
    script = """
import sys
from PySide6.QtCore import QCoreApplication, QEventLoop
app = QCoreApplication([])
from app.session.session import Session
session = Session()
assert session.ready == session.experiment.steps, session.ready
assert all(session.picture.tracks)
session.play()
app.processEvents()
assert "torch" not in sys.modules
session.set_starts([[1.0, 1.0]])
while session.busy:
    app.processEvents(QEventLoop.WaitForMoreEvents)
assert session.ready == session.experiment.steps
assert session.picture.experiment.starts == ((1.0, 1.0),)
assert "torch" in sys.modules
assert "PySide6.QtGui" not in sys.modules and "PySide6.QtWidgets" not in sys.modules
session.close()
print("done")
"""
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=False
    )
    assert (result.stdout, result.stderr) == ("done\n", "")
