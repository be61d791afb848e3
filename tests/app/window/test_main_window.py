"""The real window, driven by mouse and keyboard: what a person does from start to close."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel, QWidget
from window_hand import trigger

from app.look.appearance import LIGHT
from app.window.docking.docks import ROWS
from app.window.main_window import MainWindow

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def window(whole_window):
    return whole_window


def test_the_export_dialog_opens_on_what_the_map_shows(window, qtbot):
    QTest.mouseClick(window.playback.export, LEFT)
    dialog = window.findChild(QDialog)
    assert dialog.isVisible()
    dialog.reject()


@pytest.mark.parametrize("size", [(1440, 900), (1000, 700)])
@pytest.mark.parametrize("expanded", [False, True])
def test_nothing_of_the_controls_is_cut_off(window, size, expanded, qtbot):
    window.resize(*size)
    for card in window.methods.cards:
        card.set_expanded(expanded)
    qtbot.wait(20)
    for part in (window.landscape, window.starts, window.methods, window.run, window.playback):
        for child in part.findChildren(QWidget):
            if child.isVisible() and child.visibleRegion().isEmpty() is False:
                right = child.mapTo(part, QPoint(child.width(), 0)).x()
                assert right <= part.width(), child.objectName()
    for frame in (window.landscape, window.starts, window.methods):
        viewport = frame.parentWidget().parentWidget()
        assert frame.mapTo(viewport, QPoint(frame.width(), 0)).x() <= viewport.width()


@pytest.mark.parametrize("size", [(1024, 570), (1280, 650), (1366, 700), (2560, 1400)])
def test_on_every_screen_all_parts_lie_within_the_window_and_no_button_is_left_out(
    window, qapp, size
):
    """The sizes are what bars and title leave of screens of 1024×640 to 2560×1440."""
    window.resize(*size)
    qapp.processEvents()
    assert (window.width(), window.height()) == size
    for part in (window.landscape, window.run, window.map_view, window.playback, window.charts):
        assert part.isVisible()
        corner = part.mapTo(window, QPoint(part.width(), part.height()))
        if part is not window.landscape:  # the column above the run scrolls
            assert corner.y() <= size[1], part.objectName()
        assert corner.x() <= size[0], part.objectName()
    for button in window.playback.findChildren(QAbstractButton):
        assert button.isVisible() and button.width() >= 20, button.objectName()
    assert window.map_view.canvas.height() >= 180 and window.map_view.canvas.width() >= 400


def test_labels_are_whole_at_the_usual_size(window):
    window.resize(1440, 900)
    for label in window.run.findChildren(QLabel) + window.starts.findChildren(QLabel):
        if label.isVisible():
            assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width() + 1


def test_the_view_menu_hides_and_shows_the_parts(window):
    for row in ROWS:
        if row.beside:  # which lies behind another
            trigger(window, f"panel-{row.name}")
    for row in ROWS:
        panel = window.desk.workspace.docks[row.name].widget()
        if not panel.isVisible():
            trigger(window, f"panel-{row.name}")
        assert panel.isVisible()
        trigger(window, f"panel-{row.name}")
        assert not panel.isVisible()
        trigger(window, f"panel-{row.name}")
        assert panel.isVisible()


def test_the_view_menu_switches_layers_of_the_map(window):
    assert window.map_view.layers.trails
    trigger(window, "layer-trails")
    assert not window.map_view.layers.trails
    window.map_view.set_layers(dataclasses.replace(window.map_view.layers, trails=True))
    assert window.menus.actions["layer-trails"].isChecked()


def test_the_theme_is_chosen_in_the_view_menu(window, appearance):
    trigger(window, "theme-light")
    assert appearance.theme == LIGHT
    assert window.menus.actions["theme-light"].isChecked()


def test_the_standing_goes_to_the_clipboard(window):
    trigger(window, "copy-standing")
    lines = QGuiApplication.clipboard().text().splitlines()
    assert len(lines) == 5 and lines[1].startswith("Adam\t")


def test_help_shows_keys_and_papers(window):
    trigger(window, "keyboard")
    trigger(window, "sources")
    first, second = window.findChildren(QWidget, "help")
    texts = [d.findChild(QWidget, "help-text").toPlainText() for d in (first, second)]
    assert any("Space" in text for text in texts) and any("2307.09638" in text for text in texts)
    first.close()
    second.close()


def test_closing_while_it_runs_stops_everything(window, session, qtbot):
    session.play()
    session.set_steps(5000)
    window.end()
    heard = []
    session.picture_changed.connect(heard.append)
    session.cursor_changed.connect(heard.append)
    qtbot.wait(100)
    assert not session.playing and heard == []


def test_the_map_s_picture_is_copied_as_it_is_seen(window: MainWindow) -> None:
    QGuiApplication.clipboard().clear()
    next(each for each in window.commands if each.id == "copy-map").do()
    copied = QGuiApplication.clipboard().image()
    canvas = window.map_view.canvas
    assert copied.size() == canvas.size() * 2
    assert copied.convertToFormat(canvas.image(2).format()) == canvas.image(2)
