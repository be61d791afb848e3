"""What a window was like, and what was not saved in it, is there when it is opened again."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.session.session import Session
from app.window.kept_layout import VERSION
from app.window.main_window import MainWindow


def opened(qtbot, session, appearance, settings, size=(1440, 900)):
    window = MainWindow(session, appearance, settings)
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    return window


def drag(window, place, across, down):
    """Move the border at a place of the panels as a hand does."""
    space, way = window.desk.workspace, QPoint(across, down)
    QTest.mousePress(space, Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseMove(space, place + way)
    QApplication.processEvents()
    QTest.mouseRelease(space, Qt.MouseButton.LeftButton, pos=place + way)
    QApplication.processEvents()


def below(window, name):
    """The middle of the border below a panel."""
    place = window.desk.workspace.docks[name].geometry()
    return QPoint(place.center().x(), place.bottom() + 2)


def sizes(window):
    QApplication.processEvents()
    return {name: dock.geometry() for name, dock in window.desk.workspace.docks.items()}


def stored(settings):
    settings.sync()
    return QSettings(settings.fileName(), QSettings.Format.IniFormat)


def test_what_a_hand_moved_is_remembered_and_the_rest_keeps_its_proportions(
    qtbot, session, appearance, settings
):
    window = opened(qtbot, session, appearance, settings)
    usual = sizes(window)
    drag(window, below(window, "memory"), 0, -90)
    chosen = sizes(window)
    assert chosen["memory"].height() == pytest.approx(usual["memory"].height() - 90, abs=4)
    window.close()
    again = opened(qtbot, session, appearance, stored(settings), (1440, 900))
    assert sizes(again)["memory"].height() == pytest.approx(chosen["memory"].height(), abs=2)
    for name in ("controls", "charts"):
        assert sizes(again)[name] == usual[name]
    again.resize(1100, 700)
    assert sizes(again)["controls"].width() < usual["controls"].width()  # nobody has moved this one


def layout(window, **changes):
    """A kept layout in which the memory is hidden and the controls are wide, with changes."""
    space = window.desk.workspace
    space.toggle("memory")
    kept = {"version": VERSION, "panels": {"name": "", "state": space.state}}
    space.toggle("memory")
    kept["panels"]["state"] |= changes.pop("state", {})
    return json.dumps(kept | changes)


def test_a_layout_of_another_version_or_format_is_dropped(qtbot, session, appearance, settings):
    first = opened(qtbot, session, appearance, None)
    known = layout(first)
    foreign = (
        json.dumps({"version": 2, "sizes": {"memory-and-standing": {"memory-panel": 14}}}),
        layout(first, version=VERSION + 1),
        layout(first, state={"format": 2}),
        layout(first, state={"state": "AAAA"}),
        layout(first, state={"state": json.loads(known)["panels"]["state"]["state"][:40]}),
    )
    usual = sizes(first)
    for kept in foreign:
        settings.setValue("window/layout", kept)
        window = opened(qtbot, session, appearance, settings)
        assert sizes(window) == usual and window.desk.shown == first.desk.shown, kept
        assert window.layouts.current == "Race"
    settings.setValue("window/layout", known)
    window = opened(qtbot, session, appearance, settings)
    assert window.desk.shown == first.desk.shown - {"memory"}


def test_a_panel_that_a_kept_layout_does_not_know_stands_where_it_does_at_first(
    qtbot, session, appearance, settings
):
    first = opened(qtbot, session, appearance, None)
    usual = sizes(first)
    names = [name for name in first.desk.workspace.docks if name != "charts"]
    first.desk.workspace.docks["charts"].setObjectName("of another time")
    settings.setValue("window/layout", layout(first, state={"panels": names}))
    window = opened(qtbot, session, appearance, settings)
    assert window.desk.shows("charts") and not window.desk.shows("memory")
    assert sizes(window)["charts"] == usual["charts"]


def test_a_layout_of_the_first_version_is_swept(qtbot, session, appearance, settings):
    settings.setValue("window/splitters/map-and-charts", b"as Qt writes it")
    opened(qtbot, session, appearance, settings).close()
    assert not [key for key in settings.allKeys() if key.startswith("window/splitters")]


def test_a_panel_that_was_hidden_comes_back_in_its_size(qtbot, session, appearance, settings):
    window = opened(qtbot, session, appearance, settings)
    drag(window, below(window, "memory"), 0, -60)
    chosen = sizes(window)["memory"]
    window.menus.actions["panel-memory"].trigger()
    window.close()
    again = opened(qtbot, session, appearance, stored(settings))
    assert not again.desk.shows("memory")
    again.menus.actions["panel-memory"].trigger()
    assert sizes(again)["memory"].size() == chosen.size()


def test_with_the_layout_not_wanted_back_a_window_begins_as_the_first(
    qtbot, session, appearance, settings
):
    window = opened(qtbot, session, appearance, settings)
    window.menus.actions["layout-memory"].trigger()
    window.layouts.save("mine")
    window.close()
    settings.setValue("preferences/restore_layout", False)
    again = opened(qtbot, session, appearance, stored(settings))
    assert again.layouts.current == "Race" and again.desk.shows("charts")
    assert again.layouts.own == ("mine",)


def closed_and_opened_again(qtbot, session, appearance, settings, change=lambda window: None):
    window = MainWindow(session, appearance, settings)
    qtbot.addWidget(window)
    window.show()
    change(window)
    window.close()
    settings.sync()
    stored = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    again = MainWindow(Session(), appearance, stored)
    qtbot.addWidget(again)
    return again


def test_the_charts_are_remembered(qtbot, session, appearance, settings):
    again = closed_and_opened_again(
        qtbot, session, appearance, settings,
        lambda window: window.charts.set_shown(("loss", "path_length")),
    )  # fmt: skip
    assert again.charts.shown == ("loss", "path_length")
    again.session.close()


def test_the_columns_of_the_standing_are_remembered(qtbot, session, appearance, settings):
    again = closed_and_opened_again(
        qtbot, session, appearance, settings,
        lambda window: window.standing.wish(("best", "path", "unheard of"), "planes"),
    )  # fmt: skip
    assert again.standing.wished("planes") == ("best", "path")
    again.session.close()


def drag_legend(window):
    canvas = window.map_view.canvas
    canvas.grab()
    grip = canvas.legend_card.center().toPoint()
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=grip)
    QTest.mouseMove(canvas, grip + QPoint(60, 90))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=grip + QPoint(60, 90))


def test_the_legend_lies_where_a_hand_has_put_it(qtbot, session, appearance, settings):
    put = []

    def change(window):
        drag_legend(window)
        put.append(window.map_view.layers.legend_at)

    again = closed_and_opened_again(qtbot, session, appearance, settings, change)
    assert again.map_view.layers.legend_at == put[0] is not None
    assert put[0][0] > 0 and put[0][1] > 0
    again.session.close()


@pytest.mark.parametrize("stored", ["", "none", "0.5", "nan 0.5", "0.2 7", "a b", "0.1 0.2 0.3"])
def test_a_place_of_the_legend_that_makes_no_sense_is_none(
    qtbot, session, appearance, settings, stored
):
    settings.setValue("map/legend", stored)
    window = opened(qtbot, session, appearance, settings)
    assert window.map_view.layers.legend_at is None


@pytest.mark.parametrize("state", ["first", "restored"])
def test_a_window_lies_on_the_screen_that_it_opens_on(qtbot, session, appearance, settings, state):
    """The screen of the offscreen platform is 800 × 800, lower than the usual window."""
    if state == "restored":
        large = opened(qtbot, session, appearance, settings, (2560, 1440))
        large.close()
    window = MainWindow(session, appearance, stored(settings))
    qtbot.addWidget(window)
    window.place()
    window.show()
    free = window.screen().availableGeometry()
    assert free.contains(window.playback.mapToGlobal(QPoint(0, window.playback.height())))
    qtbot.waitUntil(lambda: window._painted)
    QApplication.processEvents()
    assert window.frameGeometry().bottom() <= free.bottom()
    assert window.frameGeometry().top() >= free.top()
