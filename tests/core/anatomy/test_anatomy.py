"""A step taken apart adds up to the step that was made, and its words say its numbers."""

import itertools

import numpy as np
import pytest

from core.anatomy.anatomy import anatomy
from core.anatomy.letters import taken_in
from core.anatomy.terms import memory_is_known, terms
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import METHODS
from core.experiment.schedules import Schedule
from core.recording.recording import REJECTED, REPLACED, STORED
from core.stepping.simulate import record
from landscapes import make

STEPS = 24
POLICIES = ("priority", "fifo", "random", "ema")
SETTINGS = {
    "lr": 0.02, "capacity": 3, "decay": 0.8, "strength": 0.7, "weight_decay": 0.05, "rho": 0.1,
    "momentum": 0.8, "smoothing": 0.9, "memory_start": 6, "memory_stop": 15,
}  # fmt: skip


def run(**changes):
    """Every method under every policy: (experiment, spec, track) each."""
    cases = []
    for policy in POLICIES:
        methods = [
            MethodSpec.create(name, {**SETTINGS, "policy": policy})
            for name in METHODS
            if METHODS[name].memory or policy == "priority"
        ]
        experiment = Experiment(
            make({"name": "two-basins", "parameters": {"sharpness": 20}}),
            tuple(methods),
            ((-1.2, 0.4), (0.6, -0.8)),
            STEPS,
            **changes,
        )
        tracks = record(experiment).tracks
        cases += zip([experiment] * len(methods), methods, tracks, strict=True)
    return cases


@pytest.fixture(scope="module")
def plain():
    return run()


@pytest.fixture(scope="module")
def scheduled():
    return run(
        lr_schedule=Schedule("cosine", to=0.2),
        strength_schedule=Schedule("linear", to=2.0),
        noise=0.3,
        seed=5,
    )


@pytest.mark.parametrize("name", ["plain", "scheduled"])
def test_the_terms_of_every_step_of_every_method_add_up_to_it(name, request):
    recording = request.getfixturevalue(name)
    for experiment, spec, track in recording:
        for time in range(STEPS):
            for start in range(2):
                found = terms(experiment, spec, track, time, start)
                moved = track["positions"][time + 1, start] - track["positions"][time, start]
                np.testing.assert_allclose(
                    found.move, moved, atol=1e-9, err_msg=f"{spec.method} {spec.used} {time}"
                )


def test_sam_climbs_to_where_its_gradient_was_taken(scheduled):
    for experiment, spec, track in scheduled:
        if not spec.row.sam:
            continue
        found = terms(experiment, spec, track, 9, 1)
        assert np.linalg.norm(found.ascent) == pytest.approx(0.1)
        noise = found.slope - experiment.landscape.gradient(found.theta)
        above = experiment.landscape.gradient(found.theta + found.ascent)
        np.testing.assert_allclose(found.gradient, above + noise, atol=1e-12)


def keys(recording, method, time, policy="priority", start=0):
    for experiment, spec, track in recording:
        if spec.method == method and spec.values["policy"] == policy:
            found = anatomy(experiment, spec, track, time, start)
            return [s.key for s in found.substeps if s.key not in ("store", "replace", "reject")]
    raise AssertionError(method)


def test_sub_steps_come_in_the_order_they_are_computed(plain):
    book = ["compare", "decay"]
    assert keys(plain, "sgd", 3) == ["gradient", "scaled", "move"]
    assert keys(plain, "adam+cg", 9) == [
        "gradient", "mean", "aggregated", "momentum", "second_moment", "scaled", *book, "move",
    ]  # fmt: skip
    assert keys(plain, "adamw+cm+sam", 9) == [
        "ascent", "gradient", "momentum", "mean", "aggregated", "second_moment", "scaled", *book,
        "weight_decay", "move",
    ]  # fmt: skip
    assert keys(plain, "sgdm+cm", 9, "ema") == [
        "gradient", "momentum", "mean", "aggregated", "scaled", "average", "move",
    ]  # fmt: skip


def test_outside_its_window_the_memory_only_remembers(plain):
    for experiment, spec, track in plain:
        if spec.row.memory is None:
            continue
        for time, used in ((5, False), (6, True), (14, True), (15, False)):
            found = anatomy(experiment, spec, track, time)
            aggregated = next(s for s in found.substeps if s.key == "aggregated")
            assert ("κ·mean(B)" in aggregated.formula) == used
            assert ("not used in step" in aggregated.sentence) == (not used)


