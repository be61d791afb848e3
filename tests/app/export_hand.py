"""A hand on the dialog of exports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.export.dialog import ExportDialog
from app.export.form import Entries, ExportForm
from app.export.queue import ExportQueue
from app.look.appearance import Appearance
from app.map.drawing.layers import Layers
from app.map.drawing.view import View
from app.session.session import Session


def nothing_exported() -> Iterator[None]:
    """A fixture: each test begins as if nothing had been exported yet."""
    ExportForm.remembered = Entries()
    yield
    ExportForm.remembered = Entries()


def opened(
    qtbot: QtBot, session: Session, appearance: Appearance, parent: QWidget | None = None
) -> ExportDialog:
    view = View.of(session.experiment.landscape)
    queue = ExportQueue(session)
    dialog = ExportDialog(queue, session, appearance, view, Layers(), parent)
    if parent is None:
        qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.open()
    return dialog


def part(dialog: ExportDialog, kind: type, name: str) -> QWidget:
    found = dialog.findChild(kind, name)
    assert found is not None, name
    return found


def problem(dialog: ExportDialog, field: str) -> str:
    label = part(dialog, QLabel, f"export{field}Problem")
    return label.text() if label.isVisible() else ""


def status(dialog: ExportDialog) -> str:
    return part(dialog, QLabel, "exportStatus").text()


def fill(dialog: ExportDialog, path: Path, fps: str = "60", speed: str = "1") -> None:
    """A small video at `path`."""
    part(dialog, QLineEdit, "exportPlace").setText(str(path))
    part(dialog, QComboBox, "exportSize").show_word("custom")
    part(dialog, QLineEdit, "exportWidth").setText("160")
    part(dialog, QLineEdit, "exportHeight").setText("128")
    part(dialog, QComboBox, "exportFps").setCurrentText(fps)
    part(dialog, QComboBox, "exportSpeed").setCurrentText(speed)


def press(qtbot: QtBot, dialog: ExportDialog, name: str) -> None:
    qtbot.mouseClick(part(dialog, QPushButton, name), Qt.MouseButton.LeftButton)


def export(qtbot: QtBot, dialog: ExportDialog) -> None:
    press(qtbot, dialog, "exportStart")
    qtbot.waitUntil(lambda: not dialog.running)
