"""Every command of the menus is found by a few letters and done from the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.window.palette import Palette
from app.window.word_search import found

Key = Qt.Key
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ROWS = [
    ("Save", "File"),
    ("Save as", "File"),
    ("Save map image", "File"),
    ("Export", "File"),
    ("Trails", "View › Layers of the map"),
    ("To the end", "Run"),
]


def opened(window) -> Palette:
    QTest.keyClick(QApplication.focusWidget(), Key.Key_P, BOTH)
    return [one for one in window.findChildren(Palette) if one.isVisible()][-1]


def current(palette):
    return palette.list.currentIndex().data()


@pytest.mark.parametrize(
    ("typed", "titles"),
    [
        ("", [title for title, _ in ROWS]),
        ("save", ["Save", "Save as", "Save map image"]),
        ("image", ["Save map image"]),
        ("SAV IM", ["Save map image"]),
        ("im sav", ["Save map image"]),
        ("layers", ["Trails"]),
        ("trails lay", ["Trails"]),
        ("xprt", ["Export"]),
        ("end", ["To the end"]),
        ("as", ["Save as"]),  # a whole word before letters here and there
        ("export nonsense", []),
    ],
)
def test_words_and_their_beginnings_are_found_in_any_order_and_letters_last(typed, titles):
    listed = [ROWS[index][0] for index in found(typed, ROWS)]
    assert listed[: len(titles)] == titles and bool(listed) == bool(titles)


def test_the_palette_lists_every_other_command_with_its_menu_and_keys(window):
    palette = opened(window)
    others = [command for command in window.commands if command.id != "palette"]
    assert len(palette.titles) == len(others) > 50
    assert palette.titles[:3] == tuple(command.name for command in others[:3])
    palette.field.setText("save as")
    said = palette.list.currentIndex().data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == palette.field.accessibleDescription() == "Save as, File, Ctrl+Shift+S"


def test_enter_does_it_and_the_keys_are_where_they_were(window, session):
    window.map_view.canvas.setFocus()
    palette = opened(window)
    QTest.keyClicks(palette.field, "to end")
    assert current(palette) == "To the end"
    QTest.keyClick(palette.field, Key.Key_Return)
    assert session.cursor == session.experiment.steps and palette.isHidden()
    assert QApplication.focusWidget() is window.map_view.canvas


def test_escape_does_nothing_and_gives_the_keys_back(window, session):
    window.map_view.canvas.setFocus()
    palette = opened(window)
    QTest.keyClicks(palette.field, "[ ")  # keys of time elsewhere
    assert palette.field.text() == "[ " and not session.playing
    QTest.keyClick(palette.field, Key.Key_Escape)
    assert palette.isHidden() and QApplication.focusWidget() is window.map_view.canvas


def test_what_cannot_be_asked_for_is_dim_said_and_passed_over(window, session):
    palette = opened(window)
    palette.field.setText("redo")
    assert palette.titles[0] == "Redo"
    row = palette.list.model().index(0, 0)
    assert not row.flags() & Qt.ItemFlag.ItemIsEnabled
    assert row.data(Qt.ItemDataRole.AccessibleTextRole).endswith("not possible now")
    assert current(palette) != "Redo"
    QTest.keyClick(palette.field, Key.Key_Escape)
    session.set_steps(77)
    palette = opened(window)
    palette.field.setText("undo")
    assert current(palette) == "Undo change of the steps"
    QTest.keyClick(palette.field, Key.Key_Return)
    assert session.experiment.steps != 77


def test_arrows_go_from_one_to_the_next_and_over_the_ends(window):
    palette = opened(window)
    palette.field.setText("theme")
    themes = palette.titles[:3]
    seen = [current(palette)]
    for _ in range(2):
        QTest.keyClick(palette.field, Key.Key_Down)
        seen.append(current(palette))
    assert tuple(seen) == themes
    QTest.keyClick(palette.field, Key.Key_PageUp)
    assert current(palette) == themes[0]
    QTest.keyClick(palette.field, Key.Key_Up)
    assert palette.list.currentIndex().row() == len(palette.titles) - 1


def test_nothing_found_is_said_and_enter_waits(window):
    palette = opened(window)
    palette.field.setText("qqqq")
    assert palette.titles == () and palette.nothing.isVisible()
    QTest.keyClick(palette.field, Key.Key_Return)
    assert palette.isVisible()


def test_the_same_keys_close_it_again(window):
    window.map_view.canvas.setFocus()
    palette = opened(window)
    QTest.keyClick(palette.field, Key.Key_P, BOTH)
    assert not any(one.isVisible() for one in window.findChildren(Palette))
    assert QApplication.focusWidget() is window.map_view.canvas


def test_what_had_the_keys_may_be_gone_by_then(window, session):
    session.set_steps(77)
    window.methods.cards[-1].setFocus()
    palette = opened(window)
    session.remove_method(len(window.methods.cards) - 1)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QTest.keyClick(palette.field, Key.Key_Escape)
    assert palette.isHidden()


def test_a_click_elsewhere_closes_it(window):
    palette = opened(window)
    QTest.mouseClick(window.map_view.canvas, Qt.MouseButton.LeftButton)
    assert palette.isHidden()
