"""A study's answer leaves through the queue of exports: told, cancelled, tried again."""

from __future__ import annotations

import threading

from PySide6.QtWidgets import QFileDialog
from short_race import click
from study_hand import asked

from app.study.output import sheet
from core.study.plots import plots


def ask_for(window, path, monkeypatch):
    """Ask the Study menu for a file of the answer."""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(path), ""))
    window.menus.actions["study-export"].trigger()


def made(qtbot, window):
    """What has become of the exports, once nothing is left to be made."""
    qtbot.waitUntil(lambda: not window.exports.is_busy)
    return {item.path.name: item.state for item in window.exports.queue.items}


def test_the_answer_leaves_through_the_queue_as_the_suffix_says(
    qtbot, window, tmp_path, monkeypatch
):
    page = asked(qtbot, window)
    for name in ("a.csv", "a.svg", "a.npz"):
        ask_for(window, tmp_path / name, monkeypatch)
    assert window.exports.is_shown and len(window.exports.queue.items) == 3
    assert made(qtbot, window) == dict.fromkeys(("a.csv", "a.svg", "a.npz"), "saved")
    assert (tmp_path / "a.csv").read_text() == page.course.found.tables["starts"].csv()
    assert (tmp_path / "a.svg").read_bytes().startswith(b"<?xml")
    assert window.files.recent[0] == tmp_path / "a.npz"  # which can be opened again
    ask_for(window, tmp_path / "a.doc", monkeypatch)
    assert "a.doc: what is written ends in .csv" in window.messages.text.text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.csv", "a.npz", "a.svg"]


def test_an_export_of_a_study_tells_how_far_it_is_and_is_cancelled_without_a_trace(
    qtbot, window, tmp_path, monkeypatch
):
    page = asked(qtbot, window)
    queue, told, count = window.exports.queue, [], len(plots(page.course.found.answer))
    queue.progressed.connect(lambda item: told.append((item.number, item.done, item.total)))
    drawn = threading.Semaphore(0)
    paint = sheet.paint_plot

    def painted(*given):
        assert drawn.acquire(timeout=60)
        paint(*given)

    monkeypatch.setattr(sheet, "paint_plot", painted)
    ask_for(window, tmp_path / "whole.png", monkeypatch)
    ask_for(window, tmp_path / "half.pdf", monkeypatch)
    assert queue.items[0].kind == "still" and queue.items[1].state == "waiting"
    drawn.release(count)
    qtbot.waitUntil(lambda: queue.items[0].state == "saved")
    assert told[0] == (1, 0, 1) and (1, count, count) in told and count > 1
    half = queue.items[1]
    click(window.exports.list.rows[half.number].cross)
    drawn.release(count)
    assert made(qtbot, window) == {"whole.png": "saved", "half.pdf": "cancelled"}
    assert [path.name for path in tmp_path.iterdir()] == ["whole.png"]


def test_an_export_of_a_study_that_fails_says_so_and_can_be_tried_again(
    qtbot, window, tmp_path, monkeypatch
):
    asked(qtbot, window)
    missing = tmp_path / "later"
    ask_for(window, missing / "a.html", monkeypatch)
    assert made(qtbot, window) == {"a.html": "failed"}
    (row,) = window.exports.list.rows.values()
    assert row.item.told == f"{missing}: the folder does not exist"
    missing.mkdir()
    click(row.again)
    assert made(qtbot, window) == {"a.html": "saved"}
