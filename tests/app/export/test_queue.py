"""Exports that wait for each other: asked for, frozen, followed, cancelled and tried again."""

from __future__ import annotations

import csv
import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.export.formats import format_of
from app.export.item import Item
from app.export.job import Request
from app.export.queue import ExportQueue, TakenError
from app.export.queue_list import QueueList
from app.look.appearance import Appearance
from app.map.drawing.scene import Scene
from core.experiment.experiment import Experiment

Make = Callable[..., Request]
ENDLESS = {"size": "160x128", "speed": "0.01"}
"""Three thousand frames: it runs until it is stopped."""


@pytest.fixture
def queue(qapp: object) -> Iterator[ExportQueue]:
    queue = ExportQueue()
    yield queue
    queue.close()


@pytest.fixture
def listed(qtbot: QtBot, queue: ExportQueue, appearance: Appearance) -> QueueList:
    listed = QueueList(queue, appearance)
    qtbot.addWidget(listed)
    listed.resize(900, 200)
    listed.show()
    return listed


@pytest.fixture
def asked(tmp_path: Path, experiment: Experiment, scene: Scene) -> Make:
    """A request for a file of a name, with some of its options as text."""

    def make(name: str, **texts: str) -> Request:
        path = tmp_path / name
        written = format_of(path)
        assert written is not None
        return Request(path, written, written.parsed(texts), experiment, scene)

    return make


def states(queue: ExportQueue) -> dict[str, str]:
    return {item.path.name: item.state for item in queue.items}


def done(qtbot: QtBot, queue: ExportQueue) -> None:
    qtbot.waitUntil(lambda: not queue.open)


def getting_on(qtbot: QtBot, queue: ExportQueue, item: Item) -> None:
    qtbot.waitUntil(lambda: queue.item(item.number).done > 0)


def click(widget: QWidget) -> None:
    QApplication.processEvents()  # a new line has its place
    assert widget.isVisible()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_one_is_made_after_the_other_as_they_were_asked_for(
    qtbot: QtBot, queue: ExportQueue, asked: Make
) -> None:
    for name in ("a.csv", "b.json", "c.csv"):
        queue.add(asked(name))
    assert states(queue) == {"a.csv": "running", "b.json": "waiting", "c.csv": "waiting"}
    ended: list[str] = []
    queue.ended.connect(lambda item: ended.append(item.path.name))
    done(qtbot, queue)
    assert ended == ["a.csv", "b.json", "c.csv"]
    assert set(states(queue).values()) == {"saved"}


def test_what_is_asked_for_is_made_as_it_was_then(
    qtbot: QtBot, queue: ExportQueue, asked: Make, experiment: Experiment
) -> None:
    queue.add(asked("video.mp4", size="160x128"))
    later = dataclasses.replace(experiment, steps=7)
    queue.add(asked("first.csv"))
    queue.add(dataclasses.replace(asked("second.csv"), experiment=later))
    done(qtbot, queue)
    first, second = (queue.items[place].path for place in (1, 2))

    def last(path: Path) -> int:
        with path.open(encoding="utf-8", newline="") as file:
            return max(int(row["step"]) for row in csv.DictReader(file))

    assert (last(first), last(second)) == (30, 7)


def test_two_exports_of_one_name_are_refused_in_words(
    qtbot: QtBot, queue: ExportQueue, asked: Make, tmp_path: Path
) -> None:
    queue.add(asked("a.mp4", **ENDLESS))
    (tmp_path / "sub").mkdir()
    same = dataclasses.replace(asked("a.mp4"), path=tmp_path / "sub" / ".." / "a.mp4")
    with pytest.raises(TakenError, match=r"a\.mp4 is in the queue of exports already"):
        queue.add(same)
    queue.close()
    queue.add(asked("a.mp4", size="160x128"))  # the other has ended
    done(qtbot, queue)
    assert queue.items[-1].state == "saved"


