"""The picture follows the newest experiment: true, at once where it can, and never stale."""

from __future__ import annotations

import dataclasses
import time

import pytest
from puppet import Puppet, belongs

from app.running.plan import Plan
from app.running.pursuit import DIM_AFTER_MILLISECONDS, REST_MILLISECONDS, Pursuit
from app.running.shown import Picture
from core.experiment.experiment import Experiment, MethodSpec
from landscapes.ackley import Ackley
from landscapes.two_basins import TwoBasins

CARDS = tuple(
    MethodSpec.create(name, {"lr": lr}, label=name)
    for name, lr in (("adam", 0.1), ("adam+cg", 0.2), ("adam+cm", 0.3))
)
EXPERIMENT = Experiment(TwoBasins(), CARDS, ((-1.5, 0.1), (1.0, 2.0)), steps=100)


class Harness:
    """A pursuit on a puppet, with everything that it emitted."""

    def __init__(self, qtbot) -> None:
        self.qtbot = qtbot
        self.puppet = Puppet()
        self.experiment = EXPERIMENT
        self.told: list[Picture] = []
        self.busy: list[bool] = []
        self.progress: list[tuple[int | None, ...]] = []
        self.pursuit = Pursuit(Plan.of(EXPERIMENT), self, self.puppet.load)

    def picture_is(self, picture: Picture) -> None:
        self.told.append(picture)

    def pursuit_is(self, busy: bool) -> None:
        self.busy.append(busy)

    def progress_is(self, computed: tuple[int | None, ...]) -> None:
        self.progress.append(computed)

    @property
    def picture(self) -> Picture:
        return self.pursuit.picture

    def want(self, experiment: Experiment, kind: object = None) -> Experiment:
        self.experiment = experiment
        self.pursuit.want(Plan.of(experiment), kind)
        return experiment

    def card(self, index: int, kind: object = None, **values) -> Experiment:
        """Want other settings of one card."""
        methods = list(self.experiment.methods)
        methods[index] = methods[index].changed(**values)
        return self.want(dataclasses.replace(self.experiment, methods=tuple(methods)), kind)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: not self.pursuit.busy)

    def begin(self, cursor: int = 50) -> None:
        """Show the whole first experiment with the cursor somewhere in it."""
        self.want(EXPERIMENT)
        self.settle()
        self.pursuit.set_cursor(cursor)
        self.puppet.calls.clear()
        self.told.clear()

    def run_reaches(self, step: int) -> None:
        """Let the run in flight reach a step, and its messages arrive."""
        self.puppet.limit = step
        self.qtbot.waitUntil(lambda: self.pursuit._flight.run.done >= step)

    def assert_true(self, picture: Picture) -> None:
        """Every track drawn comes from the settings it is drawn for."""
        for spec, track in zip(picture.experiment.methods, picture.tracks, strict=True):
            assert track is None or belongs(track, picture.experiment, spec)


@pytest.fixture
def harness(qapp, qtbot):
    harness = Harness(qtbot)
    yield harness
    harness.puppet.limit = None
    harness.pursuit.close()


def test_the_first_picture_has_every_track_whole(harness):
    harness.begin()
    assert harness.picture.experiment == EXPERIMENT
    assert [track.filled for track in harness.picture.tracks] == [100, 100, 100]
    harness.assert_true(harness.picture)
    assert harness.busy == [True, False]


def test_only_what_is_touched_is_run(harness):
    harness.begin()
    harness.card(1, lr=0.5)
    harness.settle()
    assert [harness.puppet.methods_of(0)] == [["adam+cg"]]
    harness.assert_true(harness.picture)
    assert harness.picture.experiment == harness.experiment


def test_the_old_picture_stays_until_the_new_run_has_reached_the_cursor(harness):
    harness.begin(cursor=50)
    harness.puppet.limit = 40
    before = harness.picture
    harness.card(1, lr=0.5)
    harness.run_reaches(40)
    assert harness.picture.experiment is before.experiment
    harness.run_reaches(50)
    assert harness.picture.experiment == harness.experiment
    assert harness.picture.tracks[1].filled == 50
    assert harness.picture.tracks[0] is before.tracks[0]
    harness.assert_true(harness.picture)
    harness.run_reaches(80)
    assert harness.picture.tracks[1].filled == 80


