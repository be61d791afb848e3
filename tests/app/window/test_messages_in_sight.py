"""Messages and notes hide nothing that is needed, and move nothing."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from window_hand import trigger

from core.experiment import presets
from landscapes.two_basins import TwoBasins

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def window(whole_window):
    return whole_window


def test_presets_begin_a_race(window, session):
    names = [name for name in window.menus.actions if name.startswith("preset-")]
    assert names
    for name in names:
        trigger(window, name)
        assert session.playing
        assert session.experiment == presets.load(name.removeprefix("preset-"))
        assert window.note.text.text() == presets.commentary(name.removeprefix("preset-"))


def test_a_presets_note_ends_with_the_first_edit(window, session):
    trigger(window, "preset-two-basins")
    assert window.note.isVisible()
    session.set_landscape(TwoBasins(sharpness=30.0))
    assert not window.note.isVisible()


@pytest.mark.parametrize("size", [(1440, 900), (1024, 600)])
def test_a_presets_note_hides_nothing(window, qapp, size):
    window.resize(*size)
    trigger(window, "preset-two-basins")
    qapp.processEvents()
    note = window.note
    assert note.text.heightForWidth(note.text.width()) <= note.text.height()
    place = QRect(note.mapTo(window, QPoint(0, 0)), note.size())
    for part in (window.map_view, window.playback, window.memory, window.landscape, window.run):
        assert not place.intersects(QRect(part.mapTo(window, QPoint(0, 0)), part.size()))
        assert part.mapTo(window, QPoint(0, part.height())).y() <= window.height()
    QTest.mouseClick(note.button, LEFT)
    assert not note.isVisible()


def places(window):
    parts = (window.map_view.canvas, window.landscape, window.run, window.memory, window.playback)
    return [(part.mapTo(window, QPoint(0, 0)), part.size()) for part in parts]


@pytest.mark.parametrize("size", [(1440, 900), (880, 600)])
def test_messages_move_nothing_and_leave_the_maps_buttons_free(window, qapp, size):
    window.resize(*size)
    qapp.processEvents()
    before = places(window)
    bar, view = window.messages, window.map_view
    for say in (bar.tell, bar.fail):
        say("Two basins of sharpness 100 at α = 0.05. " * 8)
        qapp.processEvents()
        assert bar.isVisible() and places(window) == before
        assert not bar.visibleRegion().isEmpty() and bar.button.isVisible()
        for button in (view.layers_button, view.zoom_in, view.zoom_out, view.fit, view.image):
            middle = button.mapTo(window, button.rect().center())
            assert window.childAt(middle) is button, button.objectName()
        assert bar.text.heightForWidth(bar.text.width()) <= bar.text.height()
    QTest.mouseClick(bar.button, LEFT)
    assert not bar.isVisible() and places(window) == before


def test_a_message_lies_over_no_note(window, qapp):
    trigger(window, "preset-two-basins")
    window.messages.fail("Two basins of sharpness 100 at α = 0.05.")
    qapp.processEvents()
    window.note.say("A note of one line")
    window.note.say("A longer note. " * 40)
    qapp.processEvents()
    assert not window.messages.geometry().intersects(window.note.geometry())


def test_a_message_follows_the_window(window, qapp):
    bar = window.messages
    bar.fail("Two basins of sharpness 100 at α = 0.05. " * 8)
    qapp.processEvents()
    wide, low = bar.width(), bar.height()
    window.resize(900, 700)
    qapp.processEvents()
    assert bar.width() < wide and bar.height() > low
    window.resize(1440, 900)
    qapp.processEvents()
    assert (bar.width(), bar.height()) == (wide, low)
    trigger(window, "panel-controls")
    qapp.processEvents()
    assert bar.geometry().left() >= 0
    buttons = window.map_view.layers_button
    assert bar.geometry().right() < buttons.mapTo(bar.parentWidget(), QPoint(0, 0)).x()
