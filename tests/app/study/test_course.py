"""An answer grows, waits, is kept when it is cancelled, and is told when it breaks off."""

from __future__ import annotations

import threading

import pytest
from asking_by_hand import button, notice
from short_race import click

from core.study.work.tasks import Task


@pytest.fixture
def gate(monkeypatch):
    """Holds every task before its end until it is opened; `passed` counts them."""
    held = threading.Event()

    class Gate:
        passed = 0
        open = held.set

    computed = Task.run

    def run(task, check=None):
        while not held.wait(0.002):
            check()
        check()
        Gate.passed += 1
        return computed(task, check)

    monkeypatch.setattr(Task, "run", run)
    yield Gate
    held.set()


def test_the_answer_grows_and_waits_while_it_is_paused(qtbot, page, gate):
    page.course._known = None
    click(page.foot.ask_button)
    assert page.course.state == "running" and button(page, "study-pause").isVisible()
    click(button(page, "study-pause"))
    assert page.course.state == "paused" and button(page, "study-pause").text() == "Go on"
    gate.open()
    qtbot.wait(30)
    assert gate.passed == 0 and page.course.done == 0
    click(button(page, "study-pause"))
    qtbot.waitUntil(lambda: page.course.state == "done")
    assert gate.passed == 2


def test_what_was_known_when_it_was_cancelled_is_kept_and_goes_on(qtbot, page, monkeypatch):
    page.form.fields.starts.set_value(4096 + 512)
    done, held, run = [], threading.Event(), Task.run

    def stops(task, check=None):
        while len(done) == 4:
            held.set()
            check()
        ends = run(task, check)
        done.append(len(task.starts))
        return ends

    monkeypatch.setattr(Task, "run", stops)
    page._soon.now()
    click(page.foot.ask_button)
    qtbot.waitUntil(held.is_set)
    click(button(page, "study-cancel"))
    qtbot.waitUntil(lambda: page.course.state == "cancelled")
    known = page.course.found.answer
    assert not known.whole and len(known.known[0].starts) == 512 + 1024
    assert page.results.table.table.rowCount() == 2 and "Cancelled" in notice(page)
    monkeypatch.setattr(Task, "run", run)
    click(button(page, "study-notice-button"))
    qtbot.waitUntil(lambda: page.course.state == "done")
    assert page.course.found.answer.whole


def test_who_cancels_before_anything_can_be_told_is_not_told_that_it_was(qtbot, page, monkeypatch):
    done, run = [], Task.run

    def stops(task, check=None):
        while done:  # the second method's starts
            check()
        done.append(task)
        return run(task, check)

    monkeypatch.setattr(Task, "run", stops)
    page.course._known = None
    click(page.foot.ask_button)
    qtbot.waitUntil(lambda: page.course.done == 1)
    click(button(page, "study-cancel"))
    qtbot.waitUntil(lambda: page.course.state == "cancelled")
    assert page.results.table is None and notice(page) == "Cancelled."


def test_work_that_breaks_off_is_told_and_tried_again(qtbot, page, monkeypatch):
    def breaks(task, check=None):
        raise OSError("the disk is gone")

    run = Task.run
    monkeypatch.setattr(Task, "run", breaks)
    told = []
    page.failed.connect(told.append)
    click(page.foot.ask_button)
    qtbot.waitUntil(lambda: page.course.state == "failed")
    assert "the disk is gone" in notice(page) and "the disk is gone" in told[0]
    monkeypatch.setattr(Task, "run", run)
    click(button(page, "study-notice-button"))
    qtbot.waitUntil(lambda: page.course.state == "done")
    assert not notice(page)
