"""A race from the ends of numbers: every panel shows it without an error and without a warning."""

from __future__ import annotations

import pytest

from app.panels.anatomy.panel import AnatomyPanel
from app.panels.memory.panel import MemoryPanel
from app.panels.standing import StandingPanel
from core.experiment.experiment import Experiment, MethodSpec
from landscapes import make

NAMES = ("sgd", "adam+cg", "adam+cm", "sgdm+cm+sam", "rmsprop+sam")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("formula", ["x**2 + y**2", "1e150*x**2 + y", "abs(x)/x + y*0"])
@pytest.mark.parametrize("far", [1e-320, 1e160, 1.7e308])
def test_every_panel_shows_any_race(raced, qtbot, appearance, formula, far):
    landscape = make(
        {"name": "expression", "parameters": {"loss": formula}, "domain": [[-1, 1], [-1, 1]]}
    )
    cards = tuple(MethodSpec.create(name) for name in NAMES)
    session = raced(Experiment(landscape, cards, ((far, -far), (0.5, far)), 4))
    panels = [kind(session, appearance) for kind in (AnatomyPanel, MemoryPanel, StandingPanel)]
    for panel in panels:
        qtbot.addWidget(panel)
        panel.resize(400, 500)
        panel.show()
    choice = panels[0].method
    for time in (0, 1, 4):
        session.seek(time)
        for place in range(choice.count()):
            choice.setCurrentIndex(place)
            choice.activated.emit(place)
            assert "nan" not in " ".join(entry.substep.sentence for entry in panels[0].list.entries)
        for panel in panels:
            panel.grab()
