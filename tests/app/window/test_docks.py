"""Panels are moved, undocked, hidden and brought back by the hand of a person."""

from __future__ import annotations

import dataclasses
import json

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QSettings, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.session.session import Session
from app.window.docking.docks import BOTTOM, LEFT, ROWS, TOP
from app.window.layout_dialog import LayoutDialog
from app.window.main_window import MainWindow
from core.experiment.view_state import PANELS

BUTTON, Key = Qt.MouseButton.LeftButton, Qt.Key


@pytest.fixture
def window(qtbot, session, appearance, settings):
    return opened(qtbot, session, appearance, settings)


def opened(qtbot, session, appearance, settings):
    window = MainWindow(session, appearance, settings)
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    qtbot.waitUntil(lambda: dock(window, "anatomy").widget() is not None)
    return window


def again(qtbot, window, appearance, settings):
    """The window of the next sitting."""
    window.close()
    settings.sync()
    stored = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    return opened(qtbot, Session(window.session.experiment), appearance, stored)


def dock(window, name):
    return window.desk.workspace.docks[name]


def click(window, name):
    """Click a button of a panel's title: "memory-hide", "memory-float"."""
    QTest.mouseClick(dock(window, name.partition("-")[0]).findChild(QWidget, name), BUTTON)
    QApplication.processEvents()


def choose(window, name):
    window.menus.actions[name].trigger()
    QApplication.processEvents()


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget() or QApplication.activeWindow(), key, modifiers)
    QApplication.processEvents()


def seen(window):
    """Where each panel is that can be seen."""
    docks = window.desk.workspace.docks.items()
    return {name: one.geometry() for name, one in docks if not one.visibleRegion().isEmpty()}


def ticked(window, name):
    return window.menus.actions[name].isChecked()


def place(window, widget):
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def test_the_table_has_the_panels_that_a_file_may_name():
    assert tuple(row.name for row in ROWS) == PANELS


def test_a_panel_is_undocked_by_its_button_and_docked_where_it_was(qtbot, window, session):
    memory = dock(window, "memory")
    before = memory.geometry()
    button = memory.title.float_button
    assert button.accessibleName() == "Undock Memory" and button.toolTip()
    click(window, "memory-float")
    assert memory.isWindow() and memory.isVisible() and ticked(window, "float-memory")
    assert button.accessibleName() == "Dock Memory" and window.memory.isVisible()
    assert dock(window, "standing").y() < before.bottom()  # the room goes to what is left
    memory.activateWindow()
    at = session.cursor
    memory.setFocus()
    QTest.keyClick(memory, Key.Key_Right)
    assert session.cursor == at + 1  # time's keys work there too
    click(window, "memory-float")
    assert not memory.isWindow()
    qtbot.waitUntil(lambda: memory.geometry() == before)
    assert not ticked(window, "float-memory")


def test_what_lies_behind_a_tab_is_undocked_to_where_it_is_seen(qtbot, window):
    choose(window, "float-anatomy")
    anatomy = dock(window, "anatomy")
    assert anatomy.isWindow() and anatomy.widget().isVisible()
    assert QGuiApplication.primaryScreen().availableGeometry().contains(anatomy.geometry())
    assert window.standing.isVisible() and not window.desk.workspace.tabs
    choose(window, "float-anatomy")
    qtbot.waitUntil(lambda: anatomy.widget().isVisible() and not window.standing.isVisible())


def test_tab_goes_round_within_a_panel_that_floats(window):
    choose(window, "float-standing")
    standing = dock(window, "standing")
    standing.activateWindow()
    window.standing.columns.setFocus()
    for _ in range(3):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        assert standing.isAncestorOf(QApplication.focusWidget())


@pytest.mark.qt_log_ignore("does not support", extend=True)
def test_a_panel_is_dragged_out_by_its_title_and_to_another_side(window):
    controls, space = dock(window, "controls"), window.desk.workspace
    title = controls.title
    grip = title.label.geometry().center()
    QTest.mousePress(title, BUTTON, pos=grip)
    for step in range(1, 6):
        QTest.mouseMove(title, grip + QPoint(40 * step, 60))
        QApplication.processEvents()
    assert controls.isFloating()
    QTest.mouseRelease(title, BUTTON, pos=grip + QPoint(200, 60))
    QApplication.processEvents()
    space.addDockWidget(TOP, controls)  # what a drop does
    controls.setFloating(False)
    QApplication.processEvents()
    assert controls.y() + controls.height() <= place(space, window.map_view).top()
    assert window.landscape in reads(space, TOP) and not space.reading(LEFT)
    assert window.layouts.current == ""


