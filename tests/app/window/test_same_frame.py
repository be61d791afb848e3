"""Save, close, open: the same frame, to the pixel, also in what leaves the program."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.files import documents
from app.look.appearance import Appearance
from app.map.drawing.view import View
from app.session.session import Session
from app.window.main_window import MainWindow
from core.experiment import experiment_file, presets
from core.experiment.view_colours import Colours
from core.experiment.view_state import ViewState
from main import main


def window_of(qtbot: QtBot) -> MainWindow:
    window = MainWindow(Session(presets.load("two-basins")), Appearance())
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    return window


def at_rest(qtbot: QtBot, window: MainWindow, step: int) -> QImage:
    session, canvas = window.session, window.map_view.canvas
    qtbot.waitUntil(lambda: session.picture.experiment == session.experiment)
    qtbot.waitUntil(lambda: session.picture.ready == session.experiment.steps)
    qtbot.waitUntil(lambda: session.cursor == step and not canvas.pending)
    return canvas.image(1.0)


def press(window: MainWindow, key: Qt.Key) -> None:
    """A key with Ctrl, in a window that is in front."""
    window.activateWindow()
    assert QTest.qWaitForWindowActive(window)
    QTest.keyClick(window.map_view.canvas, key, Qt.KeyboardModifier.ControlModifier)


def test_save_close_open_shows_the_same_frame(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "seen.basin.json"
    for asked in ("getSaveFileName", "getOpenFileName"):  # the system's own dialogs
        monkeypatch.setattr(QFileDialog, asked, lambda *_: (str(path), ""))
    first = window_of(qtbot)
    at_rest(qtbot, first, 0)
    first.map_view.canvas.set_view(View((-2.5, 0.5), (-1.0, 1.25)))
    first.map_view.set_layers(first.map_view.layers.toggled("ellipses").toggled("legend"))
    QTest.mouseClick(first.map_view.grid, Qt.MouseButton.LeftButton)
    first.session.select_start(3)
    first.session.seek(140)
    wanted = at_rest(qtbot, first, 140)
    press(first, Qt.Key.Key_S)
    first.close()
    told = json.loads(path.read_text(encoding="utf-8"))["view"]
    assert (told["step"], told["start"], told["map"]) == (140, 3, [[-2.5, 0.5], [-1.0, 1.25]])
    assert told["layout"] == "grid"

    again = window_of(qtbot)
    at_rest(qtbot, again, 0)
    press(again, Qt.Key.Key_O)
    assert at_rest(qtbot, again, 140) == wanted
    again.session.seek(3)
    again.map_view.reset_view()
    press(again, Qt.Key.Key_O)  # it holds what is raced already, and how it was looked at
    assert at_rest(qtbot, again, 140) == wanted
    assert not again.session.modified

    # A surface as it was turned, in a window that showed another landscape.
    QTest.mouseClick(again.map_view.surface, Qt.MouseButton.LeftButton)
    QTest.keyClick(again.map_view.canvas, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    raised = at_rest(qtbot, again, 140)
    press(again, Qt.Key.Key_S)
    other = window_of(qtbot)
    other.session.begin(presets.load("default"))
    at_rest(qtbot, other, 0)
    press(other, Qt.Key.Key_O)
    assert at_rest(qtbot, other, 140) == raised != wanted


def test_an_export_shows_what_the_file_says_and_flags_override(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    view = ViewState(step=30, start=2, map=((-2.0, -1.0), (-0.5, 0.5)), layers=frozenset({"heads"}))
    path = tmp_path / "seen.basin.json"
    experiment = dataclasses.replace(
        presets.load("ackley-64"), steps=40, view=view, starts=((1.0, 1.0),) * 3
    )
    experiment_file.write(path, experiment)
    size = ["--size", "320x240"]
    assert main(["export", str(path), "-o", str(tmp_path / "a.png"), *size]) == 0
    assert main(["export", str(path), "-o", str(tmp_path / "b.png"), *size, "--step", "30"]) == 0
    assert main(["export", str(path), "-o", str(tmp_path / "c.png"), *size, "--step", "5"]) == 0
    assert (
        main(["export", str(path), "-o", str(tmp_path / "d.png"), *size, "--parts", "legend"]) == 0
    )
    grid = ["--layout", "grid", "--parts", "counter"]
    assert main(["export", str(path), "-o", str(tmp_path / "e.png"), *size, *grid]) == 0
    experiment_file.write(
        path,
        dataclasses.replace(
            experiment,
            view=dataclasses.replace(
                view, layout="grid", layers=frozenset({"heads", "step_counter"})
            ),
        ),
    )
    assert main(["export", str(path), "-o", str(tmp_path / "f.png"), *size]) == 0
    raised = dataclasses.replace(view, camera=(20.0, 50.0, 1.5))
    experiment_file.write(path, dataclasses.replace(experiment, view=raised))
    assert main(["export", str(path), "-o", str(tmp_path / "g.png"), *size]) == 0
    flat = ["--view", "map"]
    assert main(["export", str(path), "-o", str(tmp_path / "h.png"), *size, *flat]) == 0
    a, b, c, d, e, f, g, h = (QImage(str(tmp_path / f"{name}.png")) for name in "abcdefgh")
    assert g != a == h
    assert documents.read(tmp_path / "g.png")[0].view.camera == raised.camera
    assert a == b != c and a != d and e == f != a
    seen, _ = documents.read(tmp_path / "c.png")
    assert seen.view == dataclasses.replace(view, step=5, layout="overlay", colours=Colours())


def test_a_preset_is_looked_at_as_it_wants_to_be_seen(qtbot: QtBot) -> None:
    window = window_of(qtbot)
    window.map_view.canvas.set_view(View((-9.0, 9.0), (-9.0, 9.0)))
    for name in ("two-basins", "levy", "sharp-basin"):
        window.files.begin_preset(name, 0)
        wanted = presets.load(name)
        seen = wanted.view and wanted.view.map
        view = View(*seen) if seen else View.of(wanted.landscape)
        qtbot.waitUntil(lambda view=view: window.map_view.canvas.view == view)
    window.close()
