"""A panel of charts over a finished race."""

from __future__ import annotations

import pytest
from charts_shown import shown


@pytest.fixture
def session(raced, goldstein):
    return raced(goldstein)


@pytest.fixture
def panel(qtbot, session, appearance):
    return shown(qtbot, session, appearance)