def reads(space, side):
    return [inner for part in space.reading(side) for inner in (part, *part.findChildren(QWidget))]


def test_a_panel_is_hidden_by_its_cross_and_shown_by_menu_and_key(window):
    map_before = window.map_view.width()
    assert dock(window, "controls").title.hide_button.accessibleName() == "Hide Controls"
    click(window, "controls-hide")
    assert not window.landscape.isVisible() and not ticked(window, "panel-controls")
    assert window.map_view.width() > map_before
    press(Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert window.landscape.isVisible() and ticked(window, "panel-controls")
    assert window.map_view.width() == map_before


def test_what_lies_behind_a_tab_rests_and_comes_to_the_front_when_it_is_shown(window):
    anatomy = dock(window, "anatomy").widget()
    assert not anatomy.isVisible() and window.standing.isVisible()
    assert window.map_view.layers.anatomy == ()
    (tabs,) = window.desk.workspace.tabs
    QTest.mouseClick(tabs, BUTTON, pos=tabs.tabRect(1).center())
    QApplication.processEvents()
    assert anatomy.isVisible() and not window.standing.isVisible()
    choose(window, "panel-standing")
    choose(window, "panel-standing")
    assert window.standing.isVisible() and not anatomy.isVisible()


def test_where_panels_stand_is_remembered_over_a_restart(qtbot, window, appearance, settings):
    click(window, "charts-hide")
    click(window, "standing-float")
    dock(window, "standing").setGeometry(40, 60, 420, 300)
    window.desk.workspace.addDockWidget(BOTTOM, dock(window, "controls"))
    other = again(qtbot, window, appearance, settings)
    assert other.desk.shown == frozenset(PANELS) - {"charts"}
    assert dock(other, "standing").isFloating() and ticked(other, "float-standing")
    assert dock(other, "standing").geometry() == QRect(40, 60, 420, 300)
    below = place(other, dock(other, "controls"))
    assert below.top() >= place(other, other.map_view).bottom()
    other.session.close()


def test_a_panel_that_floated_on_a_screen_that_is_gone_is_on_one_that_is_there(
    qtbot, window, appearance, settings
):
    click(window, "memory-float")
    dock(window, "memory").setGeometry(5000, -3000, 400, 300)
    other = again(qtbot, window, appearance, settings)
    free = QGuiApplication.primaryScreen().availableGeometry()
    assert dock(other, "memory").isFloating() and free.contains(dock(other, "memory").geometry())
    dock(other, "memory").setGeometry(5000, -3000, 400, 300)
    QGuiApplication.instance().screenRemoved.emit(QGuiApplication.primaryScreen())
    QApplication.processEvents()
    assert free.contains(dock(other, "memory").geometry())
    other.session.close()


def test_a_tick_lays_nothing_out_anew(qtbot, window, session):
    class Watch(QObject):
        def eventFilter(self, watched, event):
            if event.type() == QEvent.Type.LayoutRequest:
                asked.append(watched)
            return False

    def quiet():
        asked.clear()
        for step in range(9, 12):
            session.seek(step)
            QApplication.processEvents()
        return not asked

    asked, watch = [], Watch()
    for part in (window, window.desk.workspace, *window.desk.workspace.docks.values()):
        part.installEventFilter(watch)
    qtbot.waitUntil(quiet)  # charts and cards of the beginning may still come
    assert window.memory.step.text() == "step 11"
    assert "step 11" in window.playback.step.text()


# Layouts


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


# With the rest of the window


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
    assert told == ["memory", "standing", "anatomy"]
    choose(window, "layout-reset")
    choose(window, "layout-talk")
    window.files.open_path(path)  # which ends no talk
    assert window.isFullScreen() and not window.memory.isVisible()
    press(Key.Key_Escape)
    assert window.desk.shown == {"memory", "standing", "anatomy"} and window.memory.isVisible()
    assert window.layouts.current == ""
    choose(window, "layout-reset")
    session.save(path, seen=dataclasses.replace(session.seen, panels=None))
    window.files.open_path(path)
    assert window.desk.shown == frozenset(PANELS)


def test_the_buttons_of_a_panel_stand_together_at_its_right_edge(window):
    for name in PANELS:
        tab = dock(window, name)
        tab.raise_()
        QApplication.processEvents()
        strip = tab.title
        hide, undock = strip.hide_button.geometry(), strip.float_button.geometry()
        assert strip.width() - hide.right() < 12 and hide.left() - undock.right() < 12, name
