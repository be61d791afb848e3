"""Who starts without a file is offered what to begin with, and never again if so wished."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, QPoint, QSettings, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from app.look.appearance import Appearance
from app.window.gallery import Gallery
from app.window.main_window import MainWindow
from app.window.preferences import Wishes
from app.window.welcome import Welcome
from core.experiment import experiment_file, presets

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def race(tmp_path):
    path = tmp_path / "a & b.basin.json"
    path.write_text(experiment_file.dumps(presets.load("settling")), encoding="utf-8")
    return path


@pytest.fixture
def window(qtbot, session, settings, race):
    settings.setValue("files/recent", [str(race)])
    window = MainWindow(session, Appearance(settings, wait=True), settings)
    qtbot.addWidget(window)
    return window


@pytest.fixture
def page(window, qtbot):
    window.welcome()
    window.show()
    qtbot.waitUntil(lambda: window.findChild(Welcome) is not None)
    return window.findChild(Welcome)


def click(page, name):
    QTest.mouseClick(page.findChild(object, name), LEFT)


def test_it_comes_after_the_first_paint_and_enter_or_escape_leave_the_race(page, window, session):
    before = session.experiment
    assert page.isVisible() and window.findChild(Welcome) is page
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert not page.isVisible() and session.experiment is before
    window.menus.actions["welcome"].trigger()
    again = [one for one in window.findChildren(Welcome) if one.isVisible()][-1]
    QTest.keyClick(again, Qt.Key.Key_Escape)
    assert not again.isVisible() and session.experiment is before


def test_gallery_and_tour_are_a_click_away(page, window):
    click(page, "welcome-gallery")
    assert not page.isVisible() and window.findChild(Gallery).isVisible()
    window.findChild(Gallery).reject()
    window.menus.actions["welcome"].trigger()
    again = [one for one in window.findChildren(Welcome) if one.isVisible()][-1]
    click(again, "welcome-tour")
    assert window.guide.bar.isVisible() and not again.isVisible()


def test_a_recent_file_is_named_and_opened(page, session, race):
    button = page.findChild(object, "welcome-recent-0")
    assert button.text() == "a && b.basin.json"
    QTest.mouseClick(button, LEFT)
    assert session.path == race and not page.isVisible()


def test_a_file_dropped_on_it_is_opened(page, session, race):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(race))])
    none = Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    page.dropEvent(QDropEvent(QPoint(5, 5), copy, data, LEFT, none))
    assert session.path == race and not page.isVisible()


def test_never_again_if_so_wished(page, window, settings, session, qapp):
    assert page.again.isChecked()
    QTest.keyClick(page.again, Qt.Key.Key_Space)
    settings.sync()
    kept = QSettings(settings.fileName(), QSettings.Format.IniFormat)
    assert Wishes.read(kept).welcome is False
    page.reject()
    other = MainWindow(session, Appearance(kept, wait=True), kept)
    other.welcome()
    other.show()
    with_paint = []
    other.first_painted.connect(lambda: with_paint.append(True), Qt.ConnectionType.QueuedConnection)
    while not with_paint:
        qapp.processEvents()
    qapp.processEvents()
    assert other.findChild(Welcome) is None
    other.end()
