"""A panel with nothing to show says which of three is missing: time, a switch or a method."""

from __future__ import annotations

import dataclasses

import pytest
from puppet import Puppet

from app.panels.anatomy.panel import AnatomyPanel
from app.panels.charts import ChartsPanel
from app.panels.memory.panel import MemoryPanel
from app.panels.standing import StandingPanel
from app.running import plan
from app.running.shown import BROKE_OFF
from app.session.session import Session
from core.experiment.experiment import Experiment, MethodSpec
from landscapes import make

CARDS = (MethodSpec.create("adam"), MethodSpec.create("adam+cm", label="CM"))
KINDS = (ChartsPanel, MemoryPanel, StandingPanel, AnatomyPanel)


def said(panel):
    match panel:
        case ChartsPanel():
            return {key: panel.chart(key).view.message for key in panel.shown}
        case AnatomyPanel():
            return panel.note.text()
        case _:
            return panel.empty.text() if panel.empty.isVisible() else ""


@pytest.fixture
def show(qtbot, appearance):
    """A function from cards to what every panel says while their runs do not get anywhere."""
    sessions = []

    def shown(cards, puppet):
        session = Session(
            Experiment(make({"name": "ackley"}), cards, ((1.0, 1.0),), 50), load=puppet.load
        )
        sessions.append((session, puppet))
        panels = [kind(session, appearance) for kind in KINDS]
        for panel in panels:
            qtbot.addWidget(panel)
            panel.resize(700, 300)
            panel.show()
        charts = panels[0]
        qtbot.waitUntil(lambda: all(charts.chart(key).view for key in charts.shown))
        return session, panels

    yield shown
    for session, puppet in sessions:
        puppet.limit = None
        session.close()


def test_while_computing_every_panel_says_so_and_none_asks_for_a_method(show):
    _, panels = show(CARDS, Puppet(limit=0))
    charts, memory, standing, anatomy = map(said, panels)
    assert set(charts.values()) == {"Computing…"}
    assert memory.startswith("Computing…") and "CM" in memory and "Add" not in memory
    assert "being computed" in standing
    assert anatomy.startswith("Computing…")


def test_where_a_run_broke_off_none_says_that_it_is_computed_until_it_is_run_again(show, qtbot):
    puppet = Puppet()
    puppet.fault = ZeroDivisionError("by zero")
    session, panels = show(CARDS, puppet)
    qtbot.waitUntil(lambda: session.picture.failure is not None)

    def told():
        charts, *others = map(said, panels)
        return {*charts.values(), *others}

    qtbot.waitUntil(lambda: told() == {BROKE_OFF})
    puppet.fault, puppet.limit = None, 0
    session.try_again()
    qtbot.waitUntil(lambda: all("omput" in words for words in told()))


def test_of_memories_that_are_not_kept_nothing_is_said_to_be_computed(show, qtbot, monkeypatch):
    """As of a run that is too large: it may take minutes, and would tell nothing in the end."""
    monkeypatch.setattr(plan, "WHOLE_MEMORY_BYTES", 0)
    session, panels = show(CARDS, Puppet(limit=10))
    said_of = "The memories of so large a run are not kept"
    qtbot.waitUntil(lambda: said(panels[0])["agreement"] == said_of)
    assert session.picture.ready < session.experiment.steps


def test_where_all_is_switched_off_they_say_what_to_switch_on(show):
    _, panels = show(tuple(dataclasses.replace(card, enabled=False) for card in CARDS), Puppet())
    charts, memory, standing, anatomy = map(said, panels)
    assert charts["loss"] == "No method runs"
    assert charts["agreement"] == "No method with a memory runs"
    assert "switched off" in memory
    assert "switch one on" in standing and "Switch a method on" in anatomy


def test_without_a_method_that_has_a_memory_it_says_which_to_add(show):
    session, panels = show(CARDS[:1], Puppet(limit=0))
    assert "+CM" in said(panels[1])
    session.add_method("adam+cm")  # its run is on the way, the old picture still stands
    assert said(panels[1]).startswith("Computing…")