def test_what_the_memory_did_is_said_with_its_slot(plain):
    seen = set()
    for experiment, spec, track in plain:
        if spec.row.memory is None or spec.values["policy"] == "ema":
            continue
        for time in range(STEPS):
            event = int(track["memory_events"][time, 0])
            slot = int(track["memory_slots"][time, 0])
            names = [s.name for s in anatomy(experiment, spec, track, time).substeps]
            wanted = {
                STORED: f"Store in slot {slot + 1}",
                REPLACED: f"Replace slot {slot + 1}",
                REJECTED: "Reject",
            }[event]
            assert wanted in names
            seen.add(event)
    assert seen == {STORED, REPLACED, REJECTED}


def test_the_comparison_names_both_numbers(plain):
    experiment, spec, track = next(case for case in plain if case[1].method == "adam+cm")
    compared = next(s for s in anatomy(experiment, spec, track, 9).substeps if s.key == "compare")
    norm = float(track["gradient_norms"][9, 0])
    lowest = float(np.nanmin(track["memory_priorities"][9, 0]))
    sign = ">" if norm > lowest else "≤"
    assert compared.numbers.startswith(f"{norm:.4}"[:4])
    assert f" {sign} " in compared.numbers and f"{lowest:.4}"[:4] in compared.numbers


def test_arrows_lead_from_the_point_to_where_it_arrives(plain):
    for experiment, spec, track in plain:
        found = anatomy(experiment, spec, track, 9, 1)
        last = found.substeps[-1]
        assert last.key == "move" and last.to_scale
        np.testing.assert_allclose(
            np.add(last.origin, last.vector), track["positions"][10, 1], atol=1e-9
        )
        for substep in found.substeps:
            assert (substep.vector is None) == (substep.origin is None)
            assert substep.sentence.endswith(".")
            assert substep.name and substep.formula and substep.numbers


def test_there_is_no_step_after_the_last_or_after_divergence(plain):
    experiment, spec, track = plain[0]
    assert anatomy(experiment, spec, track, STEPS) is None
    wild = Experiment(
        make({"name": "goldstein-price"}),
        (MethodSpec.create("sgd", {"lr": 100.0}),),
        ((1.0, 1.0),),
        5,
    )
    recording = record(wild)
    assert anatomy(wild, wild.methods[0], recording.tracks[0], 0) is not None
    assert anatomy(wild, wild.methods[0], recording.tracks[0], 3) is None


def test_a_memory_without_slots_says_so():
    experiment = Experiment(
        make({"name": "ackley"}),
        (MethodSpec.create("adam+cm", {"capacity": 0}),),
        ((1.0, 1.0),),
        5,
    )
    found = anatomy(experiment, experiment.methods[0], record(experiment).tracks[0], 2)
    assert "The memory has no slot." in [s.sentence for s in found.substeps]


@pytest.mark.parametrize("depth", ["last", "none"])
@pytest.mark.parametrize("name", METHODS)
def test_where_memories_were_not_recorded_a_step_is_taken_apart_only_if_that_does_not_matter(
    name, depth
):
    for policy, capacity in itertools.product(POLICIES, (0, 3)):
        spec = MethodSpec.create(name, {**SETTINGS, "policy": policy, "capacity": capacity})
        experiment = Experiment(make({"name": "ackley"}), (spec,), ((1.0, 1.5),), STEPS)
        track, whole = (record(experiment, memory=d).tracks[0] for d in (depth, "all"))
        slots = spec.row.memory is not None and policy != "ema" and capacity > 0
        assert memory_is_known(spec, track) == (not slots)
        assert memory_is_known(spec, whole)
        for time in (0, 9, STEPS - 1):
            found = anatomy(experiment, spec, track, time)
            assert found == (None if slots else anatomy(experiment, spec, whole, time))


def test_the_memory_is_in_use_by_its_window_alone():
    for (start, stop), capacity in itertools.product([(0, 0), (3, 0), (0, 5), (3, 5)], (0, 2)):
        spec = MethodSpec.create(
            "adam+cg", {"memory_start": start, "memory_stop": stop, "capacity": capacity}
        )
        experiment = Experiment(make({"name": "ackley"}), (spec,), ((1.0, 1.5),), 8)
        track = record(experiment).tracks[0]
        used = [terms(experiment, spec, track, step - 1).in_use for step in range(1, 9)]
        assert used == [start < step <= (stop or 8) for step in range(1, 9)]


def test_an_item_is_named_by_the_step_that_computed_it():
    assert [taken_in(birth) for birth in (0, 30, 1233)] == [
        "taken in step 1", "taken in step 31", "taken in step 1,234",
    ]  # fmt: skip


