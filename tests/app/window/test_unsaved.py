"""Nothing unsaved is lost without a word: closing and opening ask, and a killed window's work is
offered at the next start."""

from __future__ import annotations

import dataclasses

import hand
import pytest
from puppet import Puppet
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QMessageBox

from app.session.session import Session
from app.session.working_copy import WorkingCopy
from app.window.main_window import MainWindow
from core.experiment import experiment_file

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def opened(qtbot, appearance, tmp_path):
    """A function that opens a window over a session; all share a folder of unsaved work."""
    copies = []

    def open_window(session):
        copies.append(WorkingCopy(session, tmp_path / "unsaved"))
        window = MainWindow(session, appearance, None, copies[-1])
        qtbot.addWidget(window)
        window.show()
        window.left_behind.look()
        return window

    yield open_window
    for copy in copies:
        copy.close(keep=False)


@pytest.fixture
def window(opened, session):
    return opened(session)


@pytest.fixture
def other(session):
    other = Session(session.experiment, load=Puppet().load)
    yield other
    other.close()


def asks(window):
    box = window.findChild(QMessageBox, "save-question")
    return box is not None and box.isVisible()


def killed(window):
    """As SIGKILL leaves it: what was written stays, and nobody tidies up."""
    window._copy.write()
    window._copy._lock.unlock()


def test_closing_with_everything_saved_asks_nothing(window, session, tmp_path):
    session.save(tmp_path / "mine.basin.json")
    window.close()
    assert not window.isVisible()


def test_closing_over_unsaved_work_asks_and_cancel_stays(window, session):
    session.set_steps(77)
    window.close()
    assert window.isVisible() and asks(window)
    hand.answer(window, "Cancel")
    assert window.isVisible() and session.experiment.steps == 77
    window.close()
    hand.answer(window, "Discard")
    assert not window.isVisible()


def test_closing_can_save_first(window, session, tmp_path):
    path = tmp_path / "mine.basin.json"
    session.save(path)
    session.set_steps(77)
    window.close()
    hand.answer(window, "Save")
    assert not window.isVisible() and experiment_file.read(path).steps == 77


def test_a_window_stays_open_when_saving_was_not_done(window, session, monkeypatch, tmp_path):
    session.set_steps(77)
    for name in ("", str(tmp_path / "missing" / "mine.basin.json")):
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, name=name: (name, ""))
        window.close()
        hand.answer(window, "Save")
        assert window.isVisible() and session.modified


@pytest.mark.parametrize("command", ["open", "preset-two-basins"])
def test_another_experiment_takes_the_place_of_unsaved_work_only_when_allowed(
    window, session, monkeypatch, tmp_path, command
):
    session.save(tmp_path / "mine.basin.json")
    monkeypatch.setattr(
        QFileDialog, "getOpenFileName", lambda *_: (str(tmp_path / "mine.basin.json"), "")
    )
    session.set_steps(77)
    window.menus.actions[command].trigger()
    assert asks(window) and session.experiment.steps == 77
    hand.answer(window, "Cancel")
    assert session.experiment.steps == 77
    window.menus.actions[command].trigger()
    hand.answer(window, "Discard")
    assert session.experiment.steps != 77
    session.undo()
    assert session.experiment.steps == 77


def test_a_file_that_changed_since_is_saved_over_only_on_purpose(window, session, tmp_path):
    path = tmp_path / "mine.basin.json"
    session.save(path)
    experiment_file.write(path, dataclasses.replace(session.experiment, steps=99))
    session.set_steps(77)
    assert not window.files.save() and session.modified
    QTest.mouseClick(window.messages.offers["overwrite"], LEFT)
    assert not session.modified and experiment_file.read(path).steps == 77


def test_the_work_of_a_killed_window_is_offered_in_plain_sight(opened, window, session, other):
    assert not window.left_behind.isVisible()
    session.set_steps(77)
    killed(window)
    second = opened(other)
    bar = second.left_behind
    assert bar.isVisible() and "untitled experiment" in bar.text.text()
    assert second.menus.actions["unsaved"].isEnabled()
    QTest.mouseClick(bar.offers["bring-back"], LEFT)
    assert other.experiment.steps == 77 and other.modified and not bar.isVisible()
    assert not second.menus.actions["unsaved"].isEnabled()
    other.undo()
    assert other.experiment.steps != 77


def test_what_is_discarded_is_not_offered_again(opened, window, session, other, tmp_path):
    session.save(tmp_path / "mine.basin.json")
    session.set_steps(77)
    killed(window)
    second = opened(other)
    assert "mine.basin.json" in second.left_behind.text.text()
    QTest.mouseClick(second.left_behind.offers["discard"], LEFT)
    assert not second.left_behind.isVisible()
    second.left_behind.look()
    assert not second.left_behind.isVisible()


def test_work_is_kept_by_an_end_from_outside_and_not_when_it_is_given_up(
    opened, window, session, other, tmp_path
):
    session.set_steps(77)
    window.end()
    assert not window.isVisible() and not asks(window)
    second = opened(other)
    assert second.left_behind.isVisible()
    second.left_behind.discard()
    other.set_steps(88)
    second.close()
    hand.answer(second, "Discard")
    assert not list((tmp_path / "unsaved").glob("*.json"))


def test_bringing_back_asks_when_there_is_unsaved_work_here_too(opened, window, session, other):
    session.set_steps(77)
    killed(window)
    second = opened(other)
    other.set_steps(88)
    second.left_behind.bring_back()
    assert other.experiment.steps == 88
    hand.answer(second, "Discard")
    assert other.experiment.steps == 77
