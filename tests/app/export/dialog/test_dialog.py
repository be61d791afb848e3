"""Exporting from the window as a person does it: fill in, press, watch, cancel, look."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

import av
import pytest
from export_hand import export, fill, opened, part, press, problem, status
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.export.dialog import ExportDialog
from app.export.frames import coding
from app.look.appearance import Appearance
from app.session.session import Session


def test_it_exports_what_was_asked_and_tells_where_it_went(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(dialog, tmp_path / "race.mp4", fps="30")
    export(qtbot, dialog)
    assert status(dialog).startswith("Saved race.mp4")
    with av.open(tmp_path / "race.mp4") as container:
        stream = container.streams.video[0]
        assert (stream.width, stream.height, stream.average_rate) == (160, 128, 30)
        assert sum(1 for _ in container.decode(video=0)) == 16
    shown: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", shown.append)
    press(qtbot, dialog, "exportOpenFolder")
    assert [Path(url.toLocalFile()) for url in shown] == [tmp_path]


def test_the_estimate_follows_rate_and_speed(dialog: ExportDialog, tmp_path: Path) -> None:
    estimate = part(dialog, QLabel, "exportEstimate")
    fill(dialog, tmp_path / "a.mp4")
    assert estimate.text() == "31 frames, 0.5 s"
    fill(dialog, tmp_path / "a.mp4", fps="30", speed="0.5")
    assert estimate.text() == "31 frames, 1.0 s"
    (tmp_path / "a.mp4").touch()
    fill(dialog, tmp_path / "a.mp4", speed="0.01")
    assert estimate.text() == "3,001 frames, 50 s · replaces the file that is there"


def test_parts_are_boxes_that_begin_as_the_map_shows_them(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    boxes = {name: part(dialog, QCheckBox, f"exportParts{name}") for name in
             ("Map", "Loss", "Memory", "Legend", "Counter")}  # fmt: skip
    assert [name for name, box in boxes.items() if box.isChecked()] == ["Map", "Legend", "Counter"]
    fill(dialog, tmp_path / "race.svg")

    def click(name: str) -> None:
        place = QPoint(8, boxes[name].height() // 2)
        qtbot.mouseClick(boxes[name], Qt.MouseButton.LeftButton, pos=place)

    click("Map")
    assert boxes["Map"].isChecked()  # or there were nothing to be seen
    for name in ("Loss", "Memory", "Counter", "Map"):
        click(name)
    assert [name for name, box in boxes.items() if box.isChecked()] == ["Loss", "Memory", "Legend"]
    click("Map")
    export(qtbot, dialog)
    said = re.findall(r">([^<]+)</text>", (tmp_path / "race.svg").read_text(encoding="utf-8"))
    words = {each.strip() for each in said}
    assert {"Loss", "Memory", "adam"} <= words
    assert not [each for each in words if each.startswith("step 30 /")]


@pytest.mark.parametrize(
    ("field", "name", "text", "said"),
    [
        ("Size", "exportWidth", "161", "even number from 128 to 8192"),
        ("Size", "exportHeight", "", "such as 1280x720"),
        ("Size", "exportWidth", "9000", "even number from 128 to 8192"),
        ("Fps", "exportFps", "often", "1 to 240"),
        ("Fps", "exportFps", "0", "1 to 240"),
        ("Speed", "exportSpeed", "1000", "0.01 to 100"),
        ("Place", "exportPlace", "", "a file is needed"),
        ("Place", "exportPlace", "/nowhere/at/all/race.mp4", "folder does not exist"),
        ("Place", "exportPlace", "race.tiff", ".pdf or .html or .csv"),
    ],
)
def test_what_cannot_be_is_explained_before_starting(
    dialog: ExportDialog, tmp_path: Path, field: str, name: str, text: str, said: str
) -> None:
    fill(dialog, tmp_path / "race.mp4")
    start = part(dialog, QPushButton, "exportStart")
    assert start.isEnabled()
    widget = part(dialog, QWidget, name)
    if isinstance(widget, QComboBox):
        widget.setCurrentText(text)
    else:
        widget.setText(text)
    assert said in problem(dialog, field).lower() or said in problem(dialog, field)
    assert not start.isEnabled()
    fill(dialog, tmp_path / "race.mp4")
    assert problem(dialog, field) == ""
    assert start.isEnabled()


def test_all_faults_show_at_once(dialog: ExportDialog, tmp_path: Path) -> None:
    fill(dialog, tmp_path / "missing" / "race.mp4", fps="x", speed="y")
    part(dialog, QLineEdit, "exportWidth").setText("3")
    assert all(problem(dialog, field) for field in ("Place", "Size", "Fps", "Speed"))


def test_escape_cancels_the_export_and_then_closes(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    (tmp_path / "race.mp4").write_text("precious")
    fill(dialog, tmp_path / "race.mp4", speed="0.01")
    press(qtbot, dialog, "exportStart")
    bar = part(dialog, QProgressBar, "exportProgress")
    qtbot.waitUntil(lambda: bar.value() > 0)
    assert "Frame" in status(dialog)
    assert not part(dialog, QComboBox, "exportFps").isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not dialog.running)
    assert dialog.isVisible()
    assert "nothing was written" in status(dialog)
    assert [path.name for path in tmp_path.iterdir()] == ["race.mp4"]
    assert (tmp_path / "race.mp4").read_text() == "precious"
    assert part(dialog, QComboBox, "exportFps").isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_closing_in_the_middle_stops_the_export(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    fill(dialog, tmp_path / "race.mp4", speed="0.01")
    press(qtbot, dialog, "exportStart")
    qtbot.waitUntil(lambda: "Frame" in status(dialog))
    dialog.close()
    assert not dialog.isVisible()
    assert not dialog.running
    assert not list(tmp_path.iterdir())


def test_a_failure_shows_and_another_try_works(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(dialog, tmp_path / "race.mp4")
    with monkeypatch.context() as patch:
        broken = dataclasses.replace(coding.MP4, codec="no-such-codec")
        patch.setattr("app.export.frames.video.MP4", broken)
        export(qtbot, dialog)
    assert status(dialog).startswith("Not saved")
    assert not list(tmp_path.iterdir())
    export(qtbot, dialog)
    assert status(dialog).startswith("Saved")


def test_opening_it_again_finds_what_was_entered(
    qtbot: QtBot, session: Session, appearance: Appearance, dialog: ExportDialog, tmp_path: Path
) -> None:
    fill(dialog, tmp_path / "race.mp4", fps="24", speed="2")
    part(dialog, QComboBox, "exportTheme").show_word("light")
    export(qtbot, dialog)
    dialog.close()
    again = opened(qtbot, session, appearance)
    assert part(again, QLineEdit, "exportPlace").text() == str(tmp_path / "race.mp4")
    assert part(again, QComboBox, "exportSize").chosen == "custom"
    assert part(again, QLineEdit, "exportWidth").text() == "160"
    assert part(again, QComboBox, "exportFps").currentText() == "24"
    assert part(again, QComboBox, "exportSpeed").currentText() == "2"
    assert part(again, QComboBox, "exportTheme").chosen == "light"


def test_enter_starts_and_every_field_has_a_name_and_a_tip(
    qtbot: QtBot, dialog: ExportDialog, tmp_path: Path
) -> None:
    for kind in (QLineEdit, QComboBox, QPushButton):
        for widget in dialog.findChildren(kind):
            if widget.objectName() == "qt_spinbox_lineedit" or not widget.isVisible():
                continue
            if isinstance(widget.parent(), QComboBox):
                continue
            assert widget.objectName(), widget
            assert widget.accessibleName() or widget.text(), widget.objectName()
            assert widget.toolTip(), widget.objectName()
    fill(dialog, tmp_path / "race.mp4")
    part(dialog, QLineEdit, "exportPlace").setFocus()
    qtbot.keyClick(part(dialog, QLineEdit, "exportPlace"), Qt.Key.Key_Return)
    assert dialog.running
    qtbot.waitUntil(lambda: not dialog.running)
    assert (tmp_path / "race.mp4").exists()
