"""What a hand does with the docks of a window, and what is seen of them."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.session.session import Session
from app.window.main_window import MainWindow

BUTTON, Key = Qt.MouseButton.LeftButton, Qt.Key


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


def reads(space, side):
    return [inner for part in space.reading(side) for inner in (part, *part.findChildren(QWidget))]
