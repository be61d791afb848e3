"""Memory panels over finished races."""

from __future__ import annotations

import dataclasses

import pytest
from memory_cards import CG, CM
from on_screen import on_screen

from app.panels.memory.panel import MemoryPanel


@pytest.fixture
def session(raced, goldstein):
    return raced(goldstein)


@pytest.fixture
def panel(qtbot, session, appearance):
    panel = MemoryPanel(session, appearance)
    return on_screen(qtbot, panel, (320, 1400))


@pytest.fixture
def crowd(raced, goldstein, qtbot, appearance):
    """A panel as wide as in the window, over two memories of twenty slots."""
    big = [spec.changed(capacity=20) for spec in goldstein.methods[CG : CM + 1]]
    panel = MemoryPanel(raced(dataclasses.replace(goldstein, methods=tuple(big))), appearance)
    return on_screen(qtbot, panel, (336, 570))
