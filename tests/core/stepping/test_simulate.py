"""Running an experiment: what a recording holds, bit for bit and key for key."""

import dataclasses

import numpy as np
import pytest
import torch

import landscapes
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.schedules import Schedule
from core.experiment.starts import LatticeStarts, RandomStarts
from core.recording.arrays import ARRAYS
from core.recording.recording import Recording
from core.recording.shapes import chunk_length, state_bytes
from core.stepping.gradients import Field
from core.stepping.simulate import record, simulate
from tests.core.stacked import stacked

LEVY = landscapes.make({"name": "levy"})
METHODS = (
    MethodSpec.create("adam+cm", {"capacity": 4, "decay": 0.9}),
    MethodSpec.create("sgd+cg+sam", {"capacity": 2, "lr": 0.001}),
    MethodSpec.create("rmsprop"),
    MethodSpec.create("adam+cg", {"capacity": 9, "policy": "random"}),
)


def experiment(**fields):
    values = {"landscape": LEVY, "methods": METHODS, "starts": RandomStarts(6), "steps": 37}
    return Experiment(**(values | fields))


def same(one, other):
    return all(
        np.array_equal(a, b, equal_nan=a.dtype.kind == "f")
        for a, b in zip(stacked(one).values(), stacked(other).values(), strict=True)
    )


def test_two_runs_of_one_experiment_are_identical_bit_for_bit():
    noisy = experiment(noise=0.3, seed=5)
    assert same(record(noisy), record(noisy))


@pytest.mark.parametrize("chunk_steps", [1, 7, 37, 100])
def test_how_it_is_chunked_changes_nothing(chunk_steps):
    whole = record(experiment())
    for depth in ("all", "last"):
        recording = Recording.blank(experiment(), depth)
        for chunk in simulate(experiment(), memory=depth, chunk_steps=chunk_steps):
            recording.append(chunk)
        assert same(recording, whole if depth == "all" else record(experiment(), "last"))


def test_a_method_runs_the_same_alone_as_in_company():
    company = record(experiment())
    alone = record(experiment(methods=METHODS[1:2])).tracks[0]
    for key, rows in alone.arrays.items():
        others = company.tracks[1][key]
        if key in ("memory_items", "memory_priorities", "memory_births"):
            others = others[:, :, :2]
        assert np.array_equal(rows, others, equal_nan=True), key


def test_keys_shapes_and_types_are_those_of_the_format():
    arrays = stacked(record(experiment()))
    shapes = {key: (value.shape, value.dtype.name) for key, value in arrays.items()}
    assert shapes == {
        "positions": ((4, 38, 6, 2), "float64"),
        "losses": ((4, 38, 6), "float64"),
        "gradients": ((4, 37, 6, 2), "float64"),
        "gradient_norms": ((4, 37, 6), "float64"),
        "first_moments": ((4, 38, 6, 2), "float64"),
        "second_moments": ((4, 38, 6, 2), "float64"),
        "memory_items": ((4, 38, 6, 9, 2), "float64"),
        "memory_priorities": ((4, 38, 6, 9), "float64"),
        "memory_births": ((4, 38, 6, 9), "int32"),
        "memory_events": ((4, 37, 6), "int8"),
        "memory_slots": ((4, 37, 6), "int16"),
    }


def test_last_keeps_the_end_of_the_memory_and_none_nothing_of_it():
    whole, last, none = (stacked(record(experiment(), d)) for d in ("all", "last", "none"))
    for key, rows in last.items():
        held = key.startswith("memory_") and ARRAYS[key].along == "states"
        assert np.array_equal(rows, whole[key][:, -1:] if held else whole[key], equal_nan=True), key
    assert set(whole) - set(none) == {key for key in whole if key.startswith("memory_")}


def test_what_a_step_did_to_the_memory_agrees_with_what_is_held():
    track = record(experiment()).tracks[0]
    births, items, norms = (track[k] for k in ("memory_births", "memory_items", "gradient_norms"))
    seen = set()
    for t in range(37):
        for start in range(6):
            event, slot = track["memory_events"][t, start], track["memory_slots"][t, start]
            seen.add(int(event))
            lowest = track["memory_priorities"][t, start, :4].min()
            if event in (1, 2):
                assert births[t + 1, start, slot] == t
                np.testing.assert_array_equal(
                    items[t + 1, start, slot], track["first_moments"][t + 1, start]
                )
                assert (births[t, start, slot] == -1) == (event == 1)
            if event == 2:
                assert norms[t, start] > lowest
            if event == 3:
                assert slot == -1 and norms[t, start] <= lowest
                np.testing.assert_array_equal(births[t + 1, start], births[t, start])
    assert seen == {1, 2, 3}


