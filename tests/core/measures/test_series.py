"""Curves over time are the same however the run was cut, and end where the recording ends."""

import numpy as np
import pytest

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.over_time import subset
from core.measures.series import SERIES
from core.measures.sharpness import sharpness
from core.recording.recording import Recording
from core.stepping.simulate import record, simulate
from landscapes import make

METHODS = ("adam", "adam+cg", "adam+cm+sam", "sgd", "sgdm+cm")
PLANE = [key for key, series in SERIES.items() if series.of in ("all", "planes")]


@pytest.fixture(scope="module")
def recording():
    experiment = Experiment(
        make({"name": "goldstein-price"}),
        tuple(
            # sgd diverges here at this rate, and sgdm must not
            MethodSpec.create(name, {"lr": 1e-6 if name == "sgdm+cm" else 0.01})
            for name in METHODS
        ),
        ((-1.0, 1.0), (0.4, -0.2), (1.5, 1.5)),
        50,
    )
    return record(experiment)


def pairs(recording):
    return zip(recording.experiment.methods, recording.tracks, strict=True)


@pytest.mark.parametrize("key", PLANE)
def test_growing_with_the_run_gives_the_same_curve(recording, key):
    series, experiment = SERIES[key], recording.experiment
    growing = Recording.blank(experiment)
    curves = [np.zeros((0, 3, len(series.lines(experiment)))) for _ in METHODS]
    for chunk in simulate(experiment, chunk_steps=7):
        growing.append(chunk)
        spec, track = experiment.methods[chunk.method], growing.tracks[chunk.method]
        done = curves[chunk.method]
        rows = slice(len(done), series.count(track))
        last = done[-1] if len(done) else None
        new = series.new_rows(experiment, spec, track, rows, last)
        curves[chunk.method] = np.concatenate([done, new])
    for curve, (spec, track) in zip(curves, pairs(recording), strict=True):
        np.testing.assert_allclose(curve, series.values(experiment, spec, track), rtol=1e-12)


@pytest.mark.parametrize("key", PLANE)
def test_some_starts_have_the_same_curves_as_among_all(recording, key):
    series, experiment = SERIES[key], recording.experiment
    for spec, track in pairs(recording):
        few = series.values(experiment, spec, subset(track, slice(0, 3, 2)))
        every = series.values(experiment, spec, track)
        np.testing.assert_allclose(few, every[:, ::2], rtol=1e-12)


@pytest.mark.parametrize("key", PLANE)
def test_a_curve_has_a_row_for_every_time_and_a_line_for_every_name(recording, key):
    series, experiment = SERIES[key], recording.experiment
    for spec, track in pairs(recording):
        values = series.values(experiment, spec, track)
        assert values.shape == (series.count(track), 3, len(series.lines(experiment)))
        last = series.first + len(values) - 1
        assert last == (49 if series.per_step and series.first == 0 else 50)


def test_curves_equal_the_recording_they_come_from(recording):
    experiment = recording.experiment
    for spec, track in pairs(recording):
        value = {key: s.values(experiment, spec, track) for key, s in SERIES.items()}
        positions = track["positions"]
        np.testing.assert_array_equal(value["loss"][..., 0], track["losses"])
        np.testing.assert_array_equal(
            value["best"][..., 0], np.fmin.accumulate(track["losses"], axis=0)
        )
        np.testing.assert_allclose(
            value["gradient_norm"][..., 0], np.linalg.norm(track["gradients"], axis=-1)
        )
        np.testing.assert_array_equal(
            value["sharpness"][..., 1], sharpness(experiment.landscape, positions).smallest
        )
        steps = np.hypot(*np.moveaxis(np.diff(positions, axis=0), -1, 0))
        np.testing.assert_allclose(value["step_length"][..., 0], steps)
        np.testing.assert_allclose(value["path_length"][1:, :, 0], steps.cumsum(0))
        np.testing.assert_allclose(
            value["distance"][..., 0], np.hypot(positions[..., 0], positions[..., 1] + 1)
        )


def test_only_memory_methods_have_a_memory_to_measure(recording):
    experiment = recording.experiment
    for spec, track in pairs(recording):
        for key in ("agreement", "pull"):
            values = SERIES[key].values(experiment, spec, track)
            assert np.isfinite(values).any() == (spec.row.memory is not None)


def test_the_pull_of_a_memory_is_set_beside_what_it_joins(recording):
    experiment = recording.experiment
    for spec, track in pairs(recording):
        if spec.row.memory is None:
            continue
        mean, partner = SERIES["pull"].values(experiment, spec, track)[1, 1]
        held = track["memory_items"][1, 1]
        assert mean == pytest.approx(np.linalg.norm(np.nanmean(held, axis=0)))
        joined = track["gradients"][1] if spec.row.memory == "cg" else track["first_moments"][2]
        assert partner == pytest.approx(np.linalg.norm(joined[1]))


def test_a_recording_without_memories_has_no_agreement_but_all_else(recording):
    lean = record(recording.experiment, memory="none")
    spec, track = lean.experiment.methods[1], lean.tracks[1]
    for key in PLANE:
        values = SERIES[key].values(lean.experiment, spec, track)
        assert np.isfinite(values).any() == (key not in ("agreement", "pull"))


@pytest.mark.parametrize("key", [key for key in PLANE if not SERIES[key].memory_only])
def test_a_start_is_lost_at_the_rows_at_which_it_has_no_value(recording, key):
    series, (spec, track) = SERIES[key], list(pairs(recording))[METHODS.index("sgd")]
    lost = series.lost(track, slice(0, series.count(track)))
    values = series.values(recording.experiment, spec, track)
    assert lost.any() and not lost.all()
    if key == "best":  # what was best before the end remains so
        assert np.isfinite(values).all()
    else:
        np.testing.assert_array_equal(np.isnan(values[..., 0]), lost)
