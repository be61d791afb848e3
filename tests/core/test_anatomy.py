"""A step taken apart adds up to the step that was made, and its words say its numbers."""

import numpy as np
import pytest

from core.anatomy import anatomy
from core.anatomy.terms import terms
from core.experiment import Experiment, MethodSpec
from core.methods import METHODS
from core.recording import REJECTED, REPLACED, STORED
from core.schedules import Schedule
from core.simulate import record
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
