"""Tab goes through the window as one reads it, and whatever it reaches has a name."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSlider,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QScrollBar,
    QSplitter,
    QTabBar,
    QWidget,
)

from app.window.main_window import MainWindow

TAB = Qt.FocusPolicy.TabFocus
FIELDS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSlider, QAbstractItemView, QTabBar)
PARTS = (
    "landscape",
    "starts",
    "methods",
    "run",
    "map_view",
    "playback",
    "charts",
    "memory",
    "standing",
)


@pytest.fixture
def window(qtbot, session, appearance):
    window = MainWindow(session, appearance)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    session.duplicate_method(0)  # a card in between that was made last
    window.methods.cards[0].set_expanded(True)
    QApplication.processEvents()
    return window


def press(key=Qt.Key.Key_Tab):
    QTest.keyClick(QApplication.focusWidget(), key)
    return QApplication.focusWidget()


def tour(window, look=lambda stop: None, most=200):
    """What Tab reaches until it is where it began."""
    window.findChild(QWidget, "landscape-tune").setFocus()
    stops = [QApplication.focusWidget()]
    while (stop := press()) is not stops[0]:
        look(stop)
        stops.append(stop)
        assert len(stops) < most, "Tab never comes back"
    return stops


def part_of(window, widget):
    space = window.desk.workspace
    docks = [(name, space.docks[name]) for name in ("charts", "memory", "standing")]
    tabs = [("tabs", bar) for bar in space.tabs]
    rest = [(name, getattr(window, name)) for name in PARTS if name not in space.docks]
    parts = (*rest, *docks, *tabs)
    return next(name for name, part in parts if part is widget or part.isAncestorOf(widget))


def test_tab_runs_as_one_reads_and_shows_where_it_is(window):
    window.resize(1024, 600)
    QApplication.processEvents()
    column = window.findChild(QWidget, "controls").viewport()

    def is_seen(stop):
        if column.isAncestorOf(stop):
            top = stop.mapTo(column, QPoint(0, 0)).y()
            assert top < column.height() and top + stop.height() > 0, stop.objectName()

    stops = tour(window, is_seen)
    parts = [name for name, _ in itertools.groupby(part_of(window, stop) for stop in stops)]
    assert [name for name in parts if name != "tabs"] == list(PARTS)
    assert parts[-2:] == ["tabs", "standing"]
    cards = window.methods.cards
    places = [stops.index(card) for card in cards]
    assert places == sorted(places)
    rate = cards[0].form.row("lr").number.field
    assert places[0] < stops.index(rate) < places[1]
    fields = [stop.objectName() for stop in stops if stop.objectName() in {"start-x", "start-y"}]
    assert fields == ["start-x", "start-y"]
    assert [press(Qt.Key.Key_Backtab) for _ in range(9)] == stops[:-10:-1]


def test_every_tab_bar_splitter_handle_and_stop_of_tab_has_a_name(window):
    window.menus.actions["panel-anatomy"].trigger()
    window.menus.actions["panel-anatomy"].trigger()
    named = [*window.findChildren(QTabBar), *tour(window)]
    for splitter in window.findChildren(QSplitter):
        named += [splitter.handle(place) for place in range(1, splitter.count())]
    unnamed = [type(w).__name__ + " " + w.objectName() for w in named if not w.accessibleName()]
    assert unnamed == []
    assert all(widget.objectName() for widget in named)


def for_the_hand(part):
    """Whether it is a field, or a place at which Tab stops."""
    is_one = isinstance(part, FIELDS) or part.focusPolicy() & TAB
    return part.isVisible() and bool(is_one) and not isinstance(part, QScrollBar)


def test_every_field_and_every_stop_of_every_panel_has_a_name(window, qtbot):
    docks = window.desk.workspace.docks.values()
    qtbot.waitUntil(lambda: all(dock.widget() for dock in docks))
    for card in window.methods.cards:
        card.set_expanded(True)
    qtbot.waitUntil(lambda: all(window.charts.chart(key).view for key in window.charts.shown))
    for dock in docks:
        dock.raise_()
        QApplication.processEvents()
        parts = [part for part in dock.findChildren(QWidget) if for_the_hand(part)]
        assert parts, dock.row.name
        for part in parts:
            assert part.accessibleName() and part.objectName(), (type(part), part.objectName())
    for part in filter(for_the_hand, window.playback.findChildren(QWidget)):
        assert part.accessibleName() and part.objectName(), (type(part), part.objectName())
