"""The encoder against a decoder: what goes in comes out, and nothing waits for a broken one."""

from __future__ import annotations

import json
import threading
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from app.export.frames.coding import MP4
from app.export.frames.encoder import QUEUE_DEPTH, VideoEncoder


def frame(colour: str, width: int = 160, height: int = 128) -> QImage:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    return image


def encode(path: Path, frames: list[QImage], fps: Fraction = Fraction(60), **tags: str) -> None:
    with VideoEncoder(path, MP4, frames[0].width(), frames[0].height(), fps, tags) as encoder:
        for image in frames:
            encoder.write(image)


def encoder_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "video encoder"]


def test_colours_come_back(tmp_path: Path) -> None:
    colours = ["#e69f00", "#009e73", "#0072b2", "#ffffff", "#16181d"]
    encode(tmp_path / "a.mp4", [frame(colour) for colour in colours])
    with av.open(tmp_path / "a.mp4") as container:
        shown = [image.to_ndarray(format="rgb24") for image in container.decode(video=0)]
    for colour, pixels in zip(colours, shown, strict=True):
        wanted = [int(colour[i : i + 2], 16) for i in (1, 3, 5)]
        assert pixels.shape == (128, 160, 3)
        assert np.abs(pixels.astype(int) - wanted).max() <= 4


def test_a_painted_over_image_does_not_change_frames_already_written(tmp_path: Path) -> None:
    image = frame("black")
    with VideoEncoder(tmp_path / "a.mp4", MP4, 160, 128, Fraction(30), {}) as encoder:
        for shade in range(0, 240, 12):
            image.fill(QColor(shade, shade, shade))
            encoder.write(image)
    with av.open(tmp_path / "a.mp4") as container:
        means = [f.to_ndarray(format="gray").mean() for f in container.decode(video=0)]
    assert len(means) == 20
    assert np.all(np.diff(means) > 5)


@pytest.mark.parametrize("fps", [Fraction(60), Fraction(30000, 1001), Fraction(2997, 100)])
def test_every_frame_stands_at_its_exact_time(tmp_path: Path, fps: Fraction) -> None:
    encode(tmp_path / "a.mp4", [frame("red")] * 31, fps)
    with av.open(tmp_path / "a.mp4") as container:
        stream = container.streams.video[0]
        assert stream.average_rate == fps
        assert stream.frames == 31
        assert stream.duration * stream.time_base == 31 / fps
        times = [image.pts * image.time_base for image in container.decode(video=0)]
    assert times == [k / fps for k in range(31)]


def test_the_file_is_h264_for_every_player_with_its_index_in_front(tmp_path: Path) -> None:
    encode(tmp_path / "a.mp4", [frame("red")])
    with av.open(tmp_path / "a.mp4") as container:
        codec = container.streams.video[0].codec_context
        assert (codec.name, codec.pix_fmt) == ("h264", "yuv420p")
        assert (codec.color_range, codec.colorspace) == (1, 1)  # limited range, BT.709
    data = (tmp_path / "a.mp4").read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")


def test_long_tags_survive(tmp_path: Path) -> None:
    text = json.dumps({"label": "C = 5 → λ\n" * 20_000}, ensure_ascii=False)
    assert len(text) > 200_000
    encode(tmp_path / "a.mp4", [frame("red")], comment=text, title="Ackley: Adam")
    with av.open(tmp_path / "a.mp4") as container:
        assert container.metadata["comment"] == text
        assert container.metadata["title"] == "Ackley: Adam"


def test_a_place_that_cannot_be_written_is_named_and_nobody_waits(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "a.mp4"
    with (
        pytest.raises(FileNotFoundError) as caught,
        VideoEncoder(path, MP4, 160, 128, Fraction(60), {}) as encoder,
    ):
        for _ in range(10 * QUEUE_DEPTH):
            encoder.write(frame("red"))
    assert caught.value.filename == str(path)
    assert not encoder_threads()


def test_an_error_found_only_at_the_end_is_raised_on_leaving(tmp_path: Path) -> None:
    path = tmp_path / "missing" / "a.mp4"
    with pytest.raises(FileNotFoundError):
        encode(path, [frame("red")])


def test_a_full_disk_is_reported() -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("only Linux has /dev/full")
    with pytest.raises(OSError, match="No space left"):
        encode(full, [frame("red")] * 3)
    assert not encoder_threads()


def test_the_painters_own_error_comes_through_and_ends_the_thread(tmp_path: Path) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        VideoEncoder(tmp_path / "a.mp4", MP4, 160, 128, Fraction(60), {}) as encoder,
    ):
        encoder.write(frame("red"))
        raise ZeroDivisionError
    assert not encoder_threads()
