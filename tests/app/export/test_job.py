"""An export in its own thread: one ending, the window alive, nothing left running."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import av
import pytest
from PySide6.QtCore import QThread, QTimer
from pytestqt.qtbot import QtBot

from app.export import job as jobs
from app.export.formats import Options, format_of
from app.export.job import ExportJob, Request
from app.map.drawing.scene import Scene
from app.running.shown import Picture
from core.experiment.experiment import Experiment
from core.recording.recording import Recording


@pytest.fixture
def request_(tmp_path: Path, experiment: Experiment, recording: Recording, scene: Scene) -> Request:
    path = tmp_path / "a.mp4"
    video = format_of(path)
    assert video is not None
    return Request(path, video, video.parsed({"size": "320x240"}), experiment, scene)


def slowed(options: Options) -> Options:
    """A hundred times as many frames."""
    return {**options, "speed": options["speed"] / 100}


def frames_in(path: Path) -> int:
    with av.open(path) as container:
        return sum(1 for _ in container.decode(video=0))


def test_it_finishes_with_the_path_and_tells_progress(qtbot: QtBot, request_: Request) -> None:
    job = ExportJob(request_)
    told: list[tuple[int, int]] = []
    threads: list[QThread] = []
    job.progress.connect(lambda done, total: told.append((done, total)))
    job.finished.connect(lambda path: threads.append(QThread.currentThread()))
    with qtbot.waitSignal(job.finished) as ended:
        job.start()
    assert ended.args == [str(request_.path)]
    assert frames_in(request_.path) == 31
    assert told[-1] == (31, 31)
    assert told == sorted(told)
    assert not job.running


def test_tracks_that_are_there_are_not_computed_again(
    qtbot: QtBot, request_: Request, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "run_to_end", None)
    job = ExportJob(request_)
    with qtbot.waitSignal(job.finished):
        job.start()


@pytest.mark.parametrize("why", ["nothing computed", "another experiment"])
def test_what_is_missing_is_computed(qtbot: QtBot, request_: Request, why: str) -> None:
    if why == "nothing computed":
        shown = request_.scene.picture
        nothing = Picture(shown.experiment, (None,) * len(shown.tracks))
        request_ = dataclasses.replace(request_, scene=request_.scene.of(nothing))
    else:
        other = dataclasses.replace(request_.experiment, seed=5, steps=20)
        request_ = dataclasses.replace(request_, experiment=other)
    assert request_.computed is None
    job = ExportJob(request_)
    with qtbot.waitSignal(job.finished):
        job.start()
    assert frames_in(request_.path) == request_.experiment.steps + 1


def test_cancelling_leaves_nothing(qtbot: QtBot, request_: Request, tmp_path: Path) -> None:
    job = ExportJob(dataclasses.replace(request_, options=slowed(request_.options)))
    endings: list[str] = []
    job.finished.connect(lambda _: endings.append("finished"))
    job.failed.connect(endings.append)
    job.progress.connect(lambda done, total: job.cancel())
    with qtbot.waitSignal(job.cancelled):
        job.start()
    qtbot.wait(50)
    assert not endings
    assert not list(tmp_path.iterdir())
    assert not job.running


def test_closing_in_the_middle_waits_for_the_thread(
    qtbot: QtBot, request_: Request, tmp_path: Path
) -> None:
    job = ExportJob(dataclasses.replace(request_, options=slowed(request_.options)))
    with qtbot.waitSignal(job.progress):
        job.start()
    job.close()
    assert not job.running
    assert not list(tmp_path.iterdir())


def test_a_failure_is_told_in_words(qtbot: QtBot, request_: Request, tmp_path: Path) -> None:
    job = ExportJob(dataclasses.replace(request_, path=tmp_path / "missing" / "a.mp4"))
    with qtbot.waitSignal(job.failed) as ended:
        job.start()
    assert ended.args == [f"{tmp_path / 'missing'}: the folder does not exist"]


def test_an_unforeseen_error_is_not_lost(
    qtbot: QtBot,
    request_: Request,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("app.export.frames.video.encode", lambda *_: [][0])
    job = ExportJob(request_)
    with qtbot.waitSignal(job.failed) as ended:
        job.start()
    assert ended.args[0].startswith("IndexError")
    assert "Traceback" in capsys.readouterr().err  # for those who report it


def test_the_window_s_clock_goes_on_meanwhile(qtbot: QtBot, request_: Request) -> None:
    ticks: list[int] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(1))
    timer.start(5)
    job = ExportJob(request_)
    with qtbot.waitSignal(job.finished):
        job.start()
    assert len(ticks) >= 10
