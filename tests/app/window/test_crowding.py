"""A window without room for panels all around its map lets them share one place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSettings

from app.window.docking.docks import LEFT
from app.window.main_window import MainWindow

ROOM, NONE = (1200, 800), (680, 420)


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def window(qtbot, session, appearance, settings):
    window = MainWindow(session, appearance, settings)
    qtbot.addWidget(window)
    window.setMinimumSize(1, 1)
    window.resize(*ROOM)
    window.show()
    qtbot.waitUntil(lambda: window.desk.workspace.docks["anatomy"].widget() is not None)
    return window


def seen(window):
    docks = window.desk.workspace.docks.items()
    return [name for name, dock in docks if not dock.visibleRegion().isEmpty()]


def sides(window):
    workspace = window.desk.workspace
    return {workspace.dockWidgetArea(dock) for dock in workspace.docks.values()}


def test_they_lie_behind_each_other_and_come_back_with_the_room(window, qtbot):
    before = window.desk.state
    shown = window.desk.shown
    window.resize(*NONE)
    qtbot.waitUntil(lambda: seen(window) == ["controls"])
    assert sides(window) == {LEFT} and window.desk.shown == shown
    assert window.size().toTuple() == NONE  # and the panels ask for no more
    window.menus.actions["panel-memory"].trigger()
    window.resize(*ROOM)
    assert window.desk.shown == shown - {"memory"}  # what was hidden meanwhile stays so
    window.menus.actions["panel-memory"].trigger()
    window.menus.actions["layout-reset"].trigger()
    qtbot.waitUntil(lambda: window.desk.state == before)


def test_the_next_window_that_has_room_has_them_around_its_map(
    qtbot, window, session, appearance, settings
):
    before = sides(window)
    window.resize(*NONE)
    window.close()
    window = MainWindow(session, appearance, settings)
    qtbot.addWidget(window)
    window.resize(*ROOM)
    window.show()
    qtbot.waitUntil(lambda: len(seen(window)) == 4)
    assert sides(window) == before


def test_a_layout_that_is_asked_for_has_its_panels_there(window, qtbot):
    window.resize(*NONE)
    window.menus.actions["layout-memory"].trigger()
    qtbot.waitUntil(lambda: seen(window) == ["memory"])
    assert window.desk.shown == {"memory", "anatomy"} and sides(window) == {LEFT}
    window.menus.actions["layout-reset"].trigger()
    qtbot.waitUntil(lambda: seen(window) == ["controls"])
    window.resize(*ROOM)
    qtbot.waitUntil(lambda: len(seen(window)) == 4)
