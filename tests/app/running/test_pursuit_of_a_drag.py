"""A hand that goes on dragging is followed, and what it leaves behind is given up."""

from __future__ import annotations

import dataclasses

from core.experiment.experiment import MethodSpec


def test_adding_a_card_during_a_run_reaches_the_cursor_with_consistent_indices(harness):
    harness.begin()
    harness.puppet.limit = 10
    harness.card(1, lr=0.5)
    harness.run_reaches(10)
    new = MethodSpec.create("sgd", {"lr": 0.9})
    harness.want(
        dataclasses.replace(harness.experiment, methods=(new, *harness.experiment.methods))
    )
    harness.puppet.limit = None
    harness.settle()
    assert harness.picture.experiment.methods[0].method == "sgd"
    harness.assert_true(harness.picture)
    assert all(track.complete for track in harness.picture.tracks)


def test_fifty_quick_changes_end_at_the_last_one_and_never_show_a_false_track(harness):
    harness.begin()
    harness.puppet.delay = 0.001
    for n in range(50):
        harness.card(n % 3, kind=("drag", n % 3), lr=0.4 + n / 100)
        harness.qtbot.wait(n % 7)
        harness.assert_true(harness.picture)
    harness.settle()
    assert harness.picture.experiment == harness.experiment
    assert all(track.complete for track in harness.picture.tracks)
    for picture in harness.told:
        harness.assert_true(picture)


def test_a_drag_is_followed_and_not_starved(harness):
    """Each run takes about 60 ms to the cursor and a new request comes every 10 ms."""
    harness.begin(cursor=100)
    harness.puppet.delay = 0.006
    for n in range(60):
        harness.card(1, kind="drag", lr=1 + n / 100)
        harness.qtbot.wait(10)
    shown = {picture.experiment for picture in harness.told}
    assert len(shown) >= 4
    assert len(harness.puppet.calls) < 30
    harness.settle()
    assert harness.picture.experiment == harness.experiment


def test_a_run_too_slow_to_follow_a_drag_is_superseded(harness):
    """At 0.4 s for 10 steps the cursor is 3.6 s away, which is not worth waiting for."""
    harness.begin(cursor=100)
    harness.puppet.delay = 0.4
    old = harness.card(1, kind="drag", lr=1.0)
    harness.run_reaches(10)
    harness.card(1, kind="drag", lr=1.1)
    harness.puppet.delay, harness.puppet.limit = 0, None
    harness.settle()
    assert harness.picture.experiment == harness.experiment
    assert old not in [picture.experiment for picture in harness.told]


def test_when_the_hand_rests_only_what_it_wants_is_worth_waiting_for(harness):
    """The cursor is 1.4 s away: shown while the hand moves, superseded when it rests."""
    harness.begin(cursor=80)
    harness.puppet.delay = 0.2
    old = harness.card(1, kind="drag", lr=1.0)
    harness.run_reaches(10)
    harness.card(1, kind="drag", lr=1.1)
    assert len(harness.puppet.calls) == 1
    harness.puppet.limit = None
    harness.qtbot.waitUntil(lambda: len(harness.puppet.calls) == 2)
    harness.puppet.delay = 0
    harness.settle()
    assert harness.picture.experiment == harness.experiment
    assert old not in [picture.experiment for picture in harness.told]


def test_a_change_of_another_kind_supersedes_at_once(harness):
    harness.begin(cursor=100)
    harness.puppet.limit = 50
    old = harness.card(1, kind="drag", lr=1.0)
    harness.run_reaches(50)
    harness.card(1, kind="other", lr=1.1)
    harness.puppet.limit = None
    harness.settle()
    assert old not in [picture.experiment for picture in harness.told]


def test_a_shown_step_of_a_drag_is_dimmed_while_the_next_takes_long(harness):
    harness.begin(cursor=30)
    harness.puppet.limit = 20
    harness.card(1, kind="drag", lr=1.0)
    harness.run_reaches(20)
    harness.qtbot.waitUntil(lambda: harness.picture.stale == {1})
    # Fast enough to be waited for: it has come two thirds of the way.
    harness.card(1, kind="drag", lr=2.0)
    harness.puppet.limit = 30
    harness.qtbot.waitUntil(lambda: harness.picture.experiment.methods[1].values["lr"] == 1.0)
    assert harness.picture.stale == {1}
    harness.puppet.limit = None
    harness.settle()
    assert harness.picture.stale == frozenset()
    assert harness.picture.experiment.methods[1].values["lr"] == 2.0
