"""Every command says what it is once; menus, keys and help follow, and stay true by themselves."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from window_hand import press

from app.window.keyboard_page import PANELS, key_text, keyboard_page

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier


def click(card):
    QTest.mouseClick(card, LEFT, pos=QPoint(3, 3))


def enabled(window):
    return {name for name, action in window.menus.actions.items() if action.isEnabled()}


CARD = {"card-rename", "card-duplicate", "card-control", "card-settled", "card-remove"}


def test_every_command_stands_in_a_menu_once_and_no_key_means_two(window):
    ids = [command.id for command in window.commands]
    assert len(ids) == len(set(ids)) and set(ids) == set(window.menus.actions)
    shown = [
        action.objectName() for menu in window.findChildren(QMenu) for action in menu.actions()
    ]
    assert all(shown.count(name) == 1 for name in ids)
    keys = [key.toString() for command in window.commands for key in command.shortcuts]
    assert len(keys) == len(set(keys)) and "" not in keys
    letters = {}
    for command in window.commands:
        letters.setdefault(command.menu, []).append(command.title.partition("&")[2][:1].lower())
    for menu, used in letters.items():
        chosen = [letter for letter in used if letter]
        assert len(chosen) == len(set(chosen)), menu


def test_the_keyboard_page_names_every_key_of_every_command(window):
    page = keyboard_page(window.commands)
    for command in window.commands:
        for keys in command.shortcuts:
            assert key_text(keys) in page and (not command.keys or command.name in page)
    assert "Shift+←" in page and "Ctrl+Shift+S" in page and "&amp;" not in page
    assert key_text(QKeySequence("Ctrl++")) == "Ctrl++" and key_text(QKeySequence("[")) == "["


def test_the_keyboard_page_names_every_menu_once_and_sets_all_keys_in_one_column(window):
    page = keyboard_page(window.commands)
    titles = re.findall("<h3>(.+?)</h3>", page)
    assert len(titles) == len(set(titles)) and {"File", "Edit", "Run"} < set(titles)
    assert page.count("<table") == 1


def test_what_concerns_a_card_can_be_asked_for_while_one_is_picked(window, session):
    assert not enabled(window) & CARD
    click(window.methods.cards[3])
    assert enabled(window) & CARD == CARD
    click(window.methods.cards[0])  # plain Adam: no memory to switch off
    assert enabled(window) & CARD == CARD - {"card-control", "card-settled"}
    session.remove_method(0)  # the next one, without a memory too, has the keys now
    assert enabled(window) & CARD == CARD - {"card-control", "card-settled"}
    while len(session.experiment.methods) > 1:
        session.remove_method(0)
    click(window.methods.cards[0])
    assert "card-remove" not in enabled(window)


def test_the_cards_keys_live_whatever_menu_was_opened_before(window, session):
    edit = next(menu for menu in window.findChildren(QMenu) if menu.title() == "&Edit")
    edit.popup(QPoint(0, 0))  # with no card picked
    edit.close()
    click(window.methods.cards[1])
    press(Key.Key_D, CONTROL)
    assert len(session.experiment.methods) == 5
    press(Key.Key_F2)
    assert QApplication.focusWidget().objectName() == "label-editor"


def test_delete_takes_away_what_has_the_focus(window, session):
    session.set_starts([[3.3, 2.2], [1.0, 1.0]])
    window.methods.cards[0].setFocus()
    press(Key.Key_Delete)
    assert len(session.experiment.methods) == 3 and session.experiment.start_count == 2
    window.map_view.canvas.setFocus()
    press(Key.Key_Delete)
    assert len(session.experiment.methods) == 3 and session.experiment.start_count == 1


def test_undo_and_redo_follow_the_history(window, session):
    assert not {"undo", "redo"} & enabled(window)
    session.set_steps(77)
    assert {"undo", "redo"} & enabled(window) == {"undo"}
    session.undo()
    assert {"undo", "redo"} & enabled(window) == {"redo"}
    press(Key.Key_Y, CONTROL)
    assert session.experiment.steps == 77


def test_undo_and_redo_name_what_they_take_back(window, session):
    undo, redo = window.menus.actions["undo"], window.menus.actions["redo"]
    assert (undo.text(), redo.text()) == ("&Undo", "&Redo")
    session.set_steps(77)
    card = session.experiment.methods[0]
    session.set_method(0, dataclasses.replace(card, label="A & B"))
    assert undo.text() == "&Undo renaming of Adam"
    session.remove_method(0)
    assert undo.text() == "&Undo removal of A && B"  # no letter of the menu
    session.undo()
    session.undo()
    assert undo.text() == "&Undo change of the steps" and redo.text().startswith("&Redo renaming")


def test_a_switch_shows_how_it_stands_wherever_it_was_turned(window, session):
    loop = window.menus.actions["loop"]
    session.set_looping(not loop.isChecked())
    assert loop.isChecked() == session.looping
    loop.trigger()
    assert loop.isChecked() == session.looping
    part = window.menus.actions["panel-charts"]
    part.trigger()
    assert not part.isChecked() and not window.charts.isVisible()


def test_one_map_per_method_by_key_menu_and_button_and_colours_by_menu(window, appearance):
    grid, shown = window.menus.actions["map-grid"], window.map_view
    press(Key.Key_G, CONTROL)
    assert shown.layers.layout == "grid" and grid.isChecked() and shown.grid.isChecked()
    QTest.mouseClick(shown.grid, LEFT)
    assert shown.layers.layout == "overlay" and not grid.isChecked()
    magma = window.menus.actions["colour-map-magma"]
    magma.trigger()
    assert getattr(shown.layers.colours, appearance.theme.name) == "magma" and magma.isChecked()
    assert not window.menus.actions["colour-map-viridis"].isChecked()


def test_every_key_that_the_readme_names_does_what_it_says(window):
    readme = (Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8")
    table = readme.partition("## Keyboard")[2].partition("|---|---|")[2].partition("\n\n")[0]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.split("\n")[1:]]
    does = {key_text(key): command.name for command in window.commands for key in command.shortcuts}
    by_hand = {
        " ".join(keys.split()): what
        for title, part in PANELS
        if title.startswith("The map")
        for keys, what in part
    }
    assert len(rows) > 5
    for keys, what in rows:
        keys = keys.partition(" on ")[0]
        if keys in by_hand:
            assert what.startswith(by_hand[keys])
            continue
        keys = keys.replace(",", "").split()
        said = what.split(", ") if len(what.split(", ")) == len(keys) else len(keys) * [what]
        for key, words in zip(keys, said, strict=True):
            if key == "…":  # and so on
                continue
            name = does[key].lower().rstrip("…")
            assert words in name or set(name.split()) <= set(words.split()), (key, words, name)
