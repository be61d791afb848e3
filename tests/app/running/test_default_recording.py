"""The shipped first picture is a true one: what a fresh run gives, and what it promises."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from app.running import default_recording
from app.running.default_recording import PATH
from app.running.plan import Plan
from core.experiment import presets
from core.recording.recording import Recording

COMPARED_STEPS = 100  # rounding, which differs between machines, grows to everything by 500


@pytest.fixture(scope="module")
def shipped() -> Recording:
    return default_recording.read()


@pytest.fixture(scope="module")
def fresh(tmp_path_factory) -> Recording:
    from core.stepping.simulate import record

    return record(presets.load("default"))


def test_it_is_a_run_of_the_default_experiment(shipped):
    assert shipped.experiment == presets.load("default")
    assert all(track.complete for track in shipped.tracks)
    assert {track.memory for track in shipped.tracks} == {Plan.of(shipped.experiment).memory}


def test_it_equals_a_fresh_run(shipped, fresh):
    assert len(shipped.tracks) == len(fresh.tracks)
    for old, new in zip(shipped.tracks, fresh.tracks, strict=True):
        assert {key: array.shape for key, array in old.arrays.items()} == {
            key: array.shape for key, array in new.arrays.items()
        }
        for key, array in old.arrays.items():
            np.testing.assert_allclose(
                array[:COMPARED_STEPS], new[key][:COMPARED_STEPS], rtol=1e-9, atol=1e-9, err_msg=key
            )


@pytest.mark.parametrize("which", ["shipped", "fresh"])
def test_adam_with_critical_momenta_alone_reaches_the_global_minimum(which, request):
    recording = request.getfixturevalue(which)
    ends = {
        spec.method: track["positions"][-1, 0]
        for spec, track in zip(recording.experiment.methods, recording.tracks, strict=True)
    }
    assert set(ends) == {"adam", "adam+sam", "adam+cg", "adam+cm"}
    assert np.linalg.norm(ends.pop("adam+cm")) < 0.5
    for method, end in ends.items():
        assert np.linalg.norm(end) > 0.9, method


def test_it_is_small(shipped):
    assert PATH.stat().st_size < 1.5 * 2**20


def test_reading_it_needs_no_torch():
    script = (
        "import sys; from app.running.default_recording import read; read(); "
        "print('torch' in sys.modules)"
    )
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, timeout=60
    )
    assert result.stdout.strip() == "False"


def test_it_can_be_made_anew(tmp_path, shipped):
    path = tmp_path / "default.npz"
    default_recording.make(path)
    with np.load(path, allow_pickle=False) as made, np.load(PATH, allow_pickle=False) as old:
        assert set(made) == set(old)
