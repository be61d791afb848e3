"""The list of a race's methods on the screen."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QScrollArea

from app.panels.methods.method_list import MethodList


@pytest.fixture
def panel(qtbot, session, appearance):
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    panel = MethodList(session, appearance)
    scroll.setWidget(panel)
    scroll.resize(320, 700)
    qtbot.addWidget(scroll)
    scroll.show()
    scroll.activateWindow()
    qtbot.waitUntil(scroll.isActiveWindow)
    yield panel
    scroll.close()
