"""A file that is no whole recording is refused by its name, before it takes room."""

import dataclasses
import io
import zipfile

import numpy as np
import pytest

from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.starts import RandomStarts
from core.recording import recording_file
from tests.core.recording.small_recording import (
    CONTRACT,
    EXPERIMENT,
    C,
    D,
    M,
    S,
    T,
    contents,
    npy,
    pack,
    refusal,
)


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
