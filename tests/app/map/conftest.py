"""A map of the puppet's race, as a window would show it."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from app.look.appearance import Appearance
from app.map.map_view import MapView
from app.session.session import Session


@pytest.fixture
def map_view(qtbot: QtBot, session: Session, appearance: Appearance) -> MapView:
    found = MapView(session, appearance)
    qtbot.addWidget(found)
    found.resize(700, 560)
    found.show()
    qtbot.waitUntil(lambda: session.ready == session.experiment.steps)
    return found
