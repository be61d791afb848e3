"""A card is renamed, picked and explained where it stands."""

from __future__ import annotations

import pytest
from method_hand import LEFT, choose, labels, unfold
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from races import wait_until_done

from app.panels.methods.method_list import MethodList
from app.panels.methods.method_text import caution
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import HYPERPARAMETERS, METHODS
from core.measures.control import Unexplained
from landscapes import make

Key = Qt.Key


def test_a_double_click_renames_in_place(panel, session):
    label = panel.cards[0].head.label
    QTest.mouseDClick(label, LEFT, pos=QPoint(4, 6))
    assert label.currentWidget() is label.editor
    QTest.keyClicks(label.editor, "plain one")
    QTest.keyClick(label.editor, Key.Key_Return)
    assert labels(session)[0] == "plain one"
    assert label.currentWidget() is label.label and label.label.text() == "plain one"


def test_f2_renames_and_escape_keeps_the_name(panel, session):
    card = panel.cards[1]
    card.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(card, Key.Key_F2)
    QTest.keyClicks(card.head.label.editor, "x" * 100)
    assert len(card.head.label.editor.text()) == 80
    QTest.keyClick(card.head.label.editor, Key.Key_Escape)
    assert labels(session)[1] == "Adam+SAM"


def test_an_empty_name_gives_a_card_back_the_label_that_follows_it(panel, session):
    card = panel.cards[3]
    for text in ("mine", ""):
        card.head.label.edit()
        QTest.keyClick(card.head.label.editor, Key.Key_Backspace)
        QTest.keyClicks(card.head.label.editor, text)
        QTest.keyClick(card.head.label.editor, Key.Key_Return)
        session.set_method(3, session.experiment.methods[3].changed(capacity=7))
        assert labels(session)[3] == card.head.label.label.text() == (text or "Adam + CM")
    session.add_method("adam+cm")
    assert labels(session)[3:] == ["Adam + CM, C = 7", "Adam + CM, C = 5"]


def test_another_method_for_a_card_keeps_its_settings(panel, session):
    card = panel.cards[3]
    card._open_menu()
    assert choose(card.menu, "method:sgdm+cm")
    card.menu.close()
    spec = session.experiment.methods[3]
    assert spec.method == "sgdm+cm" and spec.values["capacity"] == 20
    assert panel.cards[3] is card


def test_defaults_come_back_but_not_the_name(panel, session):
    panel.cards[3].do("defaults")
    spec = session.experiment.methods[3]
    assert spec.label == "Adam+CM" and spec.values["capacity"] == 5


def test_enter_unfolds_the_card_that_the_keyboard_reached_and_marks_it(panel):
    card = panel.cards[2]
    card.setFocus(Qt.FocusReason.TabFocusReason)
    assert panel.picked is card and card.property("selected")
    QTest.keyClick(card, Key.Key_Return)
    assert card.expanded
    panel.cards[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert panel.picked is panel.cards[0] and not card.property("selected")


def test_every_control_of_a_card_is_named_and_explained(panel):
    card = unfold(panel, 3)
    controls = [
        card.head.enabled,
        card.head.duplicate,
        card.head.more,
        card.head.chevron,
        card.form.sam,
    ]
    for name in METHODS["adam+cm"].hyperparameters:
        row = card.form.row(name)
        controls += [row.choice] if row.choice else [row.number.slider, row.number.field]
        tip = controls[-1].toolTip().replace("\n", " ")
        assert HYPERPARAMETERS[name].description in tip
    for control in controls:
        assert control.objectName() and control.accessibleName() and control.toolTip()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_a_click_on_a_card_gives_it_the_keys_and_delete_removes_it_and_nothing_else(panel, session):
    starts = session.experiment.starts
    card = panel.cards[1]
    QTest.mousePress(card.head.summary, LEFT)
    assert card.hasFocus() and panel.picked is card
    QTest.keyClick(card, Key.Key_Delete)
    assert labels(session) == ["Adam", "Adam+CG", "Adam+CM"]
    assert session.experiment.starts == starts
    assert panel.cards[1].hasFocus() and panel.picked is panel.cards[1]  # the keys go on there
    QTest.keyClick(panel.cards[1], Key.Key_Delete)
    QTest.keyClick(panel.cards[1], Key.Key_Delete)
    assert labels(session) == ["Adam"] and panel.cards[0].hasFocus()


def test_the_focus_in_a_part_of_a_card_picks_it_and_a_key_acts_on_it(panel, session):
    card = unfold(panel, 2)
    slider = card.form.row("decay").number.slider
    slider.setFocus(Qt.FocusReason.TabFocusReason)
    assert panel.picked is card
    QTest.keyClick(slider, Key.Key_Return)
    assert card.expanded  # Enter belongs to the card itself
    field = card.form.row("decay").number.field
    field.setFocus()
    QTest.keyClick(field, Key.Key_Delete)
    assert len(panel.cards) == 4  # that edits the number
    field.clearFocus()


def test_enter_in_a_name_takes_it_and_leaves_the_card_folded_and_as_high(panel, session):
    card = panel.cards[0]
    height = card.sizeHint().height()
    card.setFocus()
    QTest.keyClick(card, Key.Key_F2)
    assert card.head.label.editor.hasFocus() and card.sizeHint().height() == height
    QTest.keyClicks(card.head.label.editor, "plain")
    QTest.keyClick(card.head.label.editor, Key.Key_Return)
    assert labels(session)[0] == "plain" and not card.expanded
    assert card.hasFocus()
    QTest.keyClick(card, Key.Key_F2)
    QTest.keyClick(card.head.label.editor, Key.Key_Escape)
    assert card.hasFocus() and not card.expanded and card.sizeHint().height() == height


def test_where_the_control_escapes_too_the_card_says_so_in_plain_sight(raced, qtbot, appearance):
    """Two basins without settling: the changed second moment alone throws the points out."""
    cards = tuple(
        MethodSpec.create("adam+cm", {"strength": strength}, label=label)
        for strength, label in ((1.0, "memory"), (0.0, "control"))
    )
    session = raced(Experiment(make({"name": "two-basins"}), cards, ((-1.4, 0.05),), 500))
    panel = MethodList(session, appearance)
    qtbot.addWidget(panel)
    panel.show()
    panel._look.now()
    first, control = panel.cards
    qtbot.waitUntil(first.caution.isVisible)
    assert "control ends in the flat basin too" in first.caution.text()
    assert not first.expanded and not control.caution.isVisible()
    for index, spec in enumerate(session.experiment.methods):
        session.set_method(index, spec.changed(memory_start=100))
    wait_until_done(qtbot, session)
    panel._look.now()
    qtbot.waitUntil(lambda: not first.caution.isVisible())  # now it stays where it was


@pytest.mark.parametrize("starts", [1, 8])
def test_a_caution_says_of_which_start_it_speaks(starts):
    said = caution(Unexplained(0, 1), starts)
    assert said.startswith("From the selected start" if starts > 1 else "Its no-memory control")
    assert "the same basin" in said
    of_all = caution(Unexplained(0, 1, None, 7, 8), 8)
    assert of_all.startswith("From 7 of 8 starts its no-memory control ends in the same basin too")
