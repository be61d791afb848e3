"""Time goes on with the run, and never beyond it."""

from __future__ import annotations

import pytest
from session_cards import CARDS, EXPERIMENT, settle

from app.session.session import Session


def test_seeking_steps_and_ends(session, ears):
    session.seek(40)
    session.step(1)
    session.step(-3)
    session.to_end()
    session.step(5)
    session.to_start()
    session.step(-1)
    assert ears.cursor_changed == [40, 41, 38, 100, 0]


def test_stepping_pauses_playback(session, ears):
    session.toggle()
    session.step(1)
    assert ears.playing_changed == [True, False]


def test_a_new_session_plays_as_its_first_run_arrives(qapp, qtbot, puppet):
    puppet.delay = 0.01
    session = Session(EXPERIMENT, load=puppet.load)
    session.set_speed(20)
    session.play()
    try:
        qtbot.waitUntil(lambda: session.cursor == 100)
    finally:
        session.close()


def test_playback_waits_for_the_run_and_gets_to_its_end(session, puppet, qtbot):
    session.set_speed(10)
    puppet.limit = 20
    session.set_starts([[0.0, 0.0]])
    session.play()
    qtbot.waitUntil(lambda: session.cursor == 20)
    qtbot.wait(80)
    assert (session.cursor, session.ready, session.playing) == (20, 20, True)
    puppet.limit = None
    qtbot.waitUntil(lambda: not session.playing)
    assert session.cursor == 100


def test_playback_stands_still_while_the_picture_is_dimmed(session, puppet, qtbot):
    puppet.limit = 0
    session.seek(30)
    session.set_method(0, CARDS[0].changed(lr=0.5))
    qtbot.waitUntil(lambda: session.picture.stale == {0})
    session.play()
    qtbot.wait(80)
    assert session.cursor == 30
    puppet.limit = None
    qtbot.waitUntil(lambda: session.cursor > 35)


def test_a_seek_beyond_the_run_gets_there_with_it(session, ears, puppet, qtbot):
    puppet.limit = 20
    session.set_starts([[0.0, 0.0]])
    qtbot.waitUntil(lambda: session.ready == 20)
    session.to_end()
    assert session.cursor == 20
    puppet.limit = None
    qtbot.waitUntil(lambda: session.cursor == 100)


def test_the_cursor_is_never_past_what_is_ready_when_a_picture_is_announced(session, puppet, qtbot):
    gaps = []
    session.picture_changed.connect(lambda picture: gaps.append(picture.ready - session.cursor))
    puppet.delay = 0.002
    session.seek(80)
    for n in range(5):
        session.set_method(0, CARDS[0].changed(lr=0.5 + n / 10))
        qtbot.wait(15)
    settle(session, qtbot)
    session.set_steps(50)
    settle(session, qtbot)
    assert min(gaps) >= 0


def test_ready_grows_with_the_run_and_says_so(session, ears, puppet, qtbot):
    puppet.delay = 0.003
    session.set_starts([[0.0, 0.0]])
    settle(session, qtbot)
    assert ears.ready_changed[-1] == session.ready == 100
    grown = ears.ready_changed[1:]
    assert grown == sorted(set(grown))
    assert len(grown) >= 2


@pytest.mark.parametrize("speed", [float("nan"), float("inf")])
def test_a_speed_that_is_no_number_is_ignored(session, ears, speed):
    session.set_speed(speed)
    session.set_speed(2)
    assert ears.speed_changed == [2.0]
