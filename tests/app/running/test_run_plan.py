"""What counts as another run, what a large run costs, and what the cache lets go first."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from app.running.plan import Plan, RunKey, TrackCache, memory_depth, seed
from core.experiment.drift import Drift
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import METHODS
from core.experiment.record import Record
from core.experiment.schedules import Schedule
from core.experiment.starts import LatticeStarts, RandomStarts, SeedStarts
from core.recording.recording import Recording, Track
from core.recording.shapes import recording_bytes
from landscapes.two_basins import TwoBasins
from tests.core.tiny_network import TinyNetwork

ADAM, CM = MethodSpec.create("adam"), MethodSpec.create("adam+cm")
BASE = Experiment(TwoBasins(), (ADAM, CM), ((-1.5, 0.1),), steps=50)


def key(experiment: Experiment, index: int = 0) -> RunKey:
    return RunKey.of(experiment, experiment.methods[index], "all")


def changed(**fields) -> Experiment:
    return dataclasses.replace(BASE, **fields)


@pytest.mark.parametrize(
    "experiment",
    [
        changed(methods=(dataclasses.replace(ADAM, label="mine"), CM)),
        changed(methods=(dataclasses.replace(ADAM, enabled=False), CM)),
        changed(methods=(ADAM.changed(capacity=50, rho=3.0, momentum=0.1), CM)),
        changed(methods=(ADAM, CM.changed(lr=1.0))),
        changed(methods=(ADAM,)),
        changed(seed=99),
        changed(strength_schedule=Schedule("linear")),
        changed(lr_schedule=Schedule("constant", at=0.1, factor=3.0, to=2.0)),
    ],
    ids=["label", "enabled", "ignored", "other card", "fewer", "seed", "strength", "constant"],
)
def test_what_a_method_does_not_depend_on_leaves_its_run_alone(experiment):
    assert key(experiment) == key(BASE)
    assert hash(key(experiment)) == hash(key(BASE))


@pytest.mark.parametrize(
    "experiment",
    [
        changed(landscape=TwoBasins(sharpness=50.0)),
        changed(starts=((-1.5, 0.2),)),
        changed(starts=RandomStarts(1)),
        changed(starts=LatticeStarts(1)),
        changed(steps=51),
        changed(noise=0.1),
        changed(drift=Drift("glide", 9, (0.1, 0.0))),
        changed(lr_schedule=Schedule("linear")),
        changed(methods=(ADAM.with_method("adam+sam"), CM)),
    ],
    ids=[
        "landscape",
        "start",
        "random",
        "lattice",
        "steps",
        "noise",
        "drift",
        "schedule",
        "method",
    ],
)
def test_what_a_method_depends_on_makes_another_run(experiment):
    assert key(experiment) != key(BASE)


NETWORK = Experiment(TinyNetwork(), (ADAM,), SeedStarts(3), steps=50, batch=8)


@pytest.mark.parametrize(
    "other",
    [
        {"batch": None},
        {"batch": 9},
        {"record": Record(5)},
        {"starts": SeedStarts(4)},
        {"landscape": TinyNetwork(39)},
        {"seed": 1},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_a_network_is_trained_by_makes_another_run(other):
    assert key(dataclasses.replace(NETWORK, **other)) != key(NETWORK)


@pytest.mark.parametrize("name", METHODS)
def test_every_hyperparameter_that_a_method_reads_and_no_other_is_part_of_its_key(name):
    spec = MethodSpec.create(name)
    for setting, value in spec.settings:
        other = "fifo" if isinstance(value, str) else value / 2 + 0.001 if value else 1
        other = int(other) + 1 if isinstance(value, int) else other
        one, two = (changed(methods=(s,)) for s in (spec, spec.changed(**{setting: other})))
        assert (key(one) != key(two)) == (setting in METHODS[name].hyperparameters), setting


def test_the_seed_counts_exactly_where_something_is_drawn():
    drawing = [
        (changed(noise=0.1), 0),
        (changed(starts=RandomStarts(4)), 0),
        (changed(methods=(ADAM, CM.changed(policy="random"))), 1),
    ]
    for experiment, index in drawing:
        assert key(experiment, index) != key(dataclasses.replace(experiment, seed=1), index)
    ignored = changed(methods=(ADAM.changed(policy="random"), CM))
    assert key(ignored) == key(dataclasses.replace(ignored, seed=1))


def test_the_strength_schedule_counts_for_methods_with_a_memory():
    assert key(changed(strength_schedule=Schedule("linear")), 1) != key(BASE, 1)
    fields = [Schedule("step", at=0.2, factor=0.5, to=to) for to in (0.0, 9.0)]
    one, two = (changed(strength_schedule=field) for field in fields)
    assert key(one, 1) == key(two, 1)


def test_a_plan_runs_equal_cards_once_and_disabled_ones_not_at_all():
    off = dataclasses.replace(CM, enabled=False)
    twin = dataclasses.replace(ADAM, label="twin")
    plan = Plan.of(changed(methods=(ADAM, off, twin, CM.changed(capacity=9))))
    assert [k is None for k in plan.keys] == [False, True, False, False]
    assert plan.needed == (plan.keys[0], plan.keys[3])
    assert [m.label for m in plan.part(plan.needed).methods] == ["adam", "adam+cm"]
    assert plan.part([plan.keys[3]]).capacity == 9


def test_a_large_run_keeps_only_the_newest_memory_and_a_huge_one_is_refused_with_its_numbers():
    assert memory_depth(BASE) == "all"
    large = changed(starts=RandomStarts(2000), steps=2000, methods=(CM.changed(capacity=20),))
    assert recording_bytes(large, "all") > 2**29
    assert memory_depth(large) == "last"
    huge = changed(starts=RandomStarts(1_000_000), steps=1000)
    with pytest.raises(ExperimentError) as refusal:
        Plan.of(huge)
    for number in ("2 methods", "1,000,000 starts", "1,000 steps", "GB", "up to 2 GB"):
        assert number in str(refusal.value)


@pytest.mark.parametrize(
    ("depth", "limit", "beyond"),
    [("all", 512 * 2**20, "last"), ("last", 2 * 2**30, None)],
    ids=["512 MB of all memories", "2 GB of the newest"],
)
def test_the_window_holds_as_much_as_it_says_and_not_a_step_more(depth, limit, beyond):
    """Half a gigabyte with every memory, then the newest one of each method up to two."""
    many = changed(starts=RandomStarts(100), methods=(CM.changed(capacity=3),))

    def of(steps: int) -> Experiment:
        return dataclasses.replace(many, steps=steps)

    a_step = recording_bytes(of(2), depth) - recording_bytes(of(1), depth)
    most = 1 + (limit - recording_bytes(of(1), depth)) // a_step
    assert recording_bytes(of(most), depth) <= limit < recording_bytes(of(most + 1), depth)
    assert memory_depth(of(most)) == depth
    if beyond:
        assert memory_depth(of(most + 1)) == beyond
    else:
        with pytest.raises(ExperimentError, match="up to 2 GB"):
            memory_depth(of(most + 1))


def track(filled: int = 50) -> Track:
    made = Track(changed(methods=(ADAM,)))
    made.filled = filled
    return made


def test_the_cache_keeps_the_track_that_is_further_along():
    cache = TrackCache()
    short, long, again = track(10), track(30), track(30)
    cache.offer(key(BASE), long)
    cache.offer(key(BASE), short)
    assert cache.get(key(BASE)) is long
    cache.offer(key(BASE), again)
    assert cache.get(key(BASE)) is again
    assert cache.bytes == sum(array.nbytes for array in again.arrays.values())


def test_the_cache_drops_the_longest_unused_and_never_what_is_in_use():
    size = sum(array.nbytes for array in track().arrays.values())
    cache = TrackCache(limit=3 * size)
    keys = [key(changed(seed=n, noise=1.0)) for n in range(6)]
    for each in keys[:3]:
        cache.offer(each, track())
    cache.use([keys[0]])
    cache.offer(keys[3], track())
    cache.use([keys[3]])
    assert [each for each in keys if cache.get(each)] == [keys[0], keys[2], keys[3]]
    for each in keys:
        cache.offer(each, track())
    cache.use(keys)
    assert len(cache) == 6
    cache.use(keys[4:])
    assert [each for each in keys if cache.get(each)] == keys[3:]
    assert cache.bytes == 3 * size


def test_a_recording_seeds_the_cache_when_it_holds_the_whole_memory():
    off = dataclasses.replace(CM, enabled=False)
    experiment = changed(methods=(off, ADAM))
    whole, last = (Recording.blank(experiment, depth) for depth in ("all", "last"))
    for recording in (whole, last):
        cache = TrackCache()
        seed(cache, recording)
        kept = cache.get(key(experiment, 1))
        assert kept is (whole.tracks[0] if recording is whole else None)
    assert np.isnan(whole.tracks[0]["positions"]).all()


def test_a_methods_run_is_the_same_to_the_bit_in_any_company():
    """What the cache rests on: a track made in one experiment serves in another."""
    from core.stepping.simulate import record

    cards = tuple(
        MethodSpec.create(name, {"capacity": capacity, "policy": policy, "memory_start": 3})
        for capacity, policy in ((3, "priority"), (5, "random"))
        for name in METHODS
    )
    together = changed(methods=cards, starts=RandomStarts(2), steps=30, noise=0.1, seed=4)
    tracks = record(together).tracks
    for index, card in enumerate(cards):
        (alone,) = record(dataclasses.replace(together, methods=(card,))).tracks
        for name, array in alone.arrays.items():
            among = tracks[index][name]
            if array.ndim > 2 and name.startswith("memory_"):
                among = among[:, :, : array.shape[2]]
            np.testing.assert_array_equal(among, array, err_msg=f"{card.label} {name}")


def test_more_starts_than_the_window_can_show_are_refused_by_their_number():
    many = changed(methods=(ADAM,), starts=RandomStarts(2_000_000), steps=1)
    assert memory_depth(many) == "all"
    with pytest.raises(ExperimentError, match=r"4,000,001 starts .* up to 4,000,000, the command"):
        memory_depth(dataclasses.replace(many, starts=RandomStarts(4_000_001)))
