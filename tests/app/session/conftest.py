"""Sessions whose runs are a puppet's, and who listens to them."""

from __future__ import annotations

import pytest
from puppet import Puppet
from session_cards import EXPERIMENT, Ears, settle

from app.session.session import Session


@pytest.fixture
def puppet() -> Puppet:
    return Puppet()


@pytest.fixture
def session(qapp, qtbot, puppet):
    session = Session(EXPERIMENT, load=puppet.load)
    try:
        settle(session, qtbot)
        puppet.calls.clear()
        yield session
    finally:
        puppet.limit = None
        session.close()


@pytest.fixture
def ears(session) -> Ears:
    return Ears(session)
