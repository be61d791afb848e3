"""The recording file: its keys, its bytes, and what is refused when it is opened."""

import dataclasses
import io
import json
import zipfile

import numpy as np
import pytest

import landscapes
from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import RandomStarts
from core.recording import recording_file
from core.recording.recording import Recording
from core.stepping.simulate import record
from tests.core.stacked import stacked

EXPERIMENT = Experiment(
    landscapes.make({"name": "ackley"}),
    (
        MethodSpec.create("adam"),
        MethodSpec.create("adam+cm", {"capacity": 3}),
        MethodSpec.create("adam+cg", {"capacity": 9}, enabled=False),
        MethodSpec.create("adam+cg", {"capacity": 2}),
    ),
    RandomStarts(4),
    12,
)
M, T, S, D, C = 3, 12, 4, 2, 3
CONTRACT = {
    "positions": ("float64", (M, T + 1, S, D)),
    "losses": ("float64", (M, T + 1, S)),
    "gradients": ("float64", (M, T, S, D)),
    "gradient_norms": ("float64", (M, T, S)),
    "first_moments": ("float64", (M, T + 1, S, D)),
    "second_moments": ("float64", (M, T + 1, S, D)),
    "memory_items": ("float64", (M, T + 1, S, C, D)),
    "memory_priorities": ("float64", (M, T + 1, S, C)),
    "memory_births": ("int32", (M, T + 1, S, C)),
    "memory_events": ("int8", (M, T, S)),
    "memory_slots": ("int16", (M, T, S)),
}


@pytest.fixture(scope="module")
def recording():
    return record(EXPERIMENT)


@pytest.fixture
def path(tmp_path, recording):
    path = tmp_path / "run.npz"
    recording_file.save(recording, path)
    return path


def contents(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def pack(path, files, compression=zipfile.ZIP_STORED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def npy(array, *, pickled=False):
    file = io.BytesIO()
    np.save(file, array, allow_pickle=pickled)
    return file.getvalue()


def refusal(path):
    with pytest.raises(ExperimentError) as refused:
        recording_file.load(path)
    assert str(refused.value).isprintable()
    return refused.value


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


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"{}", b"\x93NUMPY", b"\0" * 1000])
def test_a_file_of_something_else_is_refused(tmp_path, content):
    path = tmp_path / "other.npz"
    path.write_bytes(content)
    assert "recording" in refusal(path).problem


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 0.999])
def test_a_file_that_was_cut_short_is_refused(path, share):
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert refusal(path).problem == "this recording is damaged: its end is missing"


