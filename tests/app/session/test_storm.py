"""Storms of random edits from fixed seeds: whatever a person does, in whatever order.

The edits come faster than any hand, and each is compared with what a plain list of experiments
says. The history's own merging is told by other tests; here every change is one.
"""

from __future__ import annotations

import dataclasses
import gc

import numpy as np
import pytest
from puppet import Puppet, belongs

from app.running.shown import Picture
from app.session.document import Version
from app.session.history import DEPTH, History
from app.session.session import Session
from app.session.work import Work
from core.experiment import experiment_file
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import METHODS
from core.experiment.schedules import Schedule
from core.experiment.starts import LatticeStarts, RandomStarts
from core.recording.recording import Recording, Track
from landscapes.ackley import Ackley
from landscapes.two_basins import TwoBasins

FIRST = Experiment(TwoBasins(), (MethodSpec.create("adam+cm"),), ((-1.5, 0.1),), steps=30)
MOST_CARDS = 4


class Alone(Work):
    """Work that nobody looks at."""

    def __init__(self) -> None:
        self._history = History(Version.untitled(FIRST))

    def _adopt(self, plan, kind=None) -> None:
        assert plan.experiment is self.experiment

    def _tell_history(self) -> None:
        pass


class Storm:
    """Edits from a seed, with the list of experiments that undo and redo must go through."""

    def __init__(self, work: Work, seed: int) -> None:
        self.work, self.rng = work, np.random.default_rng(seed)
        self.past, self.place = [work.experiment], 0
        self.refused = 0

    def blow(self) -> None:
        """One thing that a person could do, and what must be so after it."""
        match self.whole(10):
            case 0:
                self.work.undo()
                self.place = max(0, self.place - 1)
            case 1:
                self.work.redo()
                self.place = min(len(self.past) - 1, self.place + 1)
            case _:
                self.note(self.edit())
        assert self.work.experiment == self.past[self.place]
        assert self.work.can_undo == (self.place > 0)
        assert self.work.can_redo == (self.place < len(self.past) - 1)
        assert bool(self.work.undo_title) == self.work.can_undo

    def note(self, result) -> None:
        now = self.work.experiment
        self.refused += not result
        if not result:
            assert now is self.past[self.place] and result.refusal
        elif now != self.past[self.place]:
            self.past[self.place + 1 :] = [now]
            del self.past[: -DEPTH - 1]
            self.place = len(self.past) - 1

    def edit(self):
        work, cards = self.work, self.work.experiment.methods
        index = self.whole(len(cards))
        match self.whole(9):
            case 0 if len(cards) < MOST_CARDS:
                return work.add_method(str(self.rng.choice(list(METHODS))))
            case 0 | 1 if len(cards) < MOST_CARDS:
                return work.duplicate_method(index)
            case 0 | 1 | 2:
                return work.remove_method(index)  # the last one stays
            case 3:
                on = bool(self.whole(2))
                return work.set_method(index, dataclasses.replace(cards[index], enabled=on))
            case 4:
                capacity, decay = self.whole(30), float(self.rng.uniform(-0.2, 1.1))
                return work.set_method(index, cards[index].changed(capacity=capacity, decay=decay))
            case 5:
                return work.set_steps(self.whole(40))
            case 6:
                return work.set_starts(self.starts())
            case 7:
                sharpness = float(self.rng.uniform(0.5, 900))
                return work.set_landscape(
                    TwoBasins(sharpness=max(1.0, sharpness)) if self.whole(3) else Ackley()
                )
            case _:
                kinds = ({"seed": self.whole(5) - 1}, {"noise": 0.5}, {"noise": -1.0})
                schedule = {"lr_schedule": Schedule("linear", to=float(self.whole(3)))}
                return work.edit(**(*kinds, schedule)[self.whole(4)])

    def starts(self):
        match self.whole(3):
            case 0:
                return RandomStarts(self.whole(5))
            case 1:
                return LatticeStarts(self.whole(3))
            case _:
                return self.rng.uniform(-4, 4, (self.whole(4), 2))

    def whole(self, below: int) -> int:
        return int(self.rng.integers(below))


@pytest.fixture(autouse=True)
def every_change_is_one(monkeypatch):
    monkeypatch.setattr("app.session.history.MERGE_SECONDS", 0)


def test_in_a_storm_of_edits_undo_and_redo_are_exact_and_every_experiment_is_one():
    storm = Storm(Alone(), seed=28)
    for n in range(10_000):
        storm.blow()
        if n % 100 == 0:
            text = experiment_file.dumps(storm.work.experiment)
            assert experiment_file.loads(text) == storm.work.experiment
    assert storm.refused > 50 and len(storm.past) > DEPTH / 2


@pytest.fixture
def stormy(qapp):
    puppet = Puppet()
    session = Session(FIRST, load=puppet.load)
    session._pursuit.cache._limit = 200_000  # about ten runs
    yield session, puppet
    session.close()


def tracks() -> int:
    """How many there are in this process."""
    gc.collect()
    return sum(type(thing) is Track for thing in gc.get_objects())


def assert_true(picture: Picture) -> None:
    for spec, track in zip(picture.experiment.methods, picture.tracks, strict=True):
        assert track is None or belongs(track, picture.experiment, spec)


def test_after_a_storm_the_picture_is_a_fresh_run_and_no_track_is_left_over(stormy, qapp, qtbot):
    session, puppet = stormy
    storm, seen, before = Storm(session, seed=36), [], tracks()
    session.picture_changed.connect(seen.append)
    for n in range(3_000):
        storm.blow()
        session.seek(storm.whole(40))
        session.select_start(storm.whole(9))
        if n % 3 == 0:
            qapp.processEvents()
            assert_true(session.picture)
        if n % 175 == 0:
            qtbot.waitUntil(lambda: not session.busy)
            assert_fresh(session.picture, session.experiment, puppet)
    qtbot.waitUntil(lambda: not session.busy)
    assert_fresh(session.picture, session.experiment, puppet)
    assert len(seen) >= 5 and len(puppet.calls) >= 3  # many more where the machine is idle
    del seen[:]
    assert tracks() - before <= len(session._pursuit.cache) + MOST_CARDS
    assert session._pursuit.cache.bytes <= 200_000 + MOST_CARDS * 40_000


def assert_fresh(picture: Picture, experiment: Experiment, puppet: Puppet) -> None:
    """Every bit drawn is one of a run made anew, and nothing is missing."""
    assert picture.failure is None
    assert picture.experiment == experiment
    drawn = [track for track in picture.tracks if track]
    assert len(drawn) == len(experiment.enabled_methods)
    if not drawn:
        return
    fresh = Recording.blank(experiment)
    for chunk in puppet.simulate(experiment, memory="all", chunk_steps=16):
        fresh.append(chunk)
    for track, made in zip(drawn, fresh.tracks, strict=True):
        assert track.complete
        np.testing.assert_array_equal(track["positions"], made["positions"])
