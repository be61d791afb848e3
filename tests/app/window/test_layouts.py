"""Layouts are chosen, saved and left; each fits every window."""

from __future__ import annotations

import dataclasses
import json

import pytest
from dock_hand import BUTTON, Key, again, choose, click, dock, opened, place, press, seen, ticked
from PySide6.QtCore import QPoint, QRect
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.window.layout_dialog import LayoutDialog
from core.experiment.view_state import PANELS


@pytest.fixture
def window(qtbot, session, appearance, settings):
    return opened(qtbot, session, appearance, settings)


def test_the_memory_layout_and_the_first_one_by_menu(qtbot, window):
    first = seen(window)
    assert ticked(window, "layout-race")
    choose(window, "layout-memory")
    assert window.desk.shown == {"memory", "anatomy"} and ticked(window, "layout-memory")
    assert 0.4 * window.width() < window.memory.width() < 0.5 * window.width()
    click(window, "memory-float")
    assert not ticked(window, "layout-memory")
    choose(window, "layout-reset")
    qtbot.waitUntil(lambda: seen(window) == first)
    assert ticked(window, "layout-race") and window.standing.isVisible()


def test_talk_is_the_map_alone_on_the_full_screen_and_escape_brings_all_back(
    qtbot, window, session
):
    click(window, "charts-hide")
    choose(window, "float-memory")
    dock(window, "memory").setGeometry(40, 60, 420, 600)
    window.note.say("A note")
    window.exports.show()
    QApplication.processEvents()
    before = seen(window)
    assert before.keys() == {"controls", "memory", "standing"}
    press(Key.Key_F11)
    assert window.isFullScreen() and ticked(window, "layout-talk")
    around = (
        *(window.playback, window.memory, window.landscape),
        *(window.menuBar(), window.note, window.exports.list),
    )
    assert not any(part.isVisible() for part in (*around, window.map_view.layers_button))
    assert window.map_view.canvas.isVisible() and window.map_view.layers.legend
    at = session.cursor
    press(Key.Key_Right)
    assert session.cursor == at + 1
    press(Key.Key_Escape)
    assert not window.isFullScreen() and not ticked(window, "layout-talk")
    assert all(part.isVisible() for part in (*around, window.map_view.layers_button))
    qtbot.waitUntil(lambda: seen(window) == before)


def test_talk_ends_by_its_key_by_another_layout_and_by_the_study_page(window):
    for leave in ("layout-talk", "layout-memory", "page-study"):
        choose(window, "layout-talk")
        assert window.isFullScreen()
        choose(window, leave)
        assert not window.isFullScreen() and window.menuBar().isVisible()
    choose(window, "layout-talk")  # from the study page
    assert window.map_view.canvas.isVisible() and window.isFullScreen()


def test_a_window_that_is_closed_in_a_talk_begins_as_before_it(qtbot, window, appearance, settings):
    choose(window, "layout-memory")
    choose(window, "layout-talk")
    other = again(qtbot, window, appearance, settings)
    assert not other.isFullScreen() and other.layouts.current == "Memory"
    assert other.desk.shown == {"memory", "anatomy"}
    other.session.close()


def dialog(window, command):
    choose(window, command)
    return next(one for one in window.findChildren(LayoutDialog) if one.isVisible())


