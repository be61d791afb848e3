"""The buttons drive time, and the bar shows where time stands and how much is computed."""

from __future__ import annotations

import itertools

import pytest
from puppet import Puppet
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.panels.playback.playback_bar import SPEEDS, PlaybackBar, speed_text
from app.session.session import Session
from core.experiment.experiment import Experiment, MethodSpec
from landscapes.ackley import Ackley

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def bar(qtbot, session, appearance):
    host = QWidget()  # a bar that is a window of its own is not made as narrow
    qtbot.addWidget(host)
    bar = PlaybackBar(session, appearance, host)
    bar.resize(760, 44)
    host.resize(800, 60)
    host.show()
    qtbot.waitUntil(lambda: session.ready == 200)
    yield bar


def click(widget):
    QTest.mouseClick(widget, LEFT)


def test_buttons_move_the_cursor(bar, session):
    click(bar.to_end)
    assert session.cursor == 200 and bar.step.text() == "step 200 / 200"
    click(bar.back)
    assert session.cursor == 199
    click(bar.to_start)
    click(bar.forward)
    assert session.cursor == 1 and bar.time.value() == 1


def test_play_turns_into_pause_and_time_runs(bar, session, qtbot):
    click(bar.play)
    assert session.playing and bar.play.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: session.cursor > 3)
    click(bar.play)
    assert not session.playing and bar.play.accessibleName() == "Play"
    assert bar.time.value() == session.cursor


def test_while_the_picture_waits_the_paler_part_is_what_the_run_has_come_to(
    qtbot, appearance, monkeypatch
):
    puppet = Puppet()
    card = MethodSpec.create("adam")
    session = Session(Experiment(Ackley(), (card,), ((3.0, 2.0),), 200), load=puppet.load)
    bar, told = PlaybackBar(session, appearance), []
    qtbot.addWidget(bar)
    monkeypatch.setattr(bar.time, "set_extent", told.append)
    qtbot.waitUntil(lambda: session.ready == 200)
    session.seek(150)
    puppet.limit = 60
    session.set_method(0, card.changed(lr=0.2))
    qtbot.waitUntil(lambda: session.held and told[-1] == 60)
    assert session.ready == 200  # of the run before
    puppet.limit = None
    qtbot.waitUntil(lambda: not session.busy)
    assert told[-1] == 200
    session.close()


def test_scrubbing_follows_the_hand(bar, session):
    QTest.mousePress(bar.time, LEFT, pos=bar.time.centre_of(50).toPoint())
    seen = []
    session.cursor_changed.connect(seen.append)
    for step in range(60, 160, 10):
        QTest.mouseMove(bar.time, bar.time.centre_of(step).toPoint())
    QTest.mouseRelease(bar.time, LEFT)
    assert seen == list(range(60, 160, 10))


def test_arrow_keys_on_the_time_slider_step_by_one(bar, session):
    session.seek(10)
    QTest.keyClick(bar.time, Qt.Key.Key_Right)
    QTest.keyClick(bar.time, Qt.Key.Key_Right)
    QTest.keyClick(bar.time, Qt.Key.Key_Left)
    assert session.cursor == 11


def test_the_speed_is_chosen_and_followed(bar, session):
    assert bar.speed.currentText() == "1×"
    bar.speed.setCurrentIndex(0)
    bar.speed.activated.emit(0)
    assert session.speed == 0.25
    session.set_speed(16)
    assert bar.speed.currentText() == "16×"
    session.set_speed(3)
    assert bar.speed.currentText() == "3×"


def test_speeds_read_as_people_write_them():
    assert [speed_text(speed) for speed in SPEEDS] == ["¼×", "½×", "1×", "2×", "4×", "8×", "16×"]


def test_the_loop_can_be_switched(bar, session):
    click(bar.loop)
    assert session.looping
    session.set_looping(False)
    assert not bar.loop.isChecked()


def test_the_export_button_asks_for_a_video(bar, qtbot):
    with qtbot.waitSignal(bar.export_asked):
        click(bar.export)


def test_what_is_computed_is_shown_paler_than_what_has_passed(bar, session, appearance):
    session.seek(60)
    bar.time.set_extent(140)
    image = bar.time.grab().toImage()
    middle = image.height() // 2
    at = {
        step: image.pixelColor(bar.time.centre_of(step).toPoint().x(), middle).name()
        for step in (20, 100, 180)
    }
    theme = appearance.theme
    assert at[20] == theme.accent and at[180] == theme.groove
    assert at[100] not in (theme.accent, theme.groove)


def test_other_steps_stretch_the_slider(bar, session, qtbot):
    session.set_steps(80)
    assert bar.time.maximum() == 80 and bar.step.text().endswith("/ 80")


def test_the_step_never_loses_digits_in_a_narrow_bar(bar, session):
    session.seek(200)
    least = bar.minimumSizeHint().width()
    for width, text in ((640, "step 200 / 200"), (500, "200 / 200"), (450, "200"), (least, "200")):
        bar.resize(width, 44)
        assert bar.step.text() == text
        assert bar.step.width() >= bar.step.fontMetrics().horizontalAdvance(text)
    assert bar.minimumSizeHint().width() == least


def test_nothing_collides_in_the_narrowest_bar(bar):
    bar.resize(bar.minimumSizeHint().width(), 44)
    bar.layout().activate()
    shown = (bar.back, bar.play, bar.forward, bar.time, bar.step, bar.export)
    for left, right in itertools.pairwise(shown):
        assert left.geometry().right() < right.geometry().left()
    assert all(part.isHidden() for part in (bar.to_start, bar.to_end, bar.loop, bar.speed))


def test_the_speed_is_shown_before_the_buttons_that_keys_do_as_well(bar):
    bar.resize(400, 44)
    assert not bar.speed.isHidden() and bar.loop.isHidden()


@pytest.mark.parametrize("steps", [200, 100_000])
def test_nothing_collides_at_any_width(bar, session, steps):
    session.set_steps(steps)
    for width in range(bar.minimumSizeHint().width(), 720, 7):
        bar.resize(width, 44)
        bar.layout().activate()
        line = bar.layout()
        shown = [item.widget() for item in map(line.itemAt, range(line.count())) if item.widget()]
        shown = [widget for widget in shown if not widget.isHidden()]
        for left, right in itertools.pairwise(shown):
            assert left.geometry().right() < right.geometry().left(), (width, left, right)
        assert shown[-1].geometry().right() <= width
        assert bar.step.width() >= bar.step.fontMetrics().horizontalAdvance(bar.step.text())
    assert all(not button.isHidden() for button in (bar.to_start, bar.to_end, bar.loop))


def test_every_control_is_named_and_explained(bar):
    for control in (
        bar.to_start,
        bar.back,
        bar.play,
        bar.forward,
        bar.to_end,
        bar.time,
        bar.speed,
        bar.loop,
        bar.export,
    ):
        assert control.objectName() and control.accessibleName() and control.toolTip()
