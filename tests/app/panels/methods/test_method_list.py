"""Cards come, go and are copied; each acts on its own method."""

from __future__ import annotations

import dataclasses

from method_hand import choose, click, labels, unfold
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.panels.methods.method_text import control_twin, settled_twin
from core.experiment.methods import METHODS
from core.experiment.packaged import PACKAGES, installed, table
from core.recording.shapes import recording_bytes
from core.study.starting.twins import with_twins

Key = Qt.Key


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


def test_twins_of_a_card_that_a_person_named_are_called_as_a_studys_are(session):
    spec = dataclasses.replace(session.experiment.methods[3], label="mine")
    race = dataclasses.replace(session.experiment, methods=(spec,))
    twins = [control_twin(spec), settled_twin(spec, race.steps)]
    assert [twin.label for twin in twins] == ["mine, no memory", "mine, memory from 100"]
    assert [twin.label for twin in with_twins(race).methods[1:3]] == [t.label for t in twins]


def test_the_settled_twin_uses_its_memory_from_step_100(panel, session):
    panel.cards[3].do("settled")
    assert session.experiment.methods[4].values["memory_start"] == 100
    session.remove_method(4)
    session.set_steps(40)
    panel.cards[3].do("settled")
    assert session.experiment.methods[4].values["memory_start"] == 40


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