def said(name, time, landscape="two-basins", **settings):
    """The sub-steps of one step by their key, of a method with these settings."""
    spec = MethodSpec.create(name, {"capacity": 3, **settings})
    experiment = Experiment(make({"name": landscape}), (spec,), ((-1.2, 0.4),), STEPS)
    track = record(experiment).tracks[0]
    return {s.key: s for s in anatomy(experiment, spec, track, time).substeps}


@pytest.mark.parametrize("name", [name for name in METHODS if METHODS[name].memory])
def test_decay_is_said_to_matter_only_where_priorities_are_asked_for(name):
    for policy, decay in itertools.product(("priority", "fifo", "random"), (0.97, 1.0)):
        sentence = said(name, 9, policy=policy, decay=decay)["decay"].sentence
        what = "λ is 1: priorities never decay" if decay == 1 else "Every priority loses 3 %"
        assert sentence.startswith(what)
        asked = "must beat" in sentence or "be beaten" in sentence
        assert asked == (policy == "priority")
        assert (f"policy {policy} does not ask for it" in sentence) == (not asked)


@pytest.mark.parametrize("name", [name for name in METHODS if METHODS[name].memory])
@pytest.mark.parametrize("policy", POLICIES)
def test_a_memory_of_no_slot_is_said_to_hold_nothing_under_every_policy(name, policy):
    found = said(name, 9, policy=policy, capacity=0)
    assert found["mean"].numbers == "mean(B) = 0, C = 0"
    assert found["mean"].vector == (0.0, 0.0)
    assert found["mean"].sentence == "C is 0: there is no memory, and it adds nothing."
    assert found["reject"].sentence == "The memory has no slot."
    assert not {"average", "compare", "decay"} & set(found)


@pytest.mark.parametrize("name", [name for name in METHODS if METHODS[name].memory])
@pytest.mark.parametrize("policy", POLICIES)
def test_at_first_the_memory_adds_nothing(name, policy):
    found = said(name, 0, policy=policy)
    assert found["mean"].numbers.startswith("mean(B) = 0, ")
    assert "adds nothing" in found["mean"].sentence
    if policy != "ema":
        assert (found["compare"].name, found["compare"].formula) == ("Find a slot", "n < C")
        assert found["compare"].numbers == "0 < 3, slot 1 is free"


def test_an_average_of_one_item_is_said_to_keep_nothing_of_itself():
    found = said("adam+cm", 9, policy="ema", capacity=1)["average"]
    assert "keeps 0 % of itself and takes 100 % of every momentum" in found.sentence


def test_items_that_are_all_zero_have_no_agreement_to_speak_of():
    spec = MethodSpec.create("adam+cg")
    experiment = Experiment(make({"name": "ackley"}), (spec,), ((0.0, 0.0),), 6)
    found = anatomy(experiment, spec, record(experiment).tracks[0], 4)
    mean = next(s for s in found.substeps if s.key == "mean")
    assert mean.sentence == "The 4 items held are all 0, and so is their mean."


@pytest.mark.parametrize("policy", ["fifo", "random"])
def test_a_priority_beyond_all_numbers_is_said_to_be_refused(policy):
    spec = MethodSpec.create("sgd+cg", {"policy": policy, "capacity": 2})
    experiment = Experiment(make({"name": "ackley"}), (spec,), ((1.0, 1.5),), 6)
    track = record(experiment).tracks[0]
    track["gradient_norms"][4], track["memory_events"][4], track["memory_slots"][4] = (
        np.inf, REJECTED, -1,
    )  # fmt: skip
    found = {s.key: s for s in anatomy(experiment, spec, track, 4).substeps}
    assert found["compare"].numbers == "‖g‖ = ∞"
    assert "never taken" in found["compare"].sentence
    assert "critical" not in found["reject"].sentence


def test_weight_decay_of_nothing_draws_nowhere():
    assert "w is 0" in said("adamw", 3, weight_decay=0.0)["weight_decay"].sentence
    assert "toward the origin" in said("adamw", 3, weight_decay=0.1)["weight_decay"].sentence


def test_a_landscape_of_ten_dimensions_is_taken_apart_too():
    experiment = Experiment(
        make({"name": "levy"}, dimension=10),
        (MethodSpec.create("adam+cm"),),
        (tuple(np.linspace(-3, 3, 10)),),
        8,
    )
    track = record(experiment).tracks[0]
    found = anatomy(experiment, experiment.methods[0], track, 5)
    assert "10 axes" in found.substeps[0].numbers
    np.testing.assert_allclose(found.arrival, track["positions"][6, 0], atol=1e-9)
