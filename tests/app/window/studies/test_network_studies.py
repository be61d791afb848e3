"""Of a network's race the window asks what can be asked of networks, and of others what cannot."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.session.session import Session
from app.study.asking.empty import EXAMPLES
from app.study.asking.review import review
from app.window.main_window import MainWindow
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.starts import SeedStarts
from landscapes.ackley import Ackley
from landscapes.networks import NETWORKS

KINDS = ("starts", "basins", "sweep", "escape", "seeds")
NETWORK = NETWORKS["digits-mlp"](train=50, hidden=2)
CARDS = (
    MethodSpec.create("adam", {"lr": 0.02}),
    MethodSpec.create("adam+cm", {"lr": 0.02, "strength": 0.0}, label="κ = 0"),
)
RACE = Experiment(NETWORK, CARDS, SeedStarts(2), 12, batch=25)


@pytest.fixture
def window(qtbot, qapp, appearance):
    session = Session(RACE)
    window = MainWindow(session, appearance, None)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.end()
    session.close()


def test_seeds_are_asked_of_networks_alone_and_one_click_asks_them(window, qtbot):
    def able():
        return [kind for kind in KINDS if window.menus.actions[f"study-{kind}"].isEnabled()]

    assert able() == ["seeds"]
    page = window.studies.show()
    qtbot.waitUntil(lambda: page.course.is_ready)
    buttons = page.results.empty.buttons
    seen = [name for name, button in buttons.items() if button.isVisible()]
    assert seen == ["study-example-flatter", "study-example-end", "study-example-claims"]
    assert (
        page.form.kind == "seeds" and "seeds × 2\N{NO-BREAK SPACE}methods" in page.foot.cost.text()
    )
    for example in EXAMPLES:
        reviewed = review(example.asked, RACE)
        assert (reviewed.question is not None) == example.of_networks
    page.form.fields.seeds.set_value(2)
    page.form.fields.levels.clear()
    QTest.mouseClick(page.foot.ask_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.course.state == "done")
    assert page.results.answer.verdict.paragraph.startswith("2 seeds of Digits, perceptron")
    assert "κ = 0" in page.results.table.table.as_tsv()
    window.session.set_landscape(Ackley())
    qtbot.waitUntil(lambda: able() == list(KINDS[:4]))
    assert page.form.kind == "starts" and not buttons["study-example-flatter"].isVisible()
