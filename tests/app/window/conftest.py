"""Windows for tests of what they do: without the style sheet, in which most of their time goes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.export.form import Entries, ExportForm
from app.look.appearance import DARK, Appearance
from app.session.session import Session
from app.window.main_window import MainWindow


@pytest.fixture(autouse=True)
def forget() -> Iterator[None]:
    """Each test begins as if nothing had been exported yet."""
    ExportForm.remembered = Entries()
    yield
    ExportForm.remembered = Entries()


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
    window.end()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
