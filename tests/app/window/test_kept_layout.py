"""What a window was like, and what was not saved in it, is there when it is opened again."""

from __future__ import annotations

import json

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.session.session import Session
from app.window.kept_layout import VERSION, KeptLayout
from app.window.main_window import MainWindow


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def opened(qtbot, session, appearance, settings, size=(1440, 900)):
    window = MainWindow(session, appearance, settings)
    qtbot.addWidget(window)
    window.resize(*size)
    window.show()
    return window


def drag(splitter, across, down):
    """Move a splitter's first handle as a hand does."""
    handle = splitter.handle(1)
    middle = handle.rect().center()
    QTest.mousePress(handle, Qt.MouseButton.LeftButton, pos=middle)
    QTest.mouseMove(handle, middle + QPoint(across, down))
    QTest.mouseRelease(handle, Qt.MouseButton.LeftButton, pos=middle + QPoint(across, down))


def sizes(window):
    return [splitter.sizes() for splitter in window.desk.splitters]


def stored(settings):
    settings.sync()
    return QSettings(settings.fileName(), QSettings.Format.IniFormat)


def test_what_a_hand_moved_is_remembered_and_the_rest_keeps_its_proportions(
    qtbot, session, appearance, settings
):
    window = opened(qtbot, session, appearance, settings)
    usual = sizes(window)
    drag(window.desk.splitters[2], 0, -90)
    chosen = sizes(window)
    assert chosen[2][0] == pytest.approx(usual[2][0] - 90, abs=4)
    window.close()
    again = opened(qtbot, session, appearance, stored(settings), (1440, 900))
    assert sizes(again)[2] == pytest.approx(chosen[2], abs=2) and sizes(again)[:2] == usual[:2]
    again.resize(1100, 700)
    assert sizes(again)[0][0] < usual[0][0]  # nobody has moved this one


FOREIGN = (
    {"version": 1, "sizes": {"memory-and-standing": {"memory-panel": 14, "standing-frame": 9}}},
    {"version": VERSION + 1, "sizes": {"map-and-charts": {"map-frame": 900, "charts-panel": 90}}},
    {"version": VERSION, "sizes": {"map-and-charts": {"map-frame": 900, "a-pane-of-old": 9}}},
    {"version": VERSION, "sizes": {"map-and-charts": {"map-frame": 900, "charts-panel": 0}}},
)


def test_a_layout_for_other_panes_is_not_restored(qtbot, session, appearance, settings):
    window = opened(qtbot, session, appearance, None)
    usual = sizes(window)
    for layout in FOREIGN:
        settings.setValue("window/layout", json.dumps(layout))
        KeptLayout(settings).restore(window, window.desk, window.charts, window.standing)
        assert sizes(window) == usual, layout
    known = {"version": VERSION, "sizes": FOREIGN[1]["sizes"]}
    settings.setValue("window/layout", json.dumps(known))
    KeptLayout(settings).restore(window, window.desk, window.charts, window.standing)
    assert sizes(window) != usual


def test_a_layout_of_the_first_version_squeezes_no_pane(qtbot, session, appearance, settings):
    window = opened(qtbot, session, appearance, None)
    usual = sizes(window)
    drag(window.desk.splitters[1], 0, -300)
    settings.setValue("window/splitters/map-and-charts", window.desk.splitters[1].saveState())
    again = opened(qtbot, session, appearance, settings)
    assert sizes(again) == usual
    again.close()
    assert not [key for key in settings.allKeys() if key.startswith("window/splitters")]


def test_a_pane_that_was_hidden_comes_back_in_its_size(qtbot, session, appearance, settings):
    window = opened(qtbot, session, appearance, settings)
    drag(window.desk.splitters[1], 0, -60)
    chosen = sizes(window)
    window.desk.toggle_part("charts")
    window.close()
    assert sizes(opened(qtbot, session, appearance, stored(settings))) == chosen


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
        lambda window: window.standing.show_named(("best", "path", "unheard of")),
    )  # fmt: skip
    assert again.standing.columns_shown == ("best", "path")
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
