"""Steps, seed, noise and schedules reach the experiment, and are shown as they are."""

from __future__ import annotations

import pytest
from hand import type_in
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.panels.run.panel import RunPanel
from core.experiment.schedules import Schedule
from core.experiment.starts import RandomStarts

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def panel(qtbot, session, appearance):
    panel = RunPanel(session, appearance)
    panel.resize(300, 130)
    qtbot.addWidget(panel)
    panel.show()
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    return panel


def choose(choice, word):
    choice.show_word(word)
    choice.activated.emit(choice.currentIndex())


def test_steps_and_seed(panel, session):
    type_in(panel.steps, "1e3")
    type_in(panel.seed, str(2**63 - 1))
    assert session.experiment.steps == 1000 and session.experiment.seed == 2**63 - 1


@pytest.mark.parametrize("text", ["0", "1000001", "2.5", "-3"])
def test_impossible_steps_are_not_taken(panel, session, text):
    type_in(panel.steps, text)
    assert session.experiment.steps == 200 and panel.steps.text() == "200"


def test_noise_by_slider_and_beyond_it_by_text(panel, session):
    slider = panel.noise.slider
    QTest.mouseClick(slider, LEFT, pos=slider.centre_of(500).toPoint())
    assert 0 < session.experiment.noise < 10
    type_in(panel.noise.field, "1000")
    assert session.experiment.noise == 1000
    QTest.mouseDClick(slider, LEFT, pos=slider.centre_of(100).toPoint())
    assert session.experiment.noise == 0


def test_a_schedule_shows_the_numbers_of_its_kind_only(panel, session):
    row = panel.lr_schedule
    assert not any(field.isVisible() for field in row.fields.values())
    choose(row.kind, "step")
    assert [name for name, field in row.fields.items() if field.isVisible()] == ["at", "factor"]
    type_in(row.fields["at"], "0.25")
    type_in(row.fields["factor"], "0.5")
    assert session.experiment.lr_schedule == Schedule("step", at=0.25, factor=0.5)
    choose(row.kind, "cosine")
    type_in(row.fields["to"], "0.01")
    assert session.experiment.lr_schedule.kind == "cosine"
    assert session.experiment.lr_schedule.to == 0.01


def test_the_memorys_schedule_is_its_own(panel, session):
    choose(panel.strength_schedule.kind, "linear")
    assert session.experiment.strength_schedule.kind == "linear"
    assert session.experiment.lr_schedule.kind == "constant"


def test_a_fraction_above_one_is_not_taken(panel, session):
    choose(panel.lr_schedule.kind, "step")
    type_in(panel.lr_schedule.fields["at"], "1.5")
    assert session.experiment.lr_schedule.at == 0.5


def test_what_is_opened_is_shown(panel, session):
    session.edit(noise=0.25, seed=7, strength_schedule=Schedule("linear", to=0.5))
    assert panel.noise.field.text() == "0.25" and panel.seed.text() == "7"
    assert panel.strength_schedule.kind.chosen == "linear"
    assert panel.strength_schedule.fields["to"].text() == "0.5"


def test_steps_that_no_memory_could_hold_are_refused_and_the_field_says_what_holds(
    panel, session, qtbot
):
    session.set_starts(RandomStarts(4096))
    with qtbot.waitSignal(session.failed):
        type_in(panel.steps, "1000000")
    assert session.experiment.steps == 200 and panel.steps.text() == "200"
