"""Whatever a file holds, opening it ends in the program's own words."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import av
import numpy as np
import pytest

from app.files import documents
from app.files.video_tags import experiment_tags
from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment, MethodSpec
from core.recording import recording_file
from core.recording.recording import Recording
from landscapes.ackley import Ackley

EXPERIMENT = Experiment(
    Ackley(), (MethodSpec.create("adam+cm", {"capacity": 2}),), ((1.0, 2.0),), 3
)
DAMAGES = 100


def write_experiment(path: Path) -> None:
    experiment_file.write(path, EXPERIMENT)


def write_recording(path: Path) -> None:
    recording = Recording.blank(EXPERIMENT)
    for track in recording.tracks:
        track.filled = EXPERIMENT.steps
    recording_file.save(recording, path)


def write_compressed(path: Path) -> None:
    write_recording(path)
    with np.load(path) as arrays:
        kept = dict(arrays)
    np.savez_compressed(path, **kept)


def write_video(path: Path) -> None:
    with av.open(str(path), "w", format="mp4") as container:
        container.metadata.update(experiment_tags(EXPERIMENT) | {"artist": "Cafe"})
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        frame = av.VideoFrame.from_ndarray(np.zeros((64, 64, 3), np.uint8), format="rgb24")
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def write_picture(path: Path) -> None:
    text = b"experiment\0\0\0\0\0" + experiment_file.dumps(EXPERIMENT).encode()
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)), (b"iTXt", text))
    written = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + written)


KINDS: dict[str, Callable[[Path], None]] = {
    "a.basin.json": write_experiment,
    "a.npz": write_recording,
    "b.npz": write_compressed,
    "a.mp4": write_video,
    "a.png": write_picture,
}


def damaged(whole: bytes, seed: int) -> bytes:
    """Some bytes flipped, and of every third one the end cut off, or a piece put in."""
    draw = random.Random(seed)
    data = bytearray(whole)
    for _ in range(draw.choice((1, 3, 30))):
        data[draw.randrange(len(data))] = draw.randrange(256)
    place = draw.randrange(len(data))
    match seed % 3:
        case 1:
            del data[place:]
        case 2:
            data[place:place] = draw.randbytes(draw.randrange(1, 200))
    return bytes(data)


@pytest.mark.parametrize("name", KINDS)
def test_a_damaged_file_is_opened_or_refused_in_words(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    KINDS[name](path)
    whole = path.read_bytes()
    assert documents.read(path)[0] == documents.read_experiment(path) == EXPERIMENT
    refused = 0
    for seed in range(DAMAGES):
        path.write_bytes(damaged(whole, seed))
        for read in (documents.read, documents.read_experiment):
            try:
                read(path)
            except (ExperimentError, OSError) as error:
                refused += 1
                assert str(error).isprintable() and len(str(error)) < 600
    assert refused > DAMAGES / 2


def test_a_video_with_a_title_in_another_encoding_gives_its_experiment(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    write_video(path)
    whole = path.read_bytes()
    assert whole.count(b"Cafe") == 1
    path.write_bytes(whole.replace(b"Cafe", b"Caf\xe9"))
    assert documents.read(path) == (EXPERIMENT, None)


@pytest.mark.parametrize("name", ["a.basin.json", "a.npz", "a.mp4", "a.png"])
@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"\xff\xd8\xff" + bytes(50), "a JPEG picture"),
        (b"%PDF-1.7 ...", "a PDF document"),
        (b"", "an empty file"),
        (b"a,b\n1,2\n", "text"),
    ],
)
def test_a_file_of_something_else_is_told_for_what_it_is(
    tmp_path: Path, name: str, content: bytes, kind: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises((ExperimentError, OSError)) as refused:
        documents.read(path)
    words = getattr(refused.value, "strerror", None) or str(refused.value)
    assert kind.removeprefix("an ").removesuffix(" file") in words
    assert not words.startswith("$")


def test_a_file_of_a_kind_that_does_not_open_is_told_which_do(tmp_path: Path) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(b"\xff\xd8\xff" + bytes(50))
    with pytest.raises(ExperimentError, match=r"a JPEG picture; what opens ends in \.json, \.npz"):
        documents.read(path)


@pytest.mark.parametrize("name", ["a.basin.json", "a.npz", "a.mp4", "a.png"])
def test_only_an_ordinary_file_is_opened(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(IsADirectoryError):
        documents.read(tmp_path / name)
    zero = tmp_path / f"zero{name[1:]}"
    zero.symlink_to("/dev/zero")
    with pytest.raises(OSError, match="not an ordinary file"):
        documents.read(zero)


def test_a_picture_of_zeros_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    with path.open("wb") as file:
        file.write(b"\x89PNG\r\n\x1a\n")
        file.truncate(2**33)  # sparse: it takes no room
    with pytest.raises(ExperimentError, match="carries no experiment"):
        documents.read(path)


def test_a_file_without_room_for_it_is_refused_before_it_is_read(tmp_path: Path) -> None:
    def refuse(experiment: Experiment) -> None:
        raise ExperimentError("$", f"no room for {experiment.start_count}")

    for name, write in KINDS.items():
        write(tmp_path / name)
        with pytest.raises(ExperimentError, match="no room for 1"):
            documents.read(tmp_path / name, refuse)
