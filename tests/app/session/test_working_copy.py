"""Unsaved work outlives its window, in a slot of its own, and is offered to the next one."""

from __future__ import annotations

import dataclasses
import json
import os
import subprocess
import sys

import pytest
from puppet import Puppet

from app.session.session import Session
from app.session.working_copy import WRITE_AFTER_MS, WorkingCopy
from core.experiment import experiment_file
from core.experiment.experiment import Experiment, MethodSpec
from landscapes.two_basins import TwoBasins

EXPERIMENT = Experiment(TwoBasins(), (MethodSpec.create("adam"),), ((-1.5, 0.1),), steps=20)


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "unsaved"


@pytest.fixture
def window(qapp, folder):
    """A function that opens one: its session and its working copy."""
    opened = []

    def open_window():
        session = Session(EXPERIMENT, load=Puppet().load)
        opened.append((session, WorkingCopy(session, folder)))
        return opened[-1]

    yield open_window
    for session, copy in opened:
        copy.close(keep=False)
        session.close()


@pytest.fixture
def left(window, folder):
    """What a window that is gone has left behind: 33 steps instead of 20."""
    session, copy = window()
    session.set_steps(33)
    copy.write()
    dies(copy)
    return copy


def dies(copy: WorkingCopy) -> None:
    """Let its lock be that of a process which has been killed."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    path = next(copy._folder.glob(f"{copy._slot.name.split('.')[0]}*.lock"))
    owner, rest = path.read_text().split("\n", 1)
    assert int(owner) == os.getpid()
    copy._lock.unlock()
    path.write_text(f"{gone.pid}\n{rest}")


def test_work_is_written_when_the_hand_has_rested_and_goes_when_it_is_saved(
    window, folder, tmp_path, qtbot
):
    session, copy = window()
    assert not folder.exists()
    for steps in range(30, 40):
        session.set_steps(steps)
    assert not folder.exists()
    assert copy._timer.interval() == WRITE_AFTER_MS == 500
    qtbot.waitUntil(lambda: any(folder.glob("*.json")))
    (slot,) = folder.glob("*.json")
    assert experiment_file.loads(json.loads(slot.read_text())["experiment"]) == session.experiment
    session.save(tmp_path / "race.basin.json")
    copy._timer.start(0)
    qtbot.waitUntil(lambda: not slot.exists())


def test_what_a_killed_window_left_is_offered_and_taken_with_its_document(window, folder, tmp_path):
    path = tmp_path / "race.basin.json"
    session, copy = window()
    session.save(path)
    session.set_steps(33)
    copy.write()
    dies(copy)
    other, others = window()
    (found,) = others.left_behind()
    assert (found.name, found.version.experiment.steps) == ("race.basin.json", 33)
    assert others.take(found)
    assert (other.experiment.steps, other.path, other.modified) == (33, path, True)
    assert other.undo_title == "return to unsaved work on race.basin.json"
    assert others.left_behind() == ()
    assert other.save(path)  # it still holds what the killed window had opened
    other.undo()
    assert other.experiment == EXPERIMENT and other.path is None


def test_what_is_taken_is_never_in_no_slot(window, left, folder):
    _, copy = window()
    copy.take(copy.left_behind()[0])
    dies(copy)
    _, later = window()
    assert [one.version.experiment.steps for one in later.left_behind()] == [33]


def test_a_living_windows_work_is_its_own(window, folder):
    (one, ones), (other, others) = window(), window()
    one.set_steps(31)
    other.set_steps(32)
    ones.write()
    others.write()
    assert len(list(folder.glob("*.json"))) == 2
    assert ones.left_behind() == others.left_behind() == ()


def test_of_two_windows_that_are_offered_the_same_work_one_gets_it(window, left):
    (_, one), (second, two) = window(), window()
    (found,), (again,) = one.left_behind(), two.left_behind()
    assert one.take(found)
    refused = two.take(again)
    assert not refused and "another window" in refused.refusal.lower()
    assert second.experiment == EXPERIMENT


def test_what_is_discarded_is_gone_and_what_is_not_stays(window, left, folder):
    _, copy = window()
    (found,) = copy.left_behind()
    assert copy.left_behind() == (found,)
    copy.discard(found)
    assert copy.left_behind() == ()
    assert list(folder.iterdir()) == []


def test_closing_keeps_what_is_unsaved_unless_it_is_not_wanted(window):
    for keep, count in ((False, 0), (True, 1)):
        session, copy = window()
        session.set_steps(40)
        copy.close(keep=keep)
        _, next_one = window()
        assert len(next_one.left_behind()) == count
        session.set_steps(41)  # a closed window writes no more
        assert not copy._timer.isActive()


@pytest.mark.parametrize(
    "damage",
    [b"", b"{", b"[]", b'{"document": 3, "kept": null, "experiment": 5}', b"[" * 100_000, b"\xff"],
)
def test_a_damaged_slot_is_passed_over(window, left, folder, damage):
    (slot,) = folder.glob("*.json")
    slot.write_bytes(damage)
    _, copy = window()
    assert copy.left_behind() == ()


def test_a_folder_that_refuses_is_told_once_and_the_work_goes_on(window, folder, qtbot):
    folder.write_text("in the way")
    session, copy = window()
    told = []
    copy.failed.connect(told.append)
    for steps in (30, 31):
        session.set_steps(steps)
        copy.write()
    assert len(told) == 1 and str(folder) in told[0]
    folder.unlink()
    copy.write()
    assert len(list(folder.glob("*.json"))) == 1


def test_many_starts_are_written_less_often(window):
    session, copy = window()
    starts = tuple((0.0, float(n)) for n in range(20_000))
    session.set_experiment(dataclasses.replace(EXPERIMENT, starts=starts))
    assert copy._timer.interval() == WRITE_AFTER_MS + 1000