def test_empty_and_unused_slots_are_blank():
    track = record(experiment()).tracks[0]
    empty = track["memory_births"] < 0
    assert np.isnan(track["memory_items"][empty]).all()
    assert np.isnan(track["memory_priorities"][empty]).all()
    assert np.isfinite(track["memory_items"][~empty]).all()
    assert empty[0].all() and empty[:, :, 4:].all() and not empty[-1, :, :4].any()
    plain = record(experiment()).tracks[2]
    assert np.isnan(plain["memory_items"]).all() and np.isnan(plain["first_moments"]).all()
    assert (plain["memory_events"] == 0).all()


def test_no_room_rejects_every_newcomer():
    track = record(experiment(methods=(MethodSpec.create("adam+cm", {"capacity": 0}),))).tracks[0]
    assert (track["memory_events"] == 3).all() and (track["memory_slots"] == -1).all()
    assert np.isnan(track["memory_items"]).all()


def test_gradients_and_losses_are_those_of_the_points():
    track = record(experiment()).tracks[0]
    np.testing.assert_allclose(
        track["gradients"], LEVY.gradient(track["positions"][:-1]), atol=1e-12
    )
    np.testing.assert_allclose(track["losses"], LEVY.loss(track["positions"]))
    np.testing.assert_allclose(
        track["gradient_norms"], np.linalg.norm(track["gradients"], axis=-1), rtol=1e-12
    )


def test_a_start_that_diverges_is_blank_from_there_on_and_the_rest_goes_on():
    goldstein = landscapes.make({"name": "goldstein-price"})
    wild = MethodSpec.create("sgdm+cm", {"lr": 0.0005})
    starts = ((1.9, -1.9), (0.0, -1.0))
    track = record(Experiment(goldstein, (wild,), starts, 60)).tracks[0]
    gone = np.isnan(track["positions"][:, 0]).any(-1)
    at = int(gone.argmax())
    assert 0 < at < 60 and gone[at:].all()
    assert np.abs(track["positions"][:at, 0]).max() <= 40
    assert np.isnan(track["losses"][at:, 0]).all() and np.isnan(track["gradients"][at:, 0]).all()
    assert np.isfinite(track["gradients"][:at, 0]).all()
    assert (track["memory_births"][at:, 0] == -1).all()
    assert (track["memory_events"][at:, 0] == 0).all()
    assert np.isfinite(track["positions"][:, 1]).all()
    alone = record(Experiment(goldstein, (wild,), starts[1:], 60)).tracks[0]
    np.testing.assert_allclose(track["positions"][:, 1], alone["positions"][:, 0], atol=1e-9)


def test_a_point_has_diverged_ten_domain_widths_from_the_centre():
    """At 9.9 widths it goes on, at 10.1 it is no more."""
    run = record(experiment(starts=((198.0, 0.0), (202.0, 0.0)), steps=3)).tracks[0]
    assert np.isfinite(run["positions"][:, 0]).all()
    assert np.isnan(run["positions"][1:, 1]).all()


def test_a_run_whose_states_are_large_is_cut_into_short_chunks():
    levy = landscapes.make({"name": "levy"})
    method = MethodSpec.create("adam+cm", {"capacity": 100})
    large = Experiment(levy, (method,), RandomStarts(20_000), 64)
    assert state_bytes(large) == 20_000 * (4 * 16 + 100 * (16 + 8 + 4))
    assert chunk_length(large) == 1
    few = dataclasses.replace(large, starts=RandomStarts(500))
    assert (
        chunk_length(few) * state_bytes(few) <= 2**26 < (chunk_length(few) + 1) * state_bytes(few)
    )
    stops = [chunk.stop for chunk in simulate(few, memory="none")]
    assert stops[0] == chunk_length(few) and stops[-1] == 64


def test_a_start_far_outside_is_recorded_as_given_then_diverged():
    far = record(experiment(starts=((5000.0, 0.0),))).tracks[0]["positions"][:, 0]
    assert far[0].tolist() == [5000.0, 0.0]
    assert np.isnan(far[1:]).all()


