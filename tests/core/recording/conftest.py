"""A small recording and its file."""

import pytest

from core.recording import recording_file
from core.stepping.simulate import record
from tests.core.recording.small_recording import EXPERIMENT


@pytest.fixture(scope="module")
def recording():
    return record(EXPERIMENT)


@pytest.fixture
def path(tmp_path, recording):
    path = tmp_path / "run.npz"
    recording_file.save(recording, path)
    return path
