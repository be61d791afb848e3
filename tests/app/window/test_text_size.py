"""Text of the wished size: all of the window grows with it, from the next start on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QProcess, QSettings, Qt
from PySide6.QtTest import QTest

from app.window.main_window import MainWindow
from app.window.preferences import Preferences, Wishes
from app.window.preferences_dialog import PreferencesDialog
from app.window.text_size import KEY, SIZES, scaled

MEASURED = """
import sys
from PySide6.QtCore import QSettings
from app.window.application import make_application
from app.window.text_size import scaled
with scaled(QSettings(sys.argv[1], QSettings.Format.IniFormat)):
    application = make_application()
import os
assert "QT_SCALE_FACTOR" not in os.environ
print(application.devicePixelRatio())
"""


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def test_a_size_is_chosen_in_the_dialog_and_kept(session, appearance, settings, qtbot):
    window = MainWindow(session, appearance)
    qtbot.addWidget(window)
    preferences = Preferences(settings)
    dialog = PreferencesDialog(appearance, preferences, window.map_view, window)
    assert dialog.text_size.chosen == "100"
    dialog.text_size.setFocus()
    QTest.keyClicks(dialog.text_size, "125")
    assert dialog.text_size.chosen == "125"
    settings.sync()
    again = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    assert Wishes.read(again).text_size == "125" == again.value(KEY)


@pytest.mark.parametrize("saved", [True, False])
def test_the_program_starts_again_with_what_was_open(
    session, appearance, settings, qtbot, tmp_path, monkeypatch, saved
):
    started = []
    monkeypatch.setattr(QProcess, "startDetached", lambda *call: started.append(call))
    monkeypatch.setattr(sys, "argv", ["main.py", "former.basin.json"])
    monkeypatch.setattr(sys, "orig_argv", ["python", "-X", "dev", "main.py", "former.basin.json"])
    window = MainWindow(session, appearance, settings)
    qtbot.addWidget(window)
    window.show()
    path = tmp_path / "race.basin.json"
    assert session.save(path)
    if not saved:
        session.set_steps(77)
    window.menus.actions["preferences"].trigger()
    dialog = window.findChild(PreferencesDialog)
    assert not dialog.again.isVisible()  # it would change nothing
    dialog.text_size.setFocus()
    QTest.keyClicks(dialog.text_size, "125")
    QTest.mouseClick(dialog.again, Qt.MouseButton.LeftButton)
    assert not window.isVisible()
    opened = [str(path)] if saved else []
    assert started == [(sys.executable, ["-X", "dev", "main.py", *opened])]


def test_the_next_start_is_as_large(settings):
    settings.setValue(KEY, "125")
    settings.sync()
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, settings.fileName()],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert float(done.stdout) == 1.25


@pytest.mark.parametrize("stored", ["", "0", "1000", "-5", "large", "1e9", None])
def test_what_is_no_size_is_passed_over(settings, stored, monkeypatch):
    monkeypatch.delenv("QT_SCALE_FACTOR", raising=False)
    settings.setValue(KEY, stored)
    with scaled(settings):
        assert "QT_SCALE_FACTOR" not in os.environ


def test_what_the_environment_says_already_holds(settings, monkeypatch):
    settings.setValue(KEY, SIZES[0])
    monkeypatch.setenv("QT_SCALE_FACTOR", "3")
    with scaled(settings):
        assert os.environ["QT_SCALE_FACTOR"] == "3"
    assert os.environ["QT_SCALE_FACTOR"] == "3"
