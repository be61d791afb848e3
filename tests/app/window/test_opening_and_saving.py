"""Files are opened, saved and refused as a person asks for it."""

from __future__ import annotations

import hand
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from window_hand import answer, press, trigger

from core.experiment import experiment_file, presets
from landscapes.two_basins import TwoBasins

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def window(whole_window):
    return whole_window


def test_the_title_shows_a_files_name_as_it_is(window, session, monkeypatch, tmp_path):
    answer(monkeypatch, "getSaveFileName", tmp_path / "a[*]b[*]")
    trigger(window, "save-as")
    assert window.windowHandle().title().startswith("a[*]b[*].basin.json — ")
    session.set_steps(77)
    assert window.windowHandle().title().startswith("a[*]b[*].basin.json* — ")


def test_saving_and_opening_again(window, session, monkeypatch, tmp_path):
    answer(monkeypatch, "getSaveFileName", tmp_path / "mine")
    session.set_landscape(TwoBasins(sharpness=30.0))
    assert window.isWindowModified()
    trigger(window, "save")
    saved = tmp_path / "mine.basin.json"
    assert experiment_file.read(saved) == session.experiment
    assert not window.isWindowModified() and window.windowTitle().startswith("mine.basin.json")
    kept = session.experiment
    session.set_steps(77)
    assert window.isWindowModified()
    answer(monkeypatch, "getOpenFileName", saved)
    trigger(window, "open")
    hand.answer(window, "Discard")
    assert session.experiment == kept
    assert window.messages.text.text() == "Opened mine.basin.json"
    assert window.files.recent == (saved,)


def test_a_cancelled_dialog_changes_nothing(window, session, monkeypatch):
    kept = session.experiment
    answer(monkeypatch, "getOpenFileName", None)
    answer(monkeypatch, "getSaveFileName", None)
    for name in ("open", "save-as", "save-image"):
        trigger(window, name)
    assert session.experiment == kept and not window.messages.isVisible()


def test_a_file_that_is_gone_leaves_the_recent_ones(window, session, tmp_path):
    for name in ("kept", "gone"):
        session.save(tmp_path / f"{name}.basin.json")
        window.files.open_path(tmp_path / f"{name}.basin.json")
    (tmp_path / "gone.basin.json").unlink()
    window.files.open_path(tmp_path / "gone.basin.json")
    assert [path.name for path in window.files.recent] == ["kept.basin.json"]


def test_a_broken_file_is_explained_and_nothing_is_lost(window, session, tmp_path):
    kept = session.experiment
    bad = tmp_path / "bad.basin.json"
    bad.write_text('{"format": 1, "landscape": {"name": "nowhere"}}')
    window.files.open_path(bad)
    assert session.experiment == kept and window.files.recent == ()
    assert window.messages.isVisible() and "bad.basin.json" in window.messages.text.text()
    window.files.open_path(tmp_path / "missing.json")
    assert "missing.json" in window.messages.text.text()
    QTest.mouseClick(window.messages.button, LEFT)
    assert not window.messages.isVisible()


def test_an_unwritable_place_is_explained(window, session, monkeypatch, tmp_path):
    answer(monkeypatch, "getSaveFileName", tmp_path / "no" / "such.json")
    trigger(window, "save-as")
    assert window.messages.isVisible() and "such.json" in window.messages.text.text()
    answer(monkeypatch, "getSaveFileName", tmp_path / "no" / "map.png")
    trigger(window, "save-image")
    assert "map.png" in window.messages.text.text() and list(tmp_path.glob("**/*.part")) == []


def test_a_preset_is_never_saved_over_the_file_that_was_open(
    window, session, monkeypatch, tmp_path
):
    mine = tmp_path / "mine.basin.json"
    session.save(mine)
    kept = mine.read_bytes()
    trigger(window, "preset-two-basins")
    assert window.windowTitle().startswith("Untitled")
    answer(monkeypatch, "getSaveFileName", tmp_path / "preset.basin.json")
    press(Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert mine.read_bytes() == kept
    assert experiment_file.read(tmp_path / "preset.basin.json") == presets.load("two-basins")
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert window.windowTitle().startswith("mine.basin.json") and not window.isWindowModified()


def answer_each(monkeypatch, *paths):
    """What the dialogs for a place are answered, one after the other; cancelled after that."""
    given = iter(paths)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(next(given, "")), ""))


def click_in_the_question(name):
    """Click a button of the message box that will stand open; the list gets what it asked."""
    asked = []

    def click():
        box = QApplication.activeModalWidget()
        asked.append(box.text())
        QTest.mouseClick(box.button(getattr(QMessageBox.StandardButton, name)), LEFT)

    QTimer.singleShot(100, click)
    return asked


@pytest.mark.parametrize(
    ("command", "typed", "made"),
    [("save-as", "mine", "mine.basin.json"), ("save-image", "mine", "mine.png")],
)
def test_a_completed_name_replaces_no_file_unasked(
    window, monkeypatch, tmp_path, command, typed, made
):
    there = tmp_path / made
    there.write_text("precious")
    answer_each(monkeypatch, tmp_path / typed)
    asked = click_in_the_question("No")
    trigger(window, command)
    assert there.read_text() == "precious" and made in asked[0]
    answer_each(monkeypatch, tmp_path / typed)
    asked = click_in_the_question("Yes")
    trigger(window, command)
    assert asked and there.read_bytes() != b"precious"
    answer_each(monkeypatch, there)  # in full: the dialog itself has asked
    trigger(window, command)
    assert window.messages.text.text() == f"Saved {made}"


def test_an_image_of_another_format_is_refused(window, monkeypatch, tmp_path):
    answer(monkeypatch, "getSaveFileName", tmp_path / "img.jpg")
    trigger(window, "save-image")
    text = window.messages.text.text()
    assert "img.jpg" in text and ".png" in text and list(tmp_path.glob("img*")) == []


def test_the_maps_image_is_twice_its_size_and_opens_as_it_was_seen(
    window, session, monkeypatch, tmp_path
):
    from PySide6.QtGui import QImage

    answer(monkeypatch, "getSaveFileName", tmp_path / "map")
    trigger(window, "save-image")
    image = QImage(str(tmp_path / "map.png"))
    assert image.width() == 2 * window.map_view.canvas.width()
    assert len({image.pixel(x, image.height() // 2) for x in range(0, image.width(), 7)}) > 5
    session.seek(7)
    answer(monkeypatch, "getSaveFileName", tmp_path / "seven")
    trigger(window, "save-image")
    kept = session.experiment
    session.seek(2)
    window.files.open_path(tmp_path / "seven.png")
    assert (session.experiment, session.cursor) == (kept, 7)
