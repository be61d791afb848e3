"""One gesture is one step of undo, however slowly the hand moves, wherever it takes hold."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.panels.landscape.panel import LandscapePanel
from app.panels.methods.method_list import MethodList
from app.panels.run.panel import RunPanel
from app.panels.starts.panel import StartPanel

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(autouse=True)
def slow(monkeypatch):
    """Whatever comes after another change comes too late to be merged with it."""
    monkeypatch.setattr("app.session.history.MERGE_SECONDS", 0)


@pytest.fixture
def shown(qtbot, session, appearance):
    """A function that shows a panel of a kind."""

    panels = []

    def show(kind):
        panel = kind(session, appearance)
        qtbot.addWidget(panel)
        panel.resize(320, 700)
        panel.show()
        panels.append(panel)
        return panel

    yield show


def drag(slider, positions):
    first, *others = (slider.centre_of(position).toPoint() for position in positions)
    QTest.mousePress(slider, LEFT, pos=first)
    for place in others:
        QTest.mouseMove(slider, place)
    QTest.mouseRelease(slider, LEFT, pos=others[-1])


def hold_key(widget, key, times):
    kinds = [QEvent.Type.KeyPress, *[QEvent.Type.KeyPress] * (times - 1), QEvent.Type.KeyRelease]
    for number, kind in enumerate(kinds):
        repeated = 0 < number < times
        event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, "", repeated)
        QApplication.sendEvent(widget, event)


def slider_of_decay(shown):
    card = shown(MethodList).cards[3]
    card.set_expanded(True)
    return card.form.row("decay").number.slider


def field_of_decay(shown):
    card = shown(MethodList).cards[3]
    card.set_expanded(True)
    return card.form.row("decay").number.field


SLIDERS = {
    "card": slider_of_decay,
    "landscape": lambda shown: shown(LandscapePanel).rows["b"].number.slider,
    "noise": lambda shown: shown(RunPanel).noise.slider,
}
FIELDS = {
    "card": field_of_decay,
    "landscape": lambda shown: shown(LandscapePanel).rows["b"].number.field,
    "steps": lambda shown: shown(RunPanel).steps,
    "seed": lambda shown: shown(RunPanel).seed,
    "start": lambda shown: shown(StartPanel).x,
}


@pytest.mark.parametrize("place", SLIDERS)
def test_a_slow_drag_of_a_slider_is_one_change(session, shown, place):
    slider = SLIDERS[place](shown)
    states = [session.experiment]
    for positions in ((300, 320, 400, 500), (600, 640, 700)):
        drag(slider, positions)
        states.append(session.experiment)
    assert len(set(states)) == 3
    for state in reversed(states[:-1]):
        session.undo()
        assert session.experiment == state
    assert not session.can_undo


@pytest.mark.parametrize("place", [*SLIDERS, *(f"{name} field" for name in FIELDS)])
def test_a_held_key_is_one_change(session, shown, place):
    name, _, is_field = place.partition(" ")
    widget = (FIELDS if is_field else SLIDERS)[name](shown)
    before = session.experiment
    hold_key(widget, Qt.Key.Key_Up, 5)
    once = session.experiment
    hold_key(widget, Qt.Key.Key_Down, 2)
    assert session.experiment != once != before
    session.undo()
    assert session.experiment == once
    session.undo()
    assert session.experiment == before and not session.can_undo
