"""Keys drive time from wherever the focus is, and leave fields what edits them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from window_hand import press

LEFT = Qt.MouseButton.LeftButton
Key = Qt.Key


@pytest.fixture
def window(whole_window):
    return whole_window


def test_time_keys_work_right_after_the_start(window, session):
    press(Key.Key_Right)
    press(Key.Key_Right)
    press(Key.Key_Left)
    assert session.cursor == 1
    press(Key.Key_End)
    assert session.cursor == 200
    press(Key.Key_Home)
    assert session.cursor == 0
    press(Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert session.cursor == 10
    press(Key.Key_Space)
    assert session.playing
    press(Key.Key_Space)
    assert not session.playing


def test_time_keys_work_after_clicks_on_map_buttons_boxes_and_cards(window, session):
    for widget in (
        window.map_view.canvas,
        window.playback.loop,
        window.methods.cards[1].head.enabled,
        window.methods.cards[0].head.chevron,
        window.methods.cards[2].head.label,
    ):
        QTest.mouseClick(widget, LEFT)
        session.seek(5)
        press(Key.Key_Right)
        assert session.cursor == 6, widget.objectName()
        press(Key.Key_Space)
        assert session.playing, widget.objectName()
        session.pause()


def test_a_slider_with_the_focus_keeps_its_arrows_and_space_still_plays(window, session):
    card = window.methods.cards[0]
    card.set_expanded(True)
    slider = card.form.row("lr").number.slider
    QTest.mouseClick(slider, LEFT, pos=slider.centre_of(400).toPoint())
    before = session.experiment.methods[0].values["lr"]
    press(Key.Key_Right)
    assert session.experiment.methods[0].values["lr"] > before and session.cursor == 0
    press(Key.Key_Space)
    assert session.playing
    session.pause()
    session.seek(5)
    press(Key.Key_Escape)
    press(Key.Key_Right)
    assert session.cursor == 6


def test_text_fields_keep_the_keys_that_edit(window, session):
    field = window.starts.x
    field.setFocus()
    press(Key.Key_Home)
    press(Key.Key_Right)
    press(Key.Key_End)
    assert session.cursor == 0 and field.cursorPosition() == len(field.text())
    label = window.methods.cards[0].head.label
    label.edit()
    QTest.keyClicks(label.editor, "a b")
    press(Key.Key_Return)
    assert session.experiment.methods[0].label == "a b" and not session.playing


def test_after_a_number_was_taken_space_and_the_ends_drive_time(window, session):
    for field in (window.run.steps, window.starts.x, window.run.noise.field):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, "3")
        press(Key.Key_End)
        assert session.cursor == 0 and field.hasFocus()  # it is being edited
        press(Key.Key_Return)
        press(Key.Key_End)
        assert session.cursor == session.experiment.steps > 0, field.objectName()
        press(Key.Key_Home)
        assert session.cursor == 0
        press(Key.Key_Space)
        assert session.playing
        session.pause()
        session.to_start()
        session.undo()


def test_space_plays_while_a_number_is_typed_and_the_number_stays(window, session):
    field = window.run.seed
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "12")
    press(Key.Key_Space)
    assert session.playing and field.text() == "12"


def test_a_button_reached_by_tab_takes_space_for_itself(window, session):
    button = window.playback.to_end
    button.setFocus(Qt.FocusReason.TabFocusReason)
    press(Key.Key_Space)
    assert session.cursor == 200 and not session.playing


def test_a_drop_down_reached_by_tab_keeps_home_and_end(window, session):
    choice = window.playback.speed
    choice.setFocus(Qt.FocusReason.TabFocusReason)
    press(Key.Key_End)
    assert session.speed == 16 and session.cursor == 0


def test_tab_reaches_every_control(window):
    window.methods.cards[3].set_expanded(True)
    wanted = {
        widget.objectName()
        for widget in window.findChildren(QWidget)
        if widget.isVisibleTo(window)
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and widget.objectName()
        and not widget.objectName().startswith("qt_")
    }
    reached, widget = set(), window.map_view
    for _ in range(600):
        widget = widget.nextInFocusChain()
        reached.add(widget.objectName())
    assert wanted <= reached
    assert {"landscape", "lr-slider", "decay-number", "time", "play", "steps"} <= wanted


def test_the_other_shortcuts(window, session):
    press(Key.Key_BracketRight)
    assert session.speed == 2
    press(Key.Key_BracketLeft)
    press(Key.Key_BracketLeft)
    assert session.speed == 0.5
    QTest.mouseClick(window.methods.cards[1], LEFT, pos=QPoint(3, 3))
    press(Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [spec.label for spec in session.experiment.methods][1:3] == ["Adam+SAM", "Adam+SAM (2)"]
    press(Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert len(session.experiment.methods) == 4
