"""Tab goes through a panel as one reads it, whenever its parts were made."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
)

from app.panels.charts import ChartsPanel
from app.panels.memory.panel import MemoryPanel
from app.panels.methods.method_list import MethodList
from app.panels.methods.settings_form import ORDER
from app.panels.playback.playback_bar import PlaybackBar

TAB = Qt.FocusPolicy.TabFocus


@pytest.fixture
def make(qtbot, session, appearance):
    def made(kind):
        panel = kind(session, appearance)
        qtbot.addWidget(panel)
        panel.resize(760, 640)
        panel.show()
        qtbot.waitUntil(lambda: session.picture.ready == session.experiment.steps)
        if kind is ChartsPanel:
            qtbot.waitUntil(lambda: all(panel.chart(key).view for key in panel.shown))
        return panel

    return made


def stops(panel):
    """The visible parts at which Tab stops, in its order."""
    QApplication.processEvents()  # what was added is shown
    found, part = [], panel.nextInFocusChain()
    while part is not panel:
        if panel.isAncestorOf(part) and part.isVisible() and part.focusPolicy() & TAB:
            found.append(part)
        part = part.nextInFocusChain()
    return found


def names(panel):
    return [part.objectName() for part in stops(panel)]


def test_cards_are_read_from_top_to_bottom_whatever_was_made_last(make, session):
    panel = make(MethodList)
    panel.cards[3].set_expanded(True)
    panel.cards[0].set_expanded(True)
    session.insert_method(1, session.experiment.methods[2].with_method("sgdm+cm"))
    panel.cards[1].set_expanded(True)
    session.set_method(0, session.experiment.methods[0].with_method("adamw+cm+sam"))
    found = stops(panel)
    cards = [part for part in found if part in panel.cards]
    assert cards == list(panel.cards)
    for card, after in zip(cards, [*cards[1:], None], strict=True):
        own = found[found.index(card) : found.index(after) if after else None]
        assert [part.objectName() for part in own[1:6]] == [
            "enabled",
            "colour",
            "duplicate",
            "more",
            "expand",
        ]
        if card.form is not None:
            rows = [part.objectName().rpartition("-")[0] or part.objectName() for part in own[7:]]
            places = [ORDER.index(row) for row in rows]
            assert places == sorted(places) and len(places) > 5


def test_charts_are_read_one_by_one_then_the_buttons_beside_them(make):
    panel = make(ChartsPanel)
    panel.set_shown(("best", *panel.shown))
    expected = []
    for key in panel.shown:
        panel.chart(key)._view()
    panel._order_stops()
    for key in panel.shown:
        expected += [f"chart-{key}-log", f"chart-{key}-canvas"]
    assert names(panel) == [*expected, "charts-menu", "charts-table"]


def test_memories_are_read_from_top_to_bottom(make):
    panel = make(MemoryPanel)
    assert names(panel) == [
        f"memory-{index}-{part}" for index in (2, 3) for part in ("memory", "slots", "events")
    ]


def test_playback_is_read_from_left_to_right(make):
    found = stops(make(PlaybackBar))
    assert [part.x() for part in found] == sorted(part.x() for part in found)
    assert found[5].objectName() == "time"
