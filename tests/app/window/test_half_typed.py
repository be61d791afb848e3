"""What is still being typed in a field was meant for the race that is shown, and for no other."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from app.panels.methods.method_list import MethodList
from core.experiment import presets
from core.experiment.drift import Drift
from core.experiment.experiment import Experiment, MethodSpec
from landscapes import make

OWN = make({"name": "expression", "parameters": {"loss": "x**2"}, "domain": [[-1, 1], [-1, 1]]})
CARDS = tuple(MethodSpec.create("adam+cm", label=label) for label in "ABCDEF")


def former(landscape):
    """A race with every kind of field that another has not."""
    drift = Drift("glide", 20, (1.0, 0.0))
    return Experiment(landscape, CARDS, ((0.5, 0.5),), 30, drift=drift)


@pytest.mark.parametrize(
    ("landscape", "name", "after"),
    [
        (make({"name": "two-basins"}), "parameter-sharpness-number", "default"),
        (OWN, "expression", "default"),
        (OWN, "domain-x-to", "flatter"),
        (OWN, "label-editor", "default"),
        (OWN, "capacity-number", "flatter"),
        (OWN, "drift-period-number", "default"),
        (OWN, "start-x", "flatter"),
    ],
)
def test_another_race_is_as_it_was_made(qtbot, window, session, landscape, name, after):
    session.set_experiment(former(landscape))
    card = window.findChild(MethodList).cards[-1]
    qtbot.waitUntil(card.isVisible)
    card.set_expanded(True)
    card.rename() if name == "label-editor" else None
    fields = [f for f in window.findChildren(QLineEdit, name) if f.isVisible()]
    fields[-1].setFocus()
    fields[-1].selectAll()
    QTest.keyClicks(fields[-1], "3")
    made = presets.load(after)
    assert session.set_experiment(made)
    session.pause_computing(True)  # nothing here is about the runs
    assert session.experiment is made
