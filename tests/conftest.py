"""What every test stands on: no screen, no settings of the person who runs it, one thread."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

# Before Qt and torch are imported: neither looks again later.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ.setdefault("OMP_NUM_THREADS", "1")

import pytest
from hypothesis import HealthCheck, Phase
from hypothesis import settings as hypothesis_settings
from pytestqt.qtbot import QtBot

from app.window.garbage import Collector

# A test waits for what has to come, however busy the machine is: only what never comes is late.
PATIENCE_MS = 60_000
for _waits in (QtBot.waitUntil, QtBot.waitSignal, QtBot.waitSignals, QtBot.waitActive,
               QtBot.waitExposed, QtBot.waitCallback):  # fmt: skip
    assert _waits.__kwdefaults__ is not None
    _waits.__kwdefaults__["timeout"] = PATIENCE_MS

# The same examples on every machine, and no hurry on a busy one;
# `--hypothesis-profile=unshrunk` answers sooner at a failure.
hypothesis_settings.register_profile(
    "reproducible",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis_settings.register_profile(
    "unshrunk",
    hypothesis_settings.get_profile("reproducible"),
    phases=[Phase.explicit, Phase.generate],
)
hypothesis_settings.load_profile("reproducible")


@pytest.fixture(scope="session")
def collector() -> Iterator[Collector]:
    """No thread that a test starts collects garbage, as in the window."""
    yield Collector()
    gc.enable()


@pytest.fixture(autouse=True)
def collected(collector: Collector) -> Iterator[None]:
    """Collect what is due between the tests."""
    yield
    collector.collect()


@pytest.fixture(scope="session", autouse=True)
def isolated_settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Settings go to a folder of this test run, whoever opens QSettings and however."""
    from PySide6.QtCore import QSettings, QStandardPaths

    folder = tmp_path_factory.mktemp("settings")
    QStandardPaths.setTestModeEnabled(True)
    QSettings.setDefaultFormat(QSettings.Format.IniFormat)
    for kind in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        for scope in (QSettings.Scope.UserScope, QSettings.Scope.SystemScope):
            QSettings.setPath(kind, scope, str(folder))
    yield folder
