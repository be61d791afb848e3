"""A window over a short race whose runs need no torch."""

from __future__ import annotations

import pytest
from puppet import Puppet
from short_race import SHORT
from study_hand import opened

from app.session.session import Session


@pytest.fixture
def race(qapp):
    session = Session(SHORT, load=Puppet().load)
    yield session
    session.close()


@pytest.fixture
def window(qtbot, race, appearance):
    window = opened(qtbot, race, appearance)
    yield window
    window.end()
