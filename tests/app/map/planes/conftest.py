"""What tests of planes share: runs of a network, and the map of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from network_runs import race
from pytestqt.qtbot import QtBot

from app.look.appearance import Appearance
from app.map.map_view import MapView
from app.running.shown import Picture
from app.session.session import Session
from core.stepping.simulate import record


@pytest.fixture(scope="session")
def picture() -> Picture:
    return Picture.of(record(race()))


@pytest.fixture
def session(qtbot: QtBot, picture: Picture) -> Iterator[Session]:
    found = Session()
    found.set_experiment(picture.experiment)
    yield found
    found.close()


@pytest.fixture
def view(qtbot: QtBot, session: Session) -> Iterator[MapView]:
    found = MapView(session, Appearance())
    qtbot.addWidget(found)
    found.resize(700, 560)
    found.show()
    yield found
    found.close_down()
