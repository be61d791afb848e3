"""Exports in the background of the window: asked for by clicks, listed, and never lost unasked."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import hand
import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from app.look.appearance import Appearance
from app.session.session import Session
from app.window.docking.dock_title import DockTitle
from app.window.main_window import MainWindow
from core.experiment.experiment import Experiment, MethodSpec
from landscapes.ackley import Ackley

LEFT = Qt.MouseButton.LeftButton
CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
RACE = Experiment(Ackley(), (MethodSpec.create("adam"),), ((2.5, -1.5),), steps=30)


@pytest.fixture
def window(qtbot: QtBot, appearance: Appearance) -> Iterator[MainWindow]:
    session = Session(RACE)
    window = MainWindow(session, appearance)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.end()


def press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = CONTROL) -> None:
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    QTest.keyClick(window.map_view.canvas, key, modifiers)


def gone() -> None:
    """What was closed is deleted, so that the next one is found by its name."""
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def asked_to(window: MainWindow, path: Path, speed: str = "1") -> QDialog:
    """The dialog, filled in for a small file at `path`."""
    press(window, Qt.Key.Key_E)
    dialog = window.findChild(QDialog, "exportDialog")
    hand.type_in(dialog.findChild(QLineEdit, "exportPlace"), str(path), Qt.Key.Key_Tab)
    if path.suffix == ".mp4":
        dialog.findChild(object, "exportSize").show_word("custom")
        hand.type_in(dialog.findChild(QLineEdit, "exportWidth"), "160", Qt.Key.Key_Tab)
        hand.type_in(dialog.findChild(QLineEdit, "exportHeight"), "128", Qt.Key.Key_Tab)
        hand.type_in(dialog.findChild(object, "exportSpeed").lineEdit(), speed, Qt.Key.Key_Tab)
    return dialog


def click(dialog: QDialog, name: str) -> None:
    button = dialog.findChild(QPushButton, name)
    assert button.isVisible() and button.isEnabled()
    QTest.mouseClick(button, LEFT)


def queued(window: MainWindow, path: Path, speed: str = "1") -> None:
    """Add a file to the queue as a person does."""
    dialog = asked_to(window, path, speed)
    click(dialog, "exportQueue")
    dialog.close()
    gone()


def words(window: MainWindow) -> list[str]:
    return [row.words.text() for row in window.exports.list.rows.values()]


def finished(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: not window.exports.is_busy)


def test_later_edits_do_not_reach_what_waits(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    queued(window, tmp_path / "first.mp4")
    queued(window, tmp_path / "table.csv")
    assert len(words(window)) == 2 and window.exports.is_shown
    window.session.set_steps(12)
    window.session.set_starts([[1.0, 1.0]])
    finished(qtbot, window)
    with (tmp_path / "table.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert max(int(row["step"]) for row in rows) == 30
    assert (float(rows[0]["x1"]), float(rows[0]["x2"])) == (2.5, -1.5)
    assert all(text.startswith("Saved (") for text in words(window))


def test_the_dialog_refuses_a_name_that_waits_and_hands_a_running_one_over(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    dialog = asked_to(window, tmp_path / "long.mp4", "0.01")
    click(dialog, "exportStart")
    click(dialog, "exportQueue")  # go on in the background
    assert not dialog.isVisible() and window.exports.is_busy and window.exports.is_shown
    gone()
    again = asked_to(window, tmp_path / "long.mp4", "0.01")
    for name in ("exportStart", "exportQueue"):
        click(again, name)
        problem = again.findChild(QLabel, "exportPlaceProblem")
        assert problem.isVisible() and "already; choose another name" in problem.text()
        for other in ("x.csv", "long.mp4"):  # what is said goes with the name
            place = again.findChild(QLineEdit, "exportPlace")
            hand.type_in(place, str(tmp_path / other), Qt.Key.Key_Tab)
        assert not problem.isVisible()


def test_closing_the_window_asks_while_a_file_is_made(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    queued(window, tmp_path / "done.csv")
    finished(qtbot, window)
    queued(window, tmp_path / "long.mp4", "0.01")
    queued(window, tmp_path / "waits.csv")
    qtbot.waitUntil(lambda: "Frame" in words(window)[1])
    window.close()
    box = window.findChild(QMessageBox, "export-question")
    assert "2 exports are not finished" in box.text()
    assert "long.mp4, waits.csv" in box.informativeText()
    QTest.mouseClick(box.button(QMessageBox.StandardButton.Cancel), LEFT)
    assert window.isVisible() and window.exports.is_busy
    gone()
    window.close()
    box = window.findChild(QMessageBox, "export-question")
    QTest.mouseClick(box.button(QMessageBox.StandardButton.Discard), LEFT)
    assert not window.isVisible() and not window.exports.is_busy
    assert [path.name for path in tmp_path.iterdir()] == ["done.csv"]


def test_the_list_is_shown_and_hidden_by_keys_and_news_is_told_while_it_is_hidden(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    queued(window, tmp_path / "a.mp4")
    entry = window.menus.actions["exports"]
    assert entry.isChecked()
    press(window, Qt.Key.Key_E, CONTROL | SHIFT)
    assert not window.exports.is_shown and not entry.isChecked()
    finished(qtbot, window)
    assert window.messages.isVisible() and "Saved a.mp4" in window.messages.text.text()
    QTest.mouseClick(window.messages.offers["show-exports"], LEFT)
    assert window.exports.list.isVisible() and entry.isChecked()


def test_tab_reaches_what_can_be_done_about_an_export(
    qtbot: QtBot, window: MainWindow, tmp_path: Path
) -> None:
    queued(window, tmp_path / "a.csv")
    finished(qtbot, window)
    (row,) = window.exports.list.rows.values()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    row.open.setFocus()
    for after in (row.folder, row.cross, window.exports.list.tidy):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is after


def test_the_list_keeps_the_edge_of_the_panels_above_it(
    styled_window: MainWindow, qapp: QApplication
) -> None:
    styled_window.exports.toggle()
    qapp.processEvents()
    titles = styled_window.findChildren(DockTitle)
    left = {title.objectName(): title.label.mapTo(styled_window, QPoint()).x() for title in titles}
    assert left["exports-title"] == left["controls-title"]
