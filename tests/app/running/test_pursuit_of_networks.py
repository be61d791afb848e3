"""A network runs in the window as anything else: only what a change touches is trained anew."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from app.running.plan import Plan, TrackCache, memory_depth, seed
from app.running.pursuit import Pursuit
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.record import Record
from core.experiment.starts import SeedStarts
from core.recording.recording import Recording
from core.stepping.simulate import record
from landscapes.networks import NETWORKS

CARDS = (
    MethodSpec.create("adam", {"lr": 0.01}),
    MethodSpec.create("adam+cm", {"lr": 0.01, "capacity": 3}),
)
NETWORK = NETWORKS["digits-mlp"](train=100, hidden=4)
RACE = Experiment(NETWORK, CARDS, SeedStarts(2), 40, batch=16)


class Follower:
    """Who is told, and does not care."""

    def picture_is(self, picture):
        pass

    def pursuit_is(self, busy):
        pass

    def progress_is(self, computed):
        pass


def same(track, other):
    assert track.keep == other.keep
    for key, rows in track.arrays.items():
        np.testing.assert_array_equal(rows, other[key], err_msg=key)


def test_what_is_shown_is_the_run_and_a_changed_card_alone_is_trained_again(qtbot):
    pursuit = Pursuit(Plan.of(RACE), Follower())
    try:
        pursuit.want(Plan.of(RACE))
        qtbot.waitUntil(lambda: not pursuit.busy)
        for track, plain in zip(pursuit.picture.tracks, record(RACE).tracks, strict=True):
            same(track, plain)
        first = pursuit.picture.tracks[0]
        other = dataclasses.replace(RACE, methods=(CARDS[0], CARDS[1].changed(capacity=5)))
        pursuit.want(Plan.of(other))
        qtbot.waitUntil(lambda: not pursuit.busy)
        assert pursuit.picture.experiment == other and pursuit.picture.tracks[0] is first
        same(pursuit.picture.tracks[1], record(other).tracks[1])
    finally:
        pursuit.close()


def test_a_recording_that_keeps_as_the_window_does_is_not_run_again():
    for race, kept in ((RACE, 2), (dataclasses.replace(RACE, record=Record(3, "scalars")), 2)):
        cache = TrackCache()
        seed(cache, record(race))
        assert len(cache) == kept
    cache, coarse = TrackCache(), record(dataclasses.replace(RACE, record=Record(20)))
    seed(cache, Recording(RACE, coarse.tracks))
    assert len(cache) == 0


def test_a_network_that_the_window_cannot_hold_is_refused_with_what_would():
    def race(count, **fields):
        wide = NETWORKS["digits-mlp"](hidden=512)
        return Experiment(wide, CARDS, SeedStarts(count), 500, batch=16, **fields)

    assert memory_depth(race(20)) == "all"
    said = r'100 replicas × 500 steps would take .* "record" in'
    with pytest.raises(ExperimentError, match=said):
        memory_depth(race(100, record=Record(1)))
    assert memory_depth(race(100, record=Record(what="scalars"))) == "all"
