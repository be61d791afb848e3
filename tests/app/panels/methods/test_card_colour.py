"""A click on a card's swatch gives it another colour, which everything that shows it takes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from app.look.contrast import channels, contrast, luminance
from app.look.styles import styles
from app.look.theme import DARK, LIGHT
from app.map.drawing.cast import cast_of
from app.panels.methods.colour_menu import PALETTE
from app.panels.methods.method_list import MethodList
from app.running.plan import RunKey


@pytest.fixture
def panel(qtbot, session, appearance):
    panel = MethodList(session, appearance)
    qtbot.addWidget(panel)
    panel.show()
    return panel


def open_menu(card):
    QTest.mouseClick(card.head.swatch, Qt.MouseButton.LeftButton)
    assert card.colours.isVisible()
    return {action.objectName(): action for action in card.colours.actions()}


def choose(card, name):
    entries = open_menu(card)
    entries[name].trigger()
    card.colours.close()


def given(session):
    return [spec.colour for spec in session.experiment.methods]


def test_a_colour_is_chosen_on_the_swatch_and_taken_back(panel, session, qtbot):
    qtbot.waitUntil(lambda: not session.busy)
    before = styles(session.experiment.methods, DARK)
    keys = [RunKey.of(session.experiment, spec, "all") for spec in session.experiment.methods]
    choose(panel.cards[2], "teal")
    assert given(session) == [None, None, PALETTE["Teal"], None]
    assert panel.cards[2].head.swatch.look.colour == PALETTE["Teal"]
    assert session.undo_title == "colour of Adam+CG"
    # Nothing is computed anew, and the map takes the colour at once.
    assert not session.busy
    assert keys == [RunKey.of(session.experiment, s, "all") for s in session.experiment.methods]
    looks = [actor.style for actor in cast_of(session.picture, DARK)]
    assert [look.colour for look in looks][2] == PALETTE["Teal"]
    assert [looks[i] for i in (0, 1, 3)] == [before[i] for i in (0, 1, 3)]
    session.undo()
    assert given(session) == [None] * 4
    assert panel.cards[2].head.swatch.look == before[2]


def test_the_menu_marks_what_holds_and_leads_back_to_the_default(panel, session):
    card = panel.cards[0]
    assert open_menu(card)["default"].isChecked()
    card.colours.close()
    choose(card, "grey")
    entries = open_menu(card)
    assert [name for name, action in entries.items() if action.isChecked()] == ["grey"]
    entries["default"].trigger()
    assert given(session)[0] is None


def test_any_other_colour_can_be_chosen(panel, session):
    card = panel.cards[1]
    choose(card, "other")
    dialog = card.colours.dialog
    assert dialog.isVisible() and dialog.currentColor() == QColor(card.head.swatch.look.colour)
    dialog.setCurrentColor(QColor("#123456"))
    dialog.accept()
    assert given(session)[1] == "#123456"
    assert open_menu(card)["own"].text() == "#123456\t✓"
    card.colours.close()


def test_a_copy_has_a_colour_of_its_own_and_the_control_its_twins(panel, session):
    choose(panel.cards[3], "raspberry")
    panel.cards[3].do("control")
    panel.cards[3].do("duplicate")
    assert given(session)[3:] == [PALETTE["Raspberry"], None, None]
    looks = [card.head.swatch.look for card in panel.cards[3:]]
    assert looks[2].ghost and looks[2].colour == looks[0].colour != looks[1].colour


def test_defaults_and_another_method_leave_the_colour(panel, session):
    choose(panel.cards[3], "green")
    panel.cards[3].do("defaults")
    panel.cards[3].menu.method_chosen.emit("sgdm+cm")
    assert given(session)[3] == PALETTE["Green"]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_the_offered_colours_are_seen_on_the_cards_of_both_themes(theme):
    for colour in PALETTE.values():
        for ground in (theme.card, theme.panel):
            pair = luminance(channels(colour)), luminance(channels(ground))
            assert contrast(*pair) >= 3.0, colour
