"""What a memory holds at a time, read out of a recording by hand."""

import dataclasses

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.held import Held, held
from core.recording.recording import REJECTED, REPLACED, STORED
from core.stepping.simulate import record
from landscapes import make

NAN = np.nan


def holding(priorities, births=None):
    births = list(range(len(priorities))) if births is None else births
    items = np.ones((len(priorities), 2))
    blank = dict.fromkeys(("newcomer", "threshold", "agreement"), NAN)
    codes = dict.fromkeys(("event", "slot", "next_event", "next_slot"), 0)
    return Held(
        time=9, births=np.array(births), items=items, priorities=np.array(priorities),
        first_priorities=np.array(priorities), **blank, **codes,
    )  # fmt: skip


def test_the_lowest_priority_is_what_the_next_newcomer_has_to_beat():
    assert holding([3.0, 1.0, 2.0]).lowest == 1
    assert holding([0.5, 1.0, 2.0]).lowest == 0
    assert holding([2.0, 1.0, 1.0]).lowest == 1  # of equals the first, as the rule does


def test_while_a_slot_is_free_nothing_has_to_be_beaten():
    assert holding([3.0, NAN, 2.0], [0, -1, 1]).lowest == -1
    assert holding([]).lowest == -1
    assert holding([3.0, NAN, 2.0], [0, -1, 1]).count == 2


def test_the_slot_that_gives_way_is_the_lowest_and_its_first_priority_a_gradients_norm():
    spec = MethodSpec.create("adam+cm", {"capacity": 3, "decay": 0.8})
    experiment = Experiment(make({"name": "levy"}), (spec,), ((2.5, -3.5), (6.0, 4.0)), 60)
    track = record(experiment).tracks[0]
    seen = set()
    for time in range(60):
        here, after = (held(experiment, spec, track, t, start=1) for t in (time, time + 1))
        assert (here.next_event, here.next_slot) == (after.event, after.slot)
        seen.add(after.event)
        if after.event == REPLACED:
            assert after.slot == here.lowest and here.newcomer > here.threshold
        if after.event == STORED:
            assert here.lowest == -1 and np.isnan(here.threshold)
        if after.event == REJECTED:
            assert not here.newcomer > here.threshold
        for birth, first in zip(here.births, here.first_priorities, strict=True):
            norm = np.hypot(*track["gradients"][birth, 1]) if birth >= 0 else NAN
            assert first == pytest.approx(norm, nan_ok=True)
    assert seen == {STORED, REPLACED, REJECTED}
    assert held(experiment, spec, track, 61) is None and held(experiment, spec, track, -1) is None


def test_of_what_was_not_recorded_nothing_is_held():
    spec = MethodSpec.create("adam+cm")
    experiment = Experiment(make({"name": "levy"}), (spec,), ((2.5, -3.5),), 5)
    last = record(experiment, "last").tracks[0]
    assert held(experiment, spec, last, 5) is None
    last.filled = 0
    assert held(experiment, spec, last, 0) is None
    ema = spec.changed(policy="ema")
    averaged = dataclasses.replace(experiment, methods=(ema,))
    assert held(averaged, ema, record(averaged).tracks[0], 5) is None