def test_a_person_cancels_one_that_runs_and_one_that_waits_and_the_rest_is_made(
    qtbot: QtBot, queue: ExportQueue, listed: QueueList, asked: Make, tmp_path: Path
) -> None:
    (tmp_path / "a.mp4").write_text("precious")
    first = queue.add(asked("a.mp4", **ENDLESS))
    second, third = queue.add(asked("b.csv")), queue.add(asked("c.csv"))
    getting_on(qtbot, queue, first)
    row = listed.rows[first.number]
    assert row.words.text().startswith("Frame ") and row.bar.value() > 0
    click(listed.rows[second.number].cross)
    assert states(queue)["b.csv"] == "cancelled"
    click(row.cross)
    assert row.words.text() == "Stopping…" and not row.cross.isEnabled()
    done(qtbot, queue)
    assert states(queue) == {"a.mp4": "cancelled", "b.csv": "cancelled", "c.csv": "saved"}
    assert {path.name for path in tmp_path.iterdir()} == {"a.mp4", "c.csv"}
    assert (tmp_path / "a.mp4").read_text() == "precious"
    assert not row.bar.isVisible() and listed.rows[third.number].open.isVisible()


def test_what_failed_says_why_and_is_tried_again(
    qtbot: QtBot, queue: ExportQueue, listed: QueueList, asked: Make, tmp_path: Path
) -> None:
    missing = tmp_path / "missing"
    item = queue.add(dataclasses.replace(asked("a.csv"), path=missing / "a.csv"))
    queue.add(asked("b.csv"))
    done(qtbot, queue)
    row = listed.rows[item.number]
    assert row.words.text() == f"Not saved. {missing}: the folder does not exist"
    assert states(queue)["b.csv"] == "saved"  # it did not hold the queue up
    missing.mkdir()
    click(row.again)
    assert queue.items[-1].number == item.number
    done(qtbot, queue)
    assert row.item.state == "saved" and (missing / "a.csv").is_file()


def test_trying_again_while_another_makes_the_same_file_is_refused(
    qtbot: QtBot, queue: ExportQueue, listed: QueueList, asked: Make
) -> None:
    first = queue.add(asked("a.mp4", **ENDLESS))
    queue.stop(first.number)
    queue.add(asked("a.mp4", **ENDLESS))
    click(listed.rows[first.number].again)
    assert "already" in listed.rows[first.number].words.text()
    assert queue.item(first.number).state == "failed" and len(queue.open) == 1


def test_what_is_saved_is_opened_shown_in_its_folder_and_taken_off(
    qtbot: QtBot,
    queue: ExportQueue,
    listed: QueueList,
    asked: Make,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert listed.nothing.isVisible() and not listed.tidy.isVisible()
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    first = queue.add(asked("a.csv"))
    queue.add(asked("b.csv"))
    queue.add(asked("c.mp4", **ENDLESS))
    assert not listed.nothing.isVisible()
    qtbot.waitUntil(lambda: states(queue)["b.csv"] == "saved")
    row = listed.rows[first.number]
    click(row.open)
    click(row.folder)
    assert [Path(url.toLocalFile()) for url in shown] == [tmp_path / "a.csv", tmp_path]
    click(row.cross)
    assert "a.csv" not in states(queue) and (tmp_path / "a.csv").exists()
    click(listed.tidy)
    assert states(queue) == {"c.mp4": "running"} and len(listed.rows) == 1
    queue.close()
    assert states(queue) == {"c.mp4": "cancelled"}
    assert {path.name for path in tmp_path.iterdir()} == {"a.csv", "b.csv"}


def test_time_left_is_told_once_it_is_more_than_a_guess(
    qtbot: QtBot, queue: ExportQueue, asked: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = queue.add(asked("a.mp4", **ENDLESS))
    getting_on(qtbot, queue, item)
    assert "left" not in queue.item(item.number).words
    monkeypatch.setattr("app.export.queue.GUESS_SECONDS", 0.0)
    qtbot.waitUntil(lambda: queue.item(item.number).left is not None)
    now = queue.item(item.number)
    assert now.words == f"Frame {now.done:,} of 3,001, {_said(now.left)} left"


def _said(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds < 10 else f"{seconds:.0f} s"
