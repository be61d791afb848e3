"""A video is whole or not there at all, and carries what it shows."""

from __future__ import annotations

import dataclasses
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from PySide6.QtGui import QImage

from app.export.frames.coding import MP4
from app.export.frames.frame_painter import FramePainter
from app.export.frames.plan import VideoPlan
from app.export.frames.video import encode
from app.files.video_tags import experiment_tags, read_experiment
from app.map.drawing.scene import Scene
from app.running.shown import Picture
from app.running.to_end import Report
from core import files
from core.experiment.errors import ExperimentError
from core.experiment.experiment import MethodSpec
from core.recording.recording import Recording

pytestmark = pytest.mark.usefixtures("qapp")


class Leave(Exception):  # noqa: N818
    """Raised in the middle to leave an export."""


def render(path: Path, scene: Scene, plan: VideoPlan, report: Report) -> None:
    """An MP4 in its place, as the format writes it."""
    with files.replacing(path) as part:
        encode(part, scene, plan, MP4, report, experiment_tags(scene.picture.experiment))
        report(plan.frames, plan.frames)


def nothing(done: int, total: int) -> None:
    """Report to nobody."""


def test_every_frame_shows_its_step(tmp_path: Path, recording: Recording, scene: Scene) -> None:
    plan = VideoPlan(30, 320, 240, Fraction(25), Fraction(1, 2))
    told: list[tuple[int, int]] = []
    render(tmp_path / "a.mp4", scene, plan, lambda *now: told.append(now))
    painter = FramePainter(scene, 320, 240)
    with av.open(tmp_path / "a.mp4") as container:
        shown = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
    assert len(shown) == plan.frames == 26
    for frame, step in enumerate(plan):
        image = painter.paint(step)
        wanted = np.frombuffer(image.constBits(), np.uint8).reshape(240, 320, 4)[..., 2::-1]
        # Half the colour resolution and compression blur edges; a wrong step is far off.
        assert np.abs(shown[frame].astype(int) - wanted).mean() < 4
    assert plan.step(25) == 30
    assert told == [(k, 26) for k in range(1, 27)] + [(26, 26)]


def test_the_experiment_is_read_back_from_the_video(
    tmp_path: Path, recording: Recording, scene: Scene, plan: VideoPlan
) -> None:
    path = tmp_path / "a.mp4"
    render(path, scene, plan, nothing)
    assert read_experiment(path) == recording.experiment
    with av.open(path) as container:
        assert container.metadata["title"] == "Ackley: adam, adam+cm"


def test_a_long_experiment_is_read_back(
    tmp_path: Path, recording: Recording, scene: Scene, plan: VideoPlan
) -> None:
    picture = Picture.of(recording)
    many = tuple((index / 7, -index / 3) for index in range(5000))
    labels = tuple(MethodSpec.create("adam", label=f"λ → {k} 🙂") for k in range(3))
    long = dataclasses.replace(picture.experiment, starts=many, methods=labels)
    tracks = (picture.tracks[1],) * 3
    bare = dataclasses.replace(scene.layers, trails=False, heads=False, legend=False)
    scene = dataclasses.replace(scene, layers=dataclasses.replace(bare, memory=False))
    plan = dataclasses.replace(plan, steps=1)
    render(tmp_path / "a.mp4", scene.of(type(picture)(long, tracks)), plan, nothing)
    assert read_experiment(tmp_path / "a.mp4") == long


def test_a_stranger_s_video_carries_no_experiment(tmp_path: Path) -> None:
    with av.open(tmp_path / "a.mp4", "w") as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width = stream.height = 128
        stream.pix_fmt = "yuv420p"
        container.mux(stream.encode(av.VideoFrame(128, 128, "yuv420p")))
        container.mux(stream.encode(None))
    with pytest.raises(ExperimentError, match="carries no experiment"):
        read_experiment(tmp_path / "a.mp4")


@pytest.mark.parametrize("content", [b"", b"no video", b"#EXTM3U\nhttp://example.org/a.ts\n"])
def test_what_is_no_video_is_an_error_of_reading(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.mp4"
    path.write_bytes(content)
    with pytest.raises(OSError, match=r"not a readable MP4 video: .*a\.mp4"):
        read_experiment(path)
    with pytest.raises(FileNotFoundError):
        read_experiment(tmp_path / "missing.mp4")


@pytest.mark.parametrize("leave_at", [1, 10, 31, 32])
def test_leaving_keeps_the_old_file_and_nothing_of_the_new(
    tmp_path: Path, recording: Recording, scene: Scene, plan: VideoPlan, leave_at: int
) -> None:
    path = tmp_path / "a.mp4"
    path.write_text("precious")
    calls = 0

    def leave(done: int, total: int) -> None:
        nonlocal calls
        calls += 1
        if calls == leave_at:
            assert path.read_text() == "precious"
            raise Leave

    with pytest.raises(Leave):
        render(path, scene, plan, leave)
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.mp4"]
    assert path.read_text() == "precious"


def test_an_error_of_the_painter_leaves_nothing(
    tmp_path: Path,
    recording: Recording,
    scene: Scene,
    plan: VideoPlan,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    paint = FramePainter.paint

    def fail_late(painter: FramePainter, step: int, share: float) -> QImage:
        return paint(painter, step if step < 20 else 1 // 0, share)

    monkeypatch.setattr(FramePainter, "paint", fail_late)
    with pytest.raises(ZeroDivisionError):
        render(tmp_path / "a.mp4", scene, plan, nothing)
    assert not list(tmp_path.iterdir())


def test_a_missing_folder_is_named(
    tmp_path: Path, recording: Recording, scene: Scene, plan: VideoPlan
) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        render(tmp_path / "missing" / "a.mp4", scene, plan, nothing)
    assert caught.value.filename == str(tmp_path / "missing")