def test_every_touched_method_must_have_reached_the_cursor(harness):
    harness.begin(cursor=50)
    harness.puppet.limit = 40
    harness.want(dataclasses.replace(EXPERIMENT, starts=((0.5, 0.5),)))
    harness.run_reaches(40)
    assert harness.picture.experiment == EXPERIMENT
    harness.run_reaches(60)
    assert harness.picture.experiment == harness.experiment
    assert min(track.filled for track in harness.picture.tracks) >= 50


def test_only_the_touched_methods_are_dimmed_and_only_after_a_while(harness):
    harness.begin()
    harness.puppet.limit = 10
    harness.card(1, lr=0.5)
    assert harness.picture.stale == frozenset()
    harness.qtbot.waitUntil(lambda: harness.picture.stale == {1})
    assert harness.pursuit.waiting
    harness.card(2, lr=0.6)
    assert harness.picture.stale == {1, 2}
    harness.puppet.limit = None
    harness.settle()
    assert harness.picture.stale == frozenset()
    assert not harness.pursuit.waiting


def test_the_picture_is_dimmed_a_fifth_of_a_second_after_it_was_wanted_otherwise(harness):
    """Long enough for a short run to answer, short enough to say that something is going on."""
    harness.begin()
    harness.puppet.limit = 10
    patience = harness.pursuit._patience
    assert not patience.isActive()
    harness.card(1, lr=0.5)
    assert patience.isActive() and patience.interval() == 200 and patience.isSingleShot()
    patience.timeout.emit()
    assert harness.picture.stale == {1}


def test_a_quick_answer_never_dims(harness):
    harness.begin()
    for n in range(10):  # on a busy machine one answer or another may not be quick
        harness.told.clear()
        begun = time.perf_counter()
        harness.card(1, lr=0.5 + n / 10)
        harness.settle()
        if time.perf_counter() - begun < 0.8 * DIM_AFTER_MILLISECONDS / 1000:
            break
    harness.qtbot.wait(DIM_AFTER_MILLISECONDS + 50)
    assert all(picture.stale == frozenset() for picture in harness.told)


def test_what_has_been_run_comes_from_the_cache_at_once(harness):
    harness.begin()
    harness.card(1, lr=0.5)
    harness.settle()
    harness.puppet.calls.clear()
    harness.want(EXPERIMENT)
    assert harness.picture.experiment == EXPERIMENT
    harness.card(1, lr=0.5)
    off = dataclasses.replace(EXPERIMENT.methods[2], enabled=False)
    harness.want(dataclasses.replace(EXPERIMENT, methods=(*CARDS[:2], off)))
    assert harness.picture.tracks[2] is None
    harness.want(EXPERIMENT)
    assert harness.picture.tracks[2] is not None
    assert harness.puppet.calls == []
    harness.assert_true(harness.picture)


def test_a_full_cache_forgets_old_runs_and_nothing_that_is_shown(harness, monkeypatch):
    harness.begin()
    monkeypatch.setattr(harness.pursuit.cache, "_limit", harness.pursuit.cache.bytes)
    for n in range(5):
        harness.card(1, lr=1.0 + n)
        harness.settle()
        harness.assert_true(harness.picture)
        assert all(track.complete for track in harness.picture.tracks)
    assert len(harness.pursuit.cache) <= 4
    assert len(harness.puppet.calls) == 5
    harness.want(EXPERIMENT)
    harness.settle()
    assert harness.puppet.methods_of(-1) == ["adam+cg"]


def test_a_change_that_alters_no_run_is_shown_at_once_even_during_one(harness):
    harness.begin()
    renamed = dataclasses.replace(CARDS[0], label="plain")
    harness.want(dataclasses.replace(EXPERIMENT, methods=(renamed, *CARDS[1:])))
    assert harness.picture.experiment.methods[0].label == "plain"
    harness.puppet.limit = 60
    harness.card(1, lr=0.5)
    harness.run_reaches(60)
    again = dataclasses.replace(renamed, label="plainer")
    harness.want(
        dataclasses.replace(harness.experiment, methods=(again, *harness.experiment.methods[1:]))
    )
    assert harness.picture.experiment.methods[0].label == "plainer"
    assert len(harness.puppet.calls) == 1
    harness.puppet.limit = None
    harness.settle()
    assert len(harness.puppet.calls) == 1
    assert all(track.complete for track in harness.picture.tracks)


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


