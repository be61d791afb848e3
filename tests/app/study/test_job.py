"""A job tells one thing at a time, and ends once."""

from __future__ import annotations

import threading
from types import SimpleNamespace

from app.study.computing import job
from app.study.computing.course import Course
from app.study.computing.job import CancelledError, Control, Job


def test_a_job_tells_one_thing_at_a_time_and_ends_once(qtbot):
    made, seen, ended = [], [], []

    def work(control):
        for k in range(200):
            control.check()
            control.tell(lambda k=k: made.append(k) or (k,))
            control.report(k, 200)
        return "done"

    work_of = Job(work)
    work_of.control._told = -1e9
    work_of.told.connect(seen.append)
    work_of.ended.connect(ended.append)
    work_of.start()
    qtbot.waitUntil(lambda: bool(ended))
    assert [outcome.result for outcome in ended] == ["done"]
    assert [found[0] for found in seen] == made == [0]  # they all came within a quarter second


def test_a_job_that_is_closed_is_gone_and_says_nothing(qtbot):
    begun, ended = threading.Event(), []

    def work(control):
        begun.set()
        while True:
            control.check()

    work_of = Job(work)
    work_of.ended.connect(ended.append)
    work_of.start()
    assert begun.wait(5)
    work_of.control.pause()
    work_of.close()
    qtbot.wait(10)
    assert not work_of._thread.isRunning() and ended == []


def test_what_was_known_is_told_by_whoever_is_cancelled(qtbot):
    def work(control):
        raise CancelledError("half")

    work_of, ended = Job(work), []
    work_of.ended.connect(ended.append)
    work_of.start()
    qtbot.waitUntil(lambda: bool(ended))
    assert ended[0].cancelled and ended[0].result == "half"


def test_a_pause_is_no_part_of_the_time_that_is_left(qtbot, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(job, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    control = Control()
    clock[0] += 3
    control.pause()
    clock[0] += 50
    assert control.seconds == 3
    control.go_on()
    clock[0] += 1
    assert control.seconds == 4
    course = Course()
    course._job = SimpleNamespace(control=control)
    course.done, course.total = 2, 8
    assert course.seconds_left == 12
