"""Text of another size while the window is open: all of it, at once, and back without a trace."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget

from app.look import length_scale
from app.look.appearance import LIGHT, Appearance
from app.session.session import Session
from app.widgets.elided_label import ElidedLabel
from app.window import text_resizing
from app.window.main_window import MainWindow
from app.window.preferences_dialog import PreferencesDialog
from core.experiment.view_state import PANELS

WIDE, NARROW = (1440, 900), (1024, 640)


@pytest.fixture
def window(session: Session, appearance: Appearance, qtbot) -> Iterator[MainWindow]:
    """One without its style sheet, which takes most of the time."""
    window = MainWindow(session, appearance)
    qtbot.addWidget(window)
    window.resize(*WIDE)
    window.show()
    yield window
    choose(window, "100", qtbot)


@pytest.fixture
def styled(styled_window: MainWindow, session: Session, qtbot) -> Iterator[MainWindow]:
    styled_window.resize(*WIDE)
    session.seek(77)
    settled(styled_window, qtbot)
    yield styled_window
    choose(styled_window, "100", qtbot)


def choose(window: MainWindow, size: str, qtbot) -> None:
    window.preferences.change(text_size=size)
    qtbot.waitUntil(lambda: window.devicePixelRatio() == int(size) / 100)


def settled(window: MainWindow, qtbot) -> QImage:
    """What the window looks like when nothing of it changes any more."""
    calm: list[QImage] = []

    def is_calm() -> bool:
        now = picture(window)
        if (
            window.session.busy
            or window.map_view.canvas.pending
            or window.charts.drawing.at_work
            or is_put_off(window)
        ):
            calm.clear()
        elif calm and now != calm[-1]:
            calm[:] = [now]
        else:
            calm.append(now)
        return len(calm) == 3

    qtbot.waitUntil(is_calm)
    return calm[-1]


def is_put_off(window: MainWindow) -> bool:
    """Whether something is still to be done once, a little later: a measure, a finer ground."""
    timers = (*window.findChildren(QTimer), *window.session.findChildren(QTimer))
    return any(timer.isActive() and timer.isSingleShot() for timer in timers)


def picture(window: QWidget) -> QImage:
    return window.grab().toImage()


def drag_border(window: MainWindow, by: int) -> None:
    """Make the controls wider by the border beside them."""
    workspace, button = window.desk.workspace, Qt.MouseButton.LeftButton
    place = workspace.docks["controls"].geometry()
    begin = QPoint(place.right() + 3, place.center().y())
    QTest.mousePress(workspace, button, pos=begin)
    QTest.mouseMove(workspace, begin + QPoint(by, 0))
    QApplication.processEvents()
    QTest.mouseRelease(workspace, button, pos=begin + QPoint(by, 0))


def test_the_same_picture_comes_back_to_the_pixel_and_nothing_is_lost(styled, session, qtbot):
    window = styled
    wide = window.desk.workspace.docks["controls"].width()
    drag_border(window, 200)
    assert window.desk.workspace.docks["controls"].width() > wide + 100
    session.set_steps(150)
    session.seek(60)
    QTest.keyClick(window.map_view, Qt.Key.Key_Plus)
    window.appearance.set_theme(LIGHT)
    before, view, panels = settled(window, qtbot), window.map_view.view, window.desk.state
    choose(window, "150", qtbot)
    larger = settled(window, qtbot)
    assert larger.size() == before.size() and larger != before  # the place on the screen is kept
    assert window.width() == 960
    choose(window, "125", qtbot)
    choose(window, "100", qtbot)
    assert settled(window, qtbot) == before
    assert (window.map_view.view, session.cursor, window.desk.state) == (view, 60, panels)
    session.undo()
    assert session.experiment.steps == 200


def test_it_is_what_a_window_of_that_size_begins_as(styled, session, qtbot):
    choose(styled, "150", qtbot)
    fresh = MainWindow(session, styled.appearance)
    qtbot.addWidget(fresh)
    fresh.resize(styled.size())
    fresh.show()
    assert settled(fresh, qtbot) == settled(styled, qtbot)


def test_no_word_is_clipped_and_no_panel_lies_on_another(styled, qtbot, monkeypatch):
    for size in (WIDE, NARROW):
        styled.resize(*size)
        least = styled.size() / 1.5
        monkeypatch.setattr(text_resizing, "least_size", lambda _, least=least: least)  # a screen's
        choose(styled, "150", qtbot)
        assert styled.size() == least
        settled(styled, qtbot)
        look_for_clipped(styled)
        choose(styled, "100", qtbot)


def look_for_clipped(window: MainWindow) -> None:
    docks = [dock for dock in window.desk.workspace.docks.values() if dock.isVisible()]
    seen = [dock for dock in docks if not dock.visibleRegion().isEmpty()]
    places = [place_in(window, part) for part in (*seen, window.map_view, window.playback)]
    for number, place in enumerate(places):
        assert window.rect().contains(place)
        assert not any(place.intersects(other) for other in places[:number])
    for part in (*window.findChildren(QLabel), *window.findChildren(QAbstractButton)):
        if part.isVisible() and part.text() and not isinstance(part, ElidedLabel):
            wraps = isinstance(part, QLabel) and part.wordWrap()
            needed = part.heightForWidth(part.width()) if wraps else part.sizeHint().height()
            assert part.height() >= needed, part.text()
            assert wraps or part.width() >= part.minimumSizeHint().width(), part.text()


def place_in(window: QWidget, part: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


def test_it_is_chosen_in_the_dialog_which_stays_and_grows(window, qtbot):
    window.menus.actions["preferences"].trigger()
    dialog = window.findChild(PreferencesDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    before, lengths = picture(dialog), dialog.size()
    dialog.text_size.setFocus()
    focused = picture(dialog)
    QTest.keyClicks(dialog.text_size, "125")
    qtbot.waitUntil(lambda: dialog.devicePixelRatio() == 1.25)
    assert dialog.isVisible() and dialog.size() == lengths
    assert picture(dialog).width() == pytest.approx(1.25 * before.width(), abs=1)
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)
    assert dialog.text_size.hasFocus()
    for _ in range(2):  # over 110
        QTest.keyClick(dialog.text_size, Qt.Key.Key_Up)
    qtbot.waitUntil(lambda: dialog.devicePixelRatio() == 1)
    assert picture(dialog) == focused
    dialog.close()


def test_a_panel_that_floats_keeps_its_place(window, qtbot):
    memory = window.desk.workspace.docks["memory"]
    window.desk.workspace.turn("memory")
    memory.setGeometry(100, 120, 450, 600)
    choose(window, "125", qtbot)
    assert memory.devicePixelRatio() == 1.25
    assert memory.isVisible() and memory.geometry() == QRect(80, 96, 360, 480)
    choose(window, "100", qtbot)
    assert memory.isFloating() and memory.geometry() == QRect(100, 120, 450, 600)


def test_a_window_that_fills_its_screen_still_does_and_has_its_place_afterwards(window, qtbot):
    place = window.geometry()
    window.layouts.talk()
    qtbot.waitUntil(window.isFullScreen)
    for size in ("150", "125"):
        choose(window, size, qtbot)
        assert window.isFullScreen() and window.desk.is_bare
    window.layouts.leave_talk()
    wanted = QSize(round(place.width() / 1.25), round(place.height() / 1.25))
    qtbot.waitUntil(lambda: window.size() == wanted)
    choose(window, "100", qtbot)
    assert window.size() == place.size() and window.desk.shown == frozenset(PANELS)


def test_where_qt_cannot_do_it_the_dialog_says_when_it_will_hold(window, qtbot, monkeypatch):
    monkeypatch.setattr(length_scale, "_setter", lambda: None)
    dialog = PreferencesDialog(window.appearance, window.preferences, window.map_view, window)
    assert any("size of text" in label.text() for label in dialog.findChildren(QLabel))
    window.preferences.change(text_size="125")
    qtbot.wait(1)
    assert window.isVisible() and window.devicePixelRatio() == 1
