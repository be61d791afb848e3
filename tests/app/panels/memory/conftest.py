"""Memory panels over finished races."""

from __future__ import annotations

import dataclasses

import pytest
from memory_cards import CG, CM

from app.panels.memory.panel import MemoryPanel


@pytest.fixture
def session(raced, goldstein):
    return raced(goldstein)


@pytest.fixture
def panel(qtbot, session, appearance):
    panel = MemoryPanel(session, appearance)
    qtbot.addWidget(panel)
    panel.resize(320, 1400)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


@pytest.fixture
def crowd(raced, goldstein, qtbot, appearance):
    """A panel as wide as in the window, over two memories of twenty slots."""
    big = [spec.changed(capacity=20) for spec in goldstein.methods[CG : CM + 1]]
    panel = MemoryPanel(raced(dataclasses.replace(goldstein, methods=tuple(big))), appearance)
    qtbot.addWidget(panel)
    panel.resize(336, 570)
    panel.show()
    qtbot.waitExposed(panel)
    return panel
