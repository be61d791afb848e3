"""Panels are moved, undocked, hidden and brought back by the hand of a person."""

from __future__ import annotations

import pytest
from dock_hand import BUTTON, Key, again, choose, click, dock, opened, place, press, reads, ticked
from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.window.docking.docks import BOTTOM, LEFT, ROWS, TOP
from core.experiment.view_state import PANELS


@pytest.fixture
def window(qtbot, session, appearance, settings):
    return opened(qtbot, session, appearance, settings)


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
    left = [row.name for row in ROWS if "standing" in (row.name, row.beside)]
    left.remove("anatomy")
    assert sum(dock(window, name).widget().isVisible() for name in left) == 1
    assert len(window.desk.workspace.tabs) == (len(left) > 1)
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


def test_the_buttons_of_a_panel_stand_together_at_its_right_edge(window):
    for name in PANELS:
        tab = dock(window, name)
        tab.raise_()
        QApplication.processEvents()
        strip = tab.title
        hide, undock = strip.hide_button.geometry(), strip.float_button.geometry()
        assert strip.width() - hide.right() < 12 and hide.left() - undock.right() < 12, name
