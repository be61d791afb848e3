"""The recording file: its keys, its bytes, and what is refused when it is opened."""

import dataclasses
import json
import zipfile

import numpy as np
import pytest

import landscapes
from core.experiment import experiment_file
from core.experiment.experiment import Experiment, MethodSpec
from core.recording import recording_file
from core.recording.recording import Recording
from core.stepping.simulate import record
from tests.core.recording.small_recording import (
    CONTRACT,
    EXPERIMENT,
    C,
    D,
    M,
    S,
    T,
    contents,
    pack,
    refusal,
)
from tests.core.stacked import stacked


def test_tracks_that_were_run_apart_are_saved_as_if_together(tmp_path):
    """A method that is run anew brings as many slots as it needs itself."""
    cards = tuple(MethodSpec.create("adam+cm", {"capacity": count}) for count in (2, 5, 3))
    race = Experiment(landscapes.make({"name": "two-basins"}), cards, ((-1.5, 0.1),), 9)
    apart = tuple(record(race.only([index])).tracks[0] for index in range(3))
    recording_file.save(record(race), tmp_path / "together.npz")
    recording_file.save(Recording(race, apart), tmp_path / "apart.npz")
    assert (tmp_path / "apart.npz").read_bytes() == (tmp_path / "together.npz").read_bytes()


def test_the_keys_types_and_shapes_are_those_of_the_contract(path):
    with np.load(path, allow_pickle=False) as arrays:
        found = {key: (str(arrays[key].dtype), arrays[key].shape) for key in arrays}
        text = arrays["experiment"]
    kind, shape = found.pop("experiment")
    assert found == CONTRACT
    assert (kind[:2], shape) == ("<U", ())
    assert str(text) == experiment_file.dumps(EXPERIMENT)
    assert json.loads(str(text))["methods"][2]["enabled"] is False


def test_numpy_reads_the_very_numbers_that_were_recorded(path, recording):
    with np.load(path, allow_pickle=False) as arrays:
        for key, expected in stacked(recording).items():
            np.testing.assert_array_equal(arrays[key], expected)


@pytest.mark.parametrize("memory", ["all", "last", "none"])
def test_a_recording_comes_back(tmp_path, memory):
    recording = record(EXPERIMENT, memory)
    recording_file.save(recording, tmp_path / "run.npz")
    back = recording_file.load(tmp_path / "run.npz")
    assert back.experiment == EXPERIMENT
    assert [track.memory for track in back.tracks] == [memory] * M
    assert all(track.complete for track in back.tracks)
    expected, found = stacked(recording), stacked(back)
    assert found.keys() == expected.keys()
    for key, array in expected.items():
        assert found[key].dtype == array.dtype
        np.testing.assert_array_equal(found[key], array)


def test_less_memory_means_shorter_or_absent_arrays(tmp_path):
    shapes = {}
    for memory in ("last", "none"):
        recording_file.save(record(EXPERIMENT, memory), tmp_path / memory)
        with np.load(tmp_path / memory) as arrays:
            shapes[memory] = {key: arrays[key].shape for key in arrays if key.startswith("memory_")}
    assert shapes["none"] == {}
    assert shapes["last"] == {
        "memory_items": (M, 1, S, C, D),
        "memory_priorities": (M, 1, S, C),
        "memory_births": (M, 1, S, C),
        "memory_events": (M, T, S),
        "memory_slots": (M, T, S),
    }


def test_two_runs_of_one_experiment_are_the_same_file_bit_for_bit(path, tmp_path):
    again = tmp_path / "again.npz"
    recording_file.save(record(dataclasses.replace(EXPERIMENT)), again)
    assert again.read_bytes() == path.read_bytes()


def test_the_file_keeps_the_name_that_was_asked_for(tmp_path, recording):
    recording_file.save(recording, tmp_path / "without-suffix")
    assert [entry.name for entry in tmp_path.iterdir()] == ["without-suffix"]


def test_only_whole_recordings_are_saved(tmp_path):
    with pytest.raises(ValueError, match="every step"):
        recording_file.save(Recording.blank(EXPERIMENT), tmp_path / "run.npz")
    disabled = dataclasses.replace(
        EXPERIMENT, methods=(dataclasses.replace(EXPERIMENT.methods[0], enabled=False),)
    )
    with pytest.raises(ValueError, match="at least one method"):
        recording_file.save(Recording.blank(disabled), tmp_path / "run.npz")
    assert list(tmp_path.iterdir()) == []


def test_a_failed_save_leaves_the_old_file(path, recording, monkeypatch):
    before = path.read_bytes()
    monkeypatch.setattr(experiment_file, "dumps", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        recording_file.save(recording, path)
    assert path.read_bytes() == before
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]


def test_a_missing_file_is_an_error_of_the_system(tmp_path):
    with pytest.raises(FileNotFoundError):
        recording_file.load(tmp_path / "nowhere.npz")


def test_a_compressed_recording_opens(path, recording):
    pack(path, contents(path), zipfile.ZIP_DEFLATED)
    expected, found = stacked(recording), stacked(recording_file.load(path))
    for key, array in expected.items():
        np.testing.assert_array_equal(found[key], array)
    pack(path, contents(path), zipfile.ZIP_BZIP2)
    assert "numpy.savez_compressed" in refusal(path).problem


def test_what_numpy_has_saved_again_in_other_types_opens_converted(path, recording):
    with np.load(path) as arrays:
        kept = dict(arrays)
    floats = {key: array for key, array in kept.items() if array.dtype.kind == "f"}
    for change in (
        {key: array.astype(np.float32) for key, array in floats.items()},
        {key: array.astype(">f8") for key, array in floats.items()},
        {key: np.asfortranarray(array) for key, array in floats.items()},
        {"memory_births": kept["memory_births"].astype(np.int64)},
        {"experiment": kept["experiment"].astype(kept["experiment"].dtype.newbyteorder(">"))},
    ):
        np.savez_compressed(path, **(kept | change))
        read = recording_file.load(path)
        assert read.experiment == recording.experiment
        for place, track in enumerate(read.tracks):
            for key, array in track.arrays.items():
                want = (kept | change)[key][place]
                assert array.dtype == kept[key].dtype
                assert np.array_equal(array, want, equal_nan=want.dtype.kind == "f"), key