def test_a_layout_is_saved_chosen_renamed_and_deleted(qtbot, window, appearance, settings):
    click(window, "charts-hide")
    asked = dialog(window, "layout-save")
    QTest.keyClicks(asked.name, "talk")
    QTest.mouseClick(asked.save, BUTTON)
    assert "program's own" in asked.refusal.text() and window.layouts.own == ()
    asked.name.clear()
    QTest.keyClicks(asked.name, "No & charts")
    QTest.mouseClick(asked.save, BUTTON)
    assert window.layouts.own == ("No & charts",) and window.layouts.current == "No & charts"
    asked.reject()
    choose(window, "layout-reset")
    assert window.charts.isVisible()

    other = again(qtbot, window, appearance, settings)
    menu = other.findChild(QWidget, "own-layouts")
    (entry,) = menu.actions()
    assert entry.text() == "No && charts"
    entry.trigger()
    assert not other.charts.isVisible() and entry.isChecked()
    assert next(one for one in other.commands if one.id == "layout-own-1").menu.startswith("&View")

    asked = dialog(other, "layout-own")
    QTest.mouseClick(asked.rename, BUTTON)
    editor = asked.list.findChild(QLineEdit)
    QTest.keyClicks(editor, "Map first")
    QTest.keyClick(editor, Key.Key_Return)
    QApplication.processEvents()
    assert other.layouts.own == ("Map first",) and other.layouts.current == "Map first"
    QTest.mouseClick(asked.delete, BUTTON)
    assert other.layouts.own == () and not menu.isEnabled() and not asked.delete.isEnabled()
    asked.reject()
    other.session.close()


@pytest.mark.parametrize(
    ("name", "said"),
    [("  ", "needs a name"), ("x" * 41, "at most 40"), ("MEMORY", "program's own")],
)
def test_a_layout_cannot_be_called_so(window, name, said):
    assert said in window.layouts.save(name) and window.layouts.own == ()


def test_an_own_layout_that_makes_no_sense_is_told_and_changes_nothing(
    qtbot, window, appearance, settings
):
    window.layouts.save("mine")
    kept = json.loads(settings.value("window/layouts"))
    kept["layouts"]["mine"]["state"] = "AAAA"
    settings.setValue("window/layouts", json.dumps(kept))
    other = again(qtbot, window, appearance, settings)
    before = seen(other)
    other.layouts.choose("mine")
    assert "mine" in other.messages.text.text() and seen(other) == before
    other.session.close()


@pytest.mark.parametrize("layout", ["race", "memory"])
@pytest.mark.parametrize("size", [(1024, 570), (1440, 900), (2560, 1400)])
def test_every_layout_fits_every_window(window, layout, size):
    choose(window, f"layout-{layout}")
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    parts = [dock(window, name) for name in window.desk.shown] + [window.map_view]
    places = [place(window, part) for part in parts if not part.visibleRegion().isEmpty()]
    for one in places:
        assert QRect(QPoint(0, 0), window.size()).contains(one)
        assert one.width() >= 236 and one.height() >= 130
    assert all(not a.intersects(b) for i, a in enumerate(places) for b in places[:i])


def test_the_study_page_hides_what_floats_and_brings_it_back(qtbot, window, appearance, settings):
    click(window, "memory-float")
    choose(window, "page-study")
    assert not dock(window, "memory").isVisible() and ticked(window, "panel-memory")
    choose(window, "page-race")
    assert dock(window, "memory").isVisible() and dock(window, "memory").isFloating()
    choose(window, "page-study")
    other = again(qtbot, window, appearance, settings)
    assert dock(other, "memory").isVisible() and dock(other, "memory").isFloating()
    other.session.close()


def test_a_file_says_which_panels_it_is_seen_with(window, session, tmp_path):
    path = tmp_path / "seen.basin.json"
    click(window, "charts-hide")
    click(window, "controls-hide")
    choose(window, "layout-talk")  # which is no place for panels, and no state of them
    assert window.files._save_to(path)
    told = json.loads(path.read_text("utf-8"))["view"]["panels"]
    left = [name for name in PANELS if name not in {"charts", "controls"}]
    assert told == left
    choose(window, "layout-reset")
    choose(window, "layout-talk")
    window.files.open_path(path)  # which ends no talk
    assert window.isFullScreen() and not window.memory.isVisible()
    press(Key.Key_Escape)
    assert window.desk.shown == frozenset(left) and window.memory.isVisible()
    assert window.layouts.current == ""
    choose(window, "layout-reset")
    session.save(path, seen=dataclasses.replace(session.seen, panels=None))
    window.files.open_path(path)
    assert window.desk.shown == frozenset(PANELS)