def test_noise_is_gaussian_and_the_same_for_every_method():
    quiet = experiment(
        landscape=landscapes.make({"name": "saddle"}),
        methods=(MethodSpec.create("sgd", {"lr": 1e-12}), MethodSpec.create("adam", {"lr": 1e-12})),
        starts=LatticeStarts(20),
    )
    noise = [
        noisy["gradients"] - still["gradients"]
        for noisy, still in zip(
            record(dataclasses.replace(quiet, noise=2.0)).tracks, record(quiet).tracks, strict=True
        )
    ]
    np.testing.assert_allclose(noise[0], noise[1], atol=1e-6)
    assert noise[0].std() == pytest.approx(2.0, rel=0.02)
    assert abs(noise[0].mean()) < 0.03
    assert abs(np.corrcoef(noise[0][0].ravel(), noise[0][1].ravel())[0, 1]) < 0.1
    other = record(dataclasses.replace(quiet, noise=2.0, seed=1)).tracks[0]["gradients"]
    assert not np.allclose(other[0], noise[0][0] + record(quiet).tracks[0]["gradients"][0])


def test_the_least_noise_is_in_the_gradients():
    flat = landscapes.make(
        {"name": "expression", "parameters": {"loss": "0*x"}, "domain": [[-1, 1], [-1, 1]]}
    )
    one, little = (
        record(experiment(landscape=flat, noise=noise, steps=3)).tracks[0]["gradients"]
        for noise in (1.0, 1e-9)
    )
    assert np.abs(one).min() > 1e-4
    np.testing.assert_allclose(little, 1e-9 * one, rtol=1e-12)
    together, points = Field(flat, 1e-9), torch.zeros(2, 2, dtype=torch.float64)
    losses, gradients = together.with_losses(points, 1)
    assert torch.equal(gradients, together(points, 1)) and bool((gradients != 0).all())
    assert not losses.any()  # which have no noise


def test_sam_sees_one_noise_at_both_its_points():
    """As a mini-batch would: on a plane the gradient does not depend on where it is taken."""
    flat = landscapes.make(
        {"name": "expression", "parameters": {"loss": "2*x - y"}, "domain": [[-1, 1], [-1, 1]]}
    )
    methods = (MethodSpec.create("adam"), MethodSpec.create("adam+sam"))
    plain, sam = record(experiment(landscape=flat, methods=methods, noise=0.5)).tracks
    np.testing.assert_allclose(plain["gradients"], sam["gradients"], atol=1e-12)


@pytest.mark.parametrize(
    ("schedule", "factors"),
    [
        (Schedule("constant"), [1, 1, 1, 1, 1]),
        (Schedule("step", at=0.4, factor=0.1), [1, 1, 0.1, 0.1, 0.1]),
        (Schedule("linear", to=0.0), [1, 0.75, 0.5, 0.25, 0]),
        (Schedule("cosine", to=0.5), [1, 0.75 + 0.25 * 2**-0.5, 0.75, 0.75 - 0.25 * 2**-0.5, 0.5]),
    ],
)
def test_a_schedule_scales_the_steps(schedule, factors):
    flat = landscapes.make(
        {"name": "expression", "parameters": {"loss": "x"}, "domain": [[-9, 9], [-9, 9]]}
    )
    run = experiment(
        landscape=flat,
        methods=(MethodSpec.create("sgd", {"lr": 0.1}),),
        starts=((0.0, 0.0),),
        steps=5,
        lr_schedule=schedule,
    )
    moved = -np.diff(record(run).tracks[0]["positions"][:, 0, 0])
    np.testing.assert_allclose(moved, 0.1 * np.array(factors), atol=1e-15)


def test_ten_dimensions_run():
    deep = landscapes.make({"name": "levy"}, dimension=10)
    track = record(experiment(landscape=deep, starts=RandomStarts(3), steps=300)).tracks[0]
    assert track["positions"].shape == (301, 3, 10)
    assert (track["losses"][-1] < 0.5 * track["losses"][0]).all()


def test_nothing_to_run_is_refused():
    off = tuple(dataclasses.replace(method, enabled=False) for method in METHODS)
    with pytest.raises(ExperimentError, match="every method is disabled"):
        next(simulate(experiment(methods=off)))
