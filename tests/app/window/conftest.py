"""Windows for tests of what they do: without the style sheet, in which most of their time goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from export_hand import nothing_exported
from PySide6.QtCore import QCoreApplication, QEvent, QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.look.appearance import DARK, Appearance
from app.session.session import Session
from app.window.main_window import MainWindow

forget = pytest.fixture(autouse=True)(nothing_exported)


@pytest.fixture
def appearance(qapp: QApplication) -> Appearance:
    """One that waits to apply its sheet; who looks at a window lets it `begin`."""
    appearance = Appearance(wait=True)
    appearance.set_theme(DARK)
    return appearance


@pytest.fixture
def styled_window(session: Session) -> Iterator[MainWindow]:
    """One with its style sheet, gone before the next."""
    appearance = Appearance(wait=True)
    appearance.set_theme(DARK)
    window = MainWindow(session, appearance, None)
    appearance.begin()
    window.show()
    yield window
    _delete(window)


@pytest.fixture
def settings(tmp_path: Path) -> QSettings:
    """Settings of nobody yet."""
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot: QtBot, session: Session, appearance: Appearance) -> MainWindow:
    """One that has the keyboard."""
    window = MainWindow(session, appearance)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    return window


@pytest.fixture
def whole_window(
    qtbot: QtBot, session: Session, appearance: Appearance, settings: QSettings
) -> Iterator[MainWindow]:
    """One with its style sheet, settings, the keyboard and a whole race, gone before the next."""
    window = MainWindow(session, appearance, settings)
    appearance.begin()
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: session.ready == 200)
    yield window
    _delete(window)


def _delete(window: MainWindow) -> None:
    window.end()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
