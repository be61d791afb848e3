"""An unfolded card has what its method reads, and changes that at every move."""

from __future__ import annotations

import pytest
from method_hand import LEFT, click, unfold
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.panels.methods.settings_form import ORDER
from core.experiment.experiment import MethodSpec
from core.experiment.methods import HYPERPARAMETERS, METHODS

Key = Qt.Key


def test_every_hyperparameter_has_its_place_on_a_card():
    assert sorted(ORDER) == sorted(HYPERPARAMETERS)


def test_dragging_c_changes_the_experiment_at_every_move_and_keeps_the_card(panel, session):
    card = unfold(panel, 3)
    slider = card.form.row("capacity").number.slider
    slider.setFocus()
    heard = []
    session.experiment_changed.connect(lambda e: heard.append(e.methods[3].values["capacity"]))
    QTest.mousePress(slider, LEFT, pos=slider.centre_of(447).toPoint())
    for position in range(460, 700, 20):
        QTest.mouseMove(slider, slider.centre_of(position).toPoint())
    QTest.mouseRelease(slider, LEFT)
    assert len(heard) >= 10 and heard == sorted(heard)
    assert all(isinstance(value, int) for value in heard)
    assert panel.cards[3] is card and card.expanded and slider.hasFocus()
    assert card.head.summary.text().startswith(f"C {heard[-1]} ")


def test_a_typed_decay_is_exact(panel, session):
    field = unfold(panel, 3).form.row("decay").number.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.7")
    QTest.keyClick(field, Key.Key_Return)
    assert session.experiment.methods[3].values["decay"] == 0.7


@pytest.mark.parametrize("name", METHODS)
def test_an_unfolded_card_has_a_row_for_exactly_what_its_method_reads(panel, session, name):
    session.set_method(0, MethodSpec.create(name))
    card = unfold(panel, 0)
    shown = set()
    for row in HYPERPARAMETERS:
        if row in card.form._rows:
            parts = card.form.row(row)
            part = parts.choice or parts.number.field
            if not part.isHidden():
                shown.add(row)
    assert shown == set(METHODS[name].hyperparameters)


def test_sam_is_a_switch_on_every_card(panel, session):
    card = unfold(panel, 3)
    click(card.form.sam)
    assert session.experiment.methods[3].method == "adam+cm+sam"
    assert not card.form.row("rho").number.field.isHidden()
    click(card.form.sam)
    assert session.experiment.methods[3].method == "adam+cm"
    assert card.form.row("rho").number.field.isHidden()
    assert panel.cards[3] is card


def test_the_policy_is_chosen_from_words(panel, session):
    choice = unfold(panel, 2).form.row("policy").choice
    choice.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(choice, Key.Key_Down)
    assert session.experiment.methods[2].values["policy"] == "fifo"


def test_a_cm_card_explains_why_its_control_is_not_plain_adam(panel, session):
    note = unfold(panel, 3).form.note
    assert note.isVisible() and "not plain Adam" in note.text()
    assert "0.5 long" in note.text()  # α/(1−β₁) = 0.05/0.1
    assert unfold(panel, 2).form.note.isHidden()


def test_the_memorys_first_step_ends_at_the_steps(panel, session):
    number = unfold(panel, 3).form.row("memory_start").number
    session.set_steps(60)
    QTest.mouseClick(number.slider, LEFT, pos=number.slider.centre_of(1000).toPoint())
    assert session.experiment.methods[3].values["memory_start"] == 60
    assert "60" in number.slider.toolTip()


def test_a_refused_value_changes_nothing(panel, session, qtbot):
    with qtbot.waitSignal(session.failed):
        session.set_method(0, session.experiment.methods[0].changed(lr=-1.0))
    assert panel.cards[0].head.summary.text() == "α 0.05"
