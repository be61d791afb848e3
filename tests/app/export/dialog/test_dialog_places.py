"""Where an export goes: a folder, a name alone, a place that was browsed to."""

from __future__ import annotations

from pathlib import Path

import pytest
from export_hand import export, fill, opened, part, press, problem, status
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QFileDialog,
    QLabel,
    QLineEdit,
)
from pytestqt.qtbot import QtBot

from app.export.dialog import ExportDialog
from app.export.form import Entries, ExportForm
from app.look.appearance import Appearance
from app.session.session import Session


def test_a_folder_that_refuses_files_is_explained(qtbot: QtBot, dialog: ExportDialog) -> None:
    if not Path("/proc/self").exists():
        pytest.skip("needs a folder that refuses files even from root")
    fill(dialog, Path("/proc/self/race.mp4"))
    press(qtbot, dialog, "exportStart")
    assert not dialog.running
    assert "/proc/self" in problem(dialog, "Place")


def test_an_open_experiment_is_not_replaced_by_its_own_numbers(
    qtbot: QtBot, session: Session, appearance: Appearance, tmp_path: Path
) -> None:
    own = tmp_path / "race.json"
    assert session.save(own)
    before = own.read_bytes()
    dialog = opened(qtbot, session, appearance)
    part(dialog, QLineEdit, "exportPlace").setText(str(own))
    press(qtbot, dialog, "exportStart")
    assert not dialog.running
    assert "would be lost" in problem(dialog, "Place")
    assert own.read_bytes() == before


def test_a_name_without_a_suffix_gets_one(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    fill(dialog, tmp_path / "race")
    export(qtbot, dialog)
    assert [path.name for path in tmp_path.iterdir()] == ["race.mp4"]


def test_a_name_alone_goes_to_the_folder_that_was_shown(
    qtbot: QtBot,
    session: Session,
    appearance: Appearance,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    videos, elsewhere = tmp_path / "videos", tmp_path / "elsewhere"
    videos.mkdir()
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    ExportForm.remembered = Entries(place=str(videos / "before.mp4"))
    dialog = opened(qtbot, session, appearance)
    fill(dialog, Path("race.mp4"))
    assert f"goes to {videos}" in part(dialog, QLabel, "exportEstimate").text()
    export(qtbot, dialog)
    assert [path.name for path in videos.iterdir()] == ["race.mp4"]
    assert not list(elsewhere.iterdir())
    assert str(videos) in status(dialog)
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    press(qtbot, dialog, "exportOpenFolder")
    assert [url.toString() for url in shown] == [QUrl.fromLocalFile(str(videos)).toString()]
    again = opened(qtbot, session, appearance)
    assert part(again, QLineEdit, "exportPlace").text() == str(videos / "race.mp4")


def test_a_name_alone_goes_to_the_folder_that_was_browsed_to(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "b.mp4"), ""))
    press(qtbot, dialog, "exportBrowse")
    fill(dialog, Path("race"))
    assert f"goes to {tmp_path}" in part(dialog, QLabel, "exportEstimate").text()


def test_the_home_of_nobody_is_a_name_like_any(dialog: ExportDialog) -> None:
    fill(dialog, Path("~nobody-of-that-name"))
    assert problem(dialog, "Place") == ""


def test_browsing_fills_in_the_place(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = part(dialog, QLineEdit, "exportPlace")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "b.mp4"), ""))
    press(qtbot, dialog, "exportBrowse")
    assert place.text() == str(tmp_path / "b.mp4")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    press(qtbot, dialog, "exportBrowse")
    assert place.text() == str(tmp_path / "b.mp4")
