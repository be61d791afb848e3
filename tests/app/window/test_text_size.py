"""Text of the wished size: a window begins with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings

from app.window.preferences import Preferences
from app.window.text_size import KEY, factor, scaled

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


def test_the_next_start_is_as_large(settings):
    Preferences(settings).change(text_size="125")
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


def test_it_is_on_top_of_what_the_environment_asks_for(settings, monkeypatch):
    settings.setValue(KEY, "80")
    monkeypatch.setenv("QT_SCALE_FACTOR", "2.5")
    with scaled(settings):
        assert os.environ["QT_SCALE_FACTOR"] == "2"
    assert os.environ["QT_SCALE_FACTOR"] == "2.5"
    monkeypatch.setenv("QT_SCALE_FACTOR", "nonsense")  # which Qt passes over
    assert factor("125") == 1.25
