"""A pursuit in a harness."""

from __future__ import annotations

import pytest
from pursued import Harness


@pytest.fixture
def harness(qapp, qtbot):
    harness = Harness(qtbot)
    yield harness
    harness.puppet.limit = None
    harness.pursuit.close()
