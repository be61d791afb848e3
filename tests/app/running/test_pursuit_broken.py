"""A run that breaks off stays marked until it is run again."""

from __future__ import annotations

import pytest
from pursued import EXPERIMENT

from app.running.pursuit import REST_MILLISECONDS


@pytest.fixture
def broken(harness, capsys):
    """A run of one card that has broken off, the fault still there."""
    harness.begin()
    harness.puppet.fault = ZeroDivisionError("by zero")
    harness.card(1, lr=0.5)
    harness.settle()
    yield harness
    capsys.readouterr()


def test_a_run_that_breaks_off_marks_the_old_picture_until_it_is_run_again(broken):
    failure = broken.picture.failure
    assert failure.message == "ZeroDivisionError: by zero"
    assert failure.details.startswith("Traceback") and "puppet.py" in failure.details
    assert (broken.picture.experiment, broken.picture.stale) == (EXPERIMENT, {1})
    assert not broken.pursuit.waiting
    calls = len(broken.puppet.calls)
    broken.qtbot.wait(REST_MILLISECONDS + 50)
    broken.pursuit.set_cursor(20)
    assert broken.picture.failure is failure
    assert len(broken.puppet.calls) == calls  # nobody has asked for it
    broken.puppet.fault = None
    broken.pursuit.try_again()
    assert broken.picture.failure is None
    broken.settle()
    assert broken.picture.experiment == broken.experiment
    assert broken.picture.stale == frozenset()


def test_what_breaks_off_again_is_marked_again(broken):
    first = broken.picture.failure
    broken.pursuit.try_again()
    broken.settle()
    assert broken.picture.failure is not first
    assert broken.picture.failure.message == "ZeroDivisionError: by zero"


def test_another_change_runs_again_what_broke_off(broken):
    broken.puppet.fault = None
    broken.card(1, lr=0.6)
    broken.settle()
    assert broken.picture.experiment == broken.experiment
    assert broken.picture.failure is None


def test_a_change_that_needs_no_run_ends_the_mark(broken):
    broken.want(EXPERIMENT)
    assert (broken.picture.failure, broken.picture.stale) == (None, frozenset())


def test_a_run_that_breaks_off_beyond_the_cursor_is_marked_and_shown_so_far(harness, capsys):
    harness.begin(cursor=50)
    harness.puppet.limit = 60
    harness.card(1, lr=0.5)
    harness.run_reaches(60)
    harness.puppet.fault = ZeroDivisionError("by zero")
    harness.settle()
    assert harness.picture.experiment == harness.experiment
    assert (harness.picture.ready, harness.picture.stale) == (60, frozenset())
    assert harness.picture.failure
    capsys.readouterr()