def test_another_landscape_clears_the_picture_instead_of_dimming_it(harness):
    harness.begin()
    harness.puppet.limit = 0
    harness.want(dataclasses.replace(EXPERIMENT, landscape=Ackley()))
    harness.qtbot.waitUntil(lambda: isinstance(harness.picture.experiment.landscape, Ackley))
    assert harness.picture.tracks == (None, None, None)
    assert harness.picture.ready == 0
    harness.puppet.limit = None
    harness.settle()
    assert harness.picture.ready == 100
    harness.assert_true(harness.picture)


def test_moving_the_cursor_back_swaps_as_soon_as_the_run_is_there(harness):
    harness.begin(cursor=90)
    harness.puppet.limit = 40
    harness.card(1, lr=0.5)
    harness.run_reaches(40)
    assert harness.picture.experiment == EXPERIMENT
    harness.pursuit.set_cursor(30)
    assert harness.picture.experiment == harness.experiment


def test_methods_behind_the_cursor_run_before_what_is_left_of_the_others(harness):
    harness.puppet.limit = 60
    harness.want(EXPERIMENT)
    harness.pursuit.set_cursor(50)
    harness.run_reaches(60)
    harness.puppet.calls.clear()
    harness.card(1, lr=0.5)
    harness.puppet.limit = None
    harness.settle()
    assert [harness.puppet.methods_of(n) for n in range(2)] == [["adam+cg"], ["adam", "adam+cm"]]
    assert all(track.complete for track in harness.picture.tracks)
    harness.assert_true(harness.picture)


def test_a_shown_track_never_shrinks_when_its_rest_is_run_again(harness):
    harness.puppet.limit = 60
    harness.want(EXPERIMENT)
    harness.pursuit.set_cursor(50)
    harness.run_reaches(60)
    readiness = []
    harness.picture_is = lambda picture: readiness.append(picture.ready)
    off = dataclasses.replace(CARDS[0], enabled=False)
    harness.want(dataclasses.replace(EXPERIMENT, methods=(off, *CARDS[1:]), seed=1))
    harness.want(EXPERIMENT)
    harness.puppet.limit = None
    harness.settle()
    assert readiness == sorted(readiness)
    assert readiness[-1] == 100


def test_tracks_of_different_memory_sizes_never_mix(harness):
    """A partial track with many slots is not continued by a run with few, or the other way."""
    harness.begin()
    harness.puppet.limit = 60
    harness.card(2, capacity=20)
    harness.run_reaches(60)
    harness.card(1, capacity=3)
    harness.puppet.limit = None
    harness.settle()
    slots = [track["memory_items"].shape[2] for track in harness.picture.tracks]
    assert slots[2] == 20
    assert slots[1] in (3, 20)
    assert all(track.complete for track in harness.picture.tracks)


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


def test_progress_tells_what_is_computed_of_each_method_before_anything_is_shown(harness):
    harness.puppet.limit = 20
    off = dataclasses.replace(CARDS[0], enabled=False)
    harness.pursuit.set_cursor(90)
    harness.want(dataclasses.replace(EXPERIMENT, methods=(off, *CARDS[1:])))
    assert harness.progress == [(None, 0, 0)]
    harness.run_reaches(20)
    assert harness.progress[-1] == harness.pursuit.progress == (None, 20, 20)
    assert not any(harness.picture.tracks)
    harness.puppet.limit = None
    harness.settle()
    assert harness.progress[-1] == (None, 100, 100)


def test_with_every_method_off_nothing_runs_and_nothing_is_drawn(harness):
    harness.begin()
    off = tuple(dataclasses.replace(card, enabled=False) for card in CARDS)
    harness.want(dataclasses.replace(EXPERIMENT, methods=off, steps=70))
    assert harness.picture.tracks == (None, None, None)
    assert harness.picture.ready == 70
    assert harness.puppet.calls == []


def test_closing_during_a_run_leaves_nothing_behind(harness):
    harness.puppet.delay = 0.005
    harness.want(EXPERIMENT)
    harness.qtbot.waitUntil(lambda: bool(harness.puppet.calls))
    harness.pursuit.close()
    harness.pursuit.close()
    assert harness.puppet.closed == 1
    count = len(harness.told)
    harness.qtbot.wait(50)
    assert len(harness.told) == count