def test_a_flipped_bit_is_noticed(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    assert "checksum" in refusal(path).problem


@pytest.mark.parametrize("key", ["experiment", *CONTRACT])
def test_a_missing_key_is_named(path, key):
    files = contents(path)
    del files[f"{key}.npy"]
    pack(path, files)
    error = refusal(path)
    assert error.path == key
    assert "is missing" in error.problem


def test_a_key_too_many_is_named(path):
    pack(path, contents(path) | {"extra.npy": npy(np.zeros(1))})
    assert refusal(path).path == "extra"


@pytest.mark.parametrize(
    ("key", "array", "said"),
    [
        ("positions", np.zeros((M, T + 1, S, D), np.int32), "is 'int32'"),
        ("positions", np.zeros((M, T + 1, S, D), np.complex64), "is 'complex64'"),
        ("positions", np.zeros((M, T, S, D)), "[3, 13, 4, 2]"),
        ("losses", np.zeros(()), "[3, 13, 4]"),
        ("memory_births", np.full((M, T + 1, S, C), -1.0), "int32 of shape"),
        ("memory_births", np.full((M, T + 1, S, C), 2**40), "from -2147483648 to"),
        ("memory_items", np.zeros((M, 2, S, C, D)), "[3, 13, 4, 3, 2]"),
        ("memory_births", np.full((M, T + 1, S, C), T + 1, np.int32), "from -1 to 12"),
        ("memory_births", np.full((M, T + 1, S, C), -2, np.int32), "from -1 to 12"),
        ("memory_slots", np.full((M, T, S), C, np.int16), "from -1 to 2"),
        ("memory_events", np.full((M, T, S), 4, np.int8), "from 0 to 3"),
        ("experiment", np.array(1.0), "a text is expected"),
        ("experiment", np.array(["{}"]), "a text is expected"),
    ],
)
def test_an_array_that_does_not_fit_the_experiment_is_refused(path, key, array, said):
    pack(path, contents(path) | {f"{key}.npy": npy(array)})
    error = refusal(path)
    assert error.path == key
    assert said in error.problem


def test_a_refused_experiment_is_named_by_its_own_path(path):
    text = experiment_file.dumps(EXPERIMENT).replace('"steps": 12', '"steps": -1')
    pack(path, contents(path) | {"experiment.npy": npy(np.array(text))})
    assert refusal(path).path == "$.steps"


def test_an_experiment_that_asks_for_more_than_the_file_holds_takes_no_room(path):
    race = dataclasses.replace(EXPERIMENT, steps=1_000_000, starts=RandomStarts(10_000_000))
    files = contents(path) | {"experiment.npy": npy(np.array(experiment_file.dumps(race)))}
    pack(path, files)
    assert refusal(path).path == "positions"
    file = io.BytesIO()
    header = {"descr": "<f8", "fortran_order": False, "shape": (M, 1_000_001, 10_000_000, D)}
    np.lib.format.write_array_header_1_0(file, header)
    pack(path, files | {"positions.npy": file.getvalue()})
    assert refusal(path).problem == "'positions' ends too early"


def test_bytes_after_the_end_of_an_array_are_refused(path):
    files = contents(path)
    pack(path, files | {"losses.npy": files["losses.npy"] + b"\0"})
    assert refusal(path).problem == "'losses' goes on after its end"


def test_an_array_that_is_short_by_a_byte_is_refused_before_there_is_room_for_it(path, monkeypatch):
    monkeypatch.setattr(recording_file, "fill", None)
    files = contents(path)
    pack(path, files | {"losses.npy": files["losses.npy"][:-1]})
    assert refusal(path).problem == "'losses' ends too early"


def test_nothing_is_ever_unpickled(path, tmp_path):
    class Bomb:
        def __reduce__(self):
            return (open, (str(tmp_path / "pickled"), "w"))

    array = np.empty((), dtype=object)
    array[()] = Bomb()
    files = contents(path)
    for key in ("experiment", "losses"):
        pack(path, files | {f"{key}.npy": npy(array, pickled=True)})
        assert refusal(path).path == key
    assert not (tmp_path / "pickled").exists()


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


def test_the_room_is_asked_for_before_an_array_is_read(path, monkeypatch):
    monkeypatch.setattr(recording_file, "fill", None)

    def refuse(experiment):
        raise ExperimentError("$", f"no room for {experiment.start_count} starts")

    with pytest.raises(ExperimentError, match="no room for 4 starts"):
        recording_file.load(path, refuse)
    assert recording_file.load_experiment(path) == EXPERIMENT


def test_a_list_of_contents_that_is_said_to_be_huge_is_not_read(path):
    with path.open("r+b") as file:
        place = file.seek(-22, 2)
        end = bytearray(file.read())
        end[12:20] = (2**31).to_bytes(4, "little") + place.to_bytes(4, "little")
        file.truncate(place + 2**31)  # sparse: it takes no room
        file.seek(0, 2)
        file.write(end)
    assert "list of contents is too long" in refusal(path).problem


def test_a_doubled_key_is_refused(path):
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("losses.npy", b"")
    assert "twice" in refusal(path).problem


def test_entries_that_share_their_bytes_are_refused(path):
    with zipfile.ZipFile(path, "a") as archive:
        for number in range(5):  # the directory then says that it holds one array six times
            entry = archive.getinfo("memory_items.npy")
            twin = zipfile.ZipInfo(f"twin{number}.npy")
            for field in ("header_offset", "file_size", "compress_size", "CRC", "extra"):
                setattr(twin, field, getattr(entry, field))
            archive.filelist.append(twin)
            archive.NameToInfo[twin.filename] = twin
        archive._didModify = True
    assert "more than its size" in refusal(path).problem


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"\x93NUMPY",
        b"\x93NUMPY\x09\x00",
        b"\x93NUMPY\x01\x00\xff\xff" + b"(" * 65535,
        b"\x93NUMPY\x01\x00\x0a\x00" + b"(" * 10,
        b"\x93NUMPY\x01\x00\x02\x00{}",
        b"\x93NUMPY\x02\x00\x02\x00\x00\x00{}",
    ],
)
def test_a_broken_header_is_refused(path, header):
    pack(path, contents(path) | {"losses.npy": header})
    assert refusal(path).path == "losses"
