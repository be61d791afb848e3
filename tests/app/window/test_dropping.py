"""What is dropped on the window is opened or explained, and nobody loses a file by it."""

from __future__ import annotations

import dataclasses

import hand
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QLineEdit

from app.panels.landscape.expression_form import EXAMPLE
from app.window.dropping import judged
from app.window.main_window import MainWindow
from core.experiment import experiment_file
from landscapes import make

COPY, MOVE, LINK = Qt.DropAction.CopyAction, Qt.DropAction.MoveAction, Qt.DropAction.LinkAction
LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot, session, appearance):
    window = MainWindow(session, appearance)
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def files(session, tmp_path):
    """Three experiments of 101, 102 and 103 steps."""
    paths = [tmp_path / f"{name}.basin.json" for name in "abc"]
    for steps, path in enumerate(paths, 101):
        experiment_file.write(path, dataclasses.replace(session.experiment, steps=steps))
    return paths


def urls(*things):
    return [QUrl(one) if isinstance(one, str) else QUrl.fromLocalFile(str(one)) for one in things]


def drop(window, things, possible=COPY | MOVE | LINK, proposed=COPY):
    """Drag over the window and let go; the action that the source is told, if any."""
    data = QMimeData()
    data.setUrls(urls(*things))
    entered = QDragEnterEvent(QPoint(9, 9), possible, data, LEFT, PLAIN)
    entered.setDropAction(proposed)
    window.dragEnterEvent(entered)
    moved = QDragMoveEvent(QPoint(9, 9), possible, data, LEFT, PLAIN)
    moved.setDropAction(proposed)
    window.dragMoveEvent(moved)
    assert moved.isAccepted() == entered.isAccepted()
    assert not moved.isAccepted() or moved.dropAction() == COPY
    event = QDropEvent(QPointF(9, 9), possible, data, LEFT, PLAIN)
    event.setDropAction(proposed)
    event.ignore()
    if entered.isAccepted():
        window.dropEvent(event)
    return event.dropAction() if event.isAccepted() else None


def said(window):
    assert window.messages.isVisible()
    return window.messages.text.text()


def test_a_file_is_opened(window, session, files):
    assert drop(window, files[:1]) == COPY
    assert session.experiment.steps == 101 and said(window) == "Opened a.basin.json"


def test_of_several_files_the_first_is_opened_and_the_others_are_named(window, session, files):
    drop(window, files)
    assert session.experiment.steps == 101
    assert said(window).startswith("Opened a.basin.json. A window opens one file at a time")
    assert "b.basin.json, c.basin.json" in said(window)


def test_the_others_are_named_also_where_the_first_cannot_be_opened(window, session, files):
    kept = session.experiment
    drop(window, [files[0].with_name("gone.json"), *files])
    assert session.experiment == kept and said(window).startswith("gone.json: No such file")
    assert "not opened: a.basin.json, b.basin.json" in said(window)


def test_an_address_or_a_folder_is_explained_and_the_file_beside_it_opened(
    window, session, files, tmp_path
):
    drop(window, ["https://example.org/run.json", tmp_path, files[1]])
    assert session.experiment.steps == 102
    assert "https://example.org/run.json" in said(window) and "address" in said(window)
    assert "folder" in said(window) and tmp_path.name in said(window)


def test_what_cannot_be_opened_at_all_is_explained_alone(window, session, tmp_path):
    kept = session.experiment
    drop(window, ["https://example.org/run.json"])
    assert "example.org" in said(window) and "Is a directory" not in said(window)
    drop(window, [tmp_path])
    assert "folder" in said(window) and session.experiment == kept


def test_a_move_is_never_accepted_as_one(window, session, files):
    assert drop(window, files[:1], proposed=MOVE) == COPY
    before = session.experiment
    assert drop(window, files[1:2], possible=MOVE, proposed=MOVE) is None
    assert session.experiment == before


def test_a_drop_over_unsaved_work_asks_first(window, session, files):
    session.set_steps(77)
    drop(window, files)
    assert session.experiment.steps == 77
    hand.answer(window, "Discard")
    assert session.experiment.steps == 101 and "b.basin.json" in said(window)


def test_what_is_let_go_over_a_field_is_the_windows(window, session):
    session.set_landscape(make(EXAMPLE))
    assert window.findChild(QLineEdit, "expression") in window.findChildren(QLineEdit)
    assert [field for field in window.findChildren(QLineEdit) if field.acceptDrops()] == []


def test_a_long_list_is_cut(tmp_path):
    names = [tmp_path / f"{number}.json" for number in range(40)]
    assert judged(urls(*names)).aside.endswith("not opened: 1.json, 2.json, 3.json and 36 more.")
