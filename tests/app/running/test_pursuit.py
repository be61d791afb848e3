"""The picture follows the newest experiment: true, at once where it can, and never stale."""

from __future__ import annotations

import dataclasses
import time

from pursued import CARDS, EXPERIMENT

from app.running.pursuit import DIM_AFTER_MILLISECONDS
from landscapes.ackley import Ackley


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


def test_a_run_that_was_begun_for_something_older_brings_no_older_picture_back(harness):
    """Were its last steps to arrive before it says that it is done, that picture would stay."""
    harness.begin()
    harness.puppet.limit = 60
    harness.card(1, lr=0.5)
    harness.run_reaches(60)
    renamed = dataclasses.replace(harness.experiment.methods[0], label="plain")
    newest = harness.want(
        dataclasses.replace(harness.experiment, methods=(renamed, *harness.experiment.methods[1:]))
    )
    assert harness.picture.experiment == newest
    harness.told.clear()
    harness.run_reaches(80)
    harness.puppet.limit = None
    harness.settle()
    assert harness.told and all(picture.experiment == newest for picture in harness.told)
    assert harness.picture.experiment == newest and len(harness.puppet.calls) == 1
    assert len(harness.puppet.calls) == 1
    assert all(track.complete for track in harness.picture.tracks)


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
