"""Cards do what a person asks of them, and keep still while something else changes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from races import wait_until_done

from app.panels.methods.method_list import MethodList
from app.panels.methods.method_text import caution
from app.panels.methods.settings_form import ORDER
from core.experiment.experiment import Experiment, MethodSpec
from core.experiment.methods import HYPERPARAMETERS, METHODS
from core.experiment.packaged import PACKAGES, installed, table
from core.measures.control import Unexplained
from core.recording.shapes import recording_bytes
from landscapes import make

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def panel(qtbot, session, appearance):
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    panel = MethodList(session, appearance)
    scroll.setWidget(panel)
    scroll.resize(320, 700)
    qtbot.addWidget(scroll)
    scroll.show()
    scroll.activateWindow()
    qtbot.waitUntil(scroll.isActiveWindow)
    yield panel
    scroll.close()


def test_every_hyperparameter_has_its_place_on_a_card():
    assert sorted(ORDER) == sorted(HYPERPARAMETERS)


def click(widget):
    QTest.mouseClick(widget, LEFT)


def choose(menu, word):
    """Click the entry of a menu, or of its sub-menus, that carries a word."""
    for action in menu.actions():
        if action.menu() and choose(action.menu(), word):
            return True
        if action.data() == word:
            action.trigger()
            return True
    return False


def unfold(panel, index):
    card = panel.cards[index]
    click(card.head.chevron)
    assert card.expanded
    return card


def labels(session):
    return [spec.label for spec in session.experiment.methods]


def test_every_method_has_a_card_with_its_name_and_its_telling_settings(panel):
    assert [card.head.label.label.text() for card in panel.cards] == [
        "Adam",
        "Adam+SAM",
        "Adam+CG",
        "Adam+CM",
    ]
    assert [card.head.summary.text() for card in panel.cards] == [
        "α 0.05",
        "ρ 0.05 · α 0.05",
        "C 20 · λ 0.99 · α 0.05",
        "C 20 · λ 0.99 · α 0.05",
    ]
    assert all(card.head.summary.shown == card.head.summary.text() for card in panel.cards)


def test_the_box_takes_a_method_out_of_the_race_and_back(panel, session):
    click(panel.cards[1].head.enabled)
    assert not session.experiment.methods[1].enabled
    click(panel.cards[1].head.enabled)
    assert session.experiment.methods[1].enabled


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


def test_duplicating_puts_a_copy_right_below_and_leaves_the_others(panel, session):
    before = panel.cards
    before[3].set_expanded(True)
    click(before[2].head.duplicate)
    after = panel.cards
    assert len(after) == 5 and labels(session)[2:4] == ["Adam+CG", "Adam+CG (2)"]
    assert [after[i] for i in (0, 1, 2, 4)] == list(before)
    assert after[4].expanded and after[4].index == 4
    assert after[3].head.swatch.look.dash != after[2].head.swatch.look.dash


def test_a_card_below_an_insertion_still_edits_its_own_method(panel, session):
    card = unfold(panel, 3)
    click(panel.cards[0].head.duplicate)
    click(card.form.sam)
    assert session.experiment.methods[4].method == "adam+cm+sam"


def test_removing_takes_only_that_card(panel, session):
    kept = [panel.cards[i] for i in (0, 2, 3)]
    card = panel.cards[1]
    card._open_menu()
    assert choose(card.menu, "remove")
    card.menu.close()
    assert list(panel.cards) == kept
    assert labels(session) == ["Adam", "Adam+CG", "Adam+CM"]


def test_the_last_card_cannot_be_removed(panel, session):
    for _ in range(3):
        session.remove_method(0)
    card = panel.cards[0]
    card._open_menu()
    (entry,) = [a for a in card.menu.actions() if a.data() == "remove"]
    assert not entry.isEnabled()
    card.menu.close()


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


def test_a_card_whose_label_follows_stays_the_same_card(panel, session):
    session.add_method("adam+cm")
    kept = panel.cards[3]
    kept.set_expanded(True)
    assert labels(session)[3:] == ["Adam+CM, C = 20", "Adam + CM, C = 5"]
    session.remove_method(4)
    assert labels(session)[3] == "Adam+CM" and panel.cards[3] is kept and kept.expanded
    session.add_method("adam+cm")
    assert panel.cards[3] is kept


def test_the_add_menu_offers_every_method_once(panel, session):
    panel.add_menu.fill()
    offered, menus = [], [panel.add_menu]
    for menu in menus:
        menus += [action.menu() for action in menu.actions() if action.menu()]
        offered += [action.data() for action in menu.actions() if action.data()]
    packages = filter(installed, PACKAGES)
    others = [name for package in packages for name in table(package).rows]
    assert sorted(offered) == sorted([*METHODS, *others])
    assert choose(panel.add_menu, "sgdm+cm+sam")
    assert session.experiment.methods[-1].method == "sgdm+cm+sam"
    assert len(panel.cards) == 5


def test_the_no_memory_control_is_a_ghost_right_below(panel, session):
    card = panel.cards[3]
    card._open_menu()
    assert choose(card.menu, "control")
    card.menu.close()
    control = session.experiment.methods[4]
    assert control.label == "Adam+CM, no memory" and control.values["strength"] == 0
    ghost = panel.cards[4]
    assert ghost.head.swatch.look.ghost
    assert ghost.head.swatch.look.colour == card.head.swatch.look.colour


def test_the_settled_twin_uses_its_memory_from_step_100(panel, session):
    panel.cards[3].do("settled")
    assert session.experiment.methods[4].values["memory_start"] == 100
    session.remove_method(4)
    session.set_steps(40)
    panel.cards[3].do("settled")
    assert session.experiment.methods[4].values["memory_start"] == 40


def test_a_cm_card_explains_why_its_control_is_not_plain_adam(panel, session):
    note = unfold(panel, 3).form.note
    assert note.isVisible() and "not plain Adam" in note.text()
    assert "0.5 long" in note.text()  # α/(1−β₁) = 0.05/0.1
    assert unfold(panel, 2).form.note.isHidden()


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


def test_the_memorys_first_step_ends_at_the_steps(panel, session):
    number = unfold(panel, 3).form.row("memory_start").number
    session.set_steps(60)
    QTest.mouseClick(number.slider, LEFT, pos=number.slider.centre_of(1000).toPoint())
    assert session.experiment.methods[3].values["memory_start"] == 60
    assert "60" in number.slider.toolTip()


def test_enter_unfolds_the_card_that_the_keyboard_reached_and_marks_it(panel):
    card = panel.cards[2]
    card.setFocus(Qt.FocusReason.TabFocusReason)
    assert panel.picked is card and card.property("selected")
    QTest.keyClick(card, Key.Key_Return)
    assert card.expanded
    panel.cards[0].setFocus(Qt.FocusReason.TabFocusReason)
    assert panel.picked is panel.cards[0] and not card.property("selected")


def test_a_refused_value_changes_nothing(panel, session, qtbot):
    with qtbot.waitSignal(session.failed):
        session.set_method(0, session.experiment.methods[0].changed(lr=-1.0))
    assert panel.cards[0].head.summary.text() == "α 0.05"


def test_a_card_that_does_not_fit_in_memory_stays_off(panel, session, qtbot, monkeypatch):
    box = panel.cards[3].head.enabled
    click(box)
    monkeypatch.setattr("app.running.plan.WHOLE_MEMORY_BYTES", 0)
    limit = recording_bytes(session.experiment, "last")
    monkeypatch.setattr("app.running.plan.LARGEST_BYTES", limit)
    with qtbot.waitSignal(session.failed):
        click(box)
    assert not box.isChecked() and not session.experiment.methods[3].enabled


def test_a_change_elsewhere_touches_no_card(panel, session):
    before = panel.cards
    card = unfold(panel, 3)
    field = card.form.row("decay").number.field
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.8")
    session.edit(noise=0.5)
    assert panel.cards == before
    assert QApplication.focusWidget() is field and field.text() == "0.8"


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
