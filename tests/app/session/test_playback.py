"""The time cursor: wall-clock time moves it, and never past what has been computed."""

from __future__ import annotations

import pytest

from app.session.playback import CATCH_UP_SECONDS, LOOP_PAUSE_SECONDS, Playback


@pytest.fixture
def playback(qapp) -> Playback:
    playback = Playback()
    playback.set_extent(500, 500)
    return playback


def test_speed_one_is_sixty_steps_a_second(playback):
    for _ in range(100):
        playback.advance(0.01)
    assert playback.cursor == pytest.approx(60, abs=1)


@pytest.mark.parametrize(("speed", "steps"), [(0.1, 6), (0.5, 30), (2, 120), (5, 300)])
def test_speed_scales_time_and_keeps_fractions_of_steps(playback, speed, steps):
    playback.set_speed(speed)
    for _ in range(100):
        playback.advance(0.01)
    assert playback.cursor == pytest.approx(steps, abs=1)


def test_a_stall_is_not_made_up_for(playback):
    playback.advance(30.0)
    assert playback.cursor == 60 * CATCH_UP_SECONDS


def test_the_cursor_waits_for_what_is_not_computed_and_does_not_jump_afterwards(playback):
    playback.set_extent(500, 10)
    for _ in range(50):
        playback.advance(0.1)
    assert playback.cursor == 10
    playback.set_extent(500, 400)
    assert playback.cursor == 10
    playback.advance(0.1)
    assert playback.cursor == 16


def test_a_held_cursor_stands_still(playback):
    playback.held = True
    playback.advance(0.1)
    assert playback.cursor == 0


def test_playing_stops_at_the_end_and_begins_anew_from_there(playback, qtbot):
    playback.seek(495)
    playback.play()
    playback.advance(0.1)
    assert (playback.cursor, playback.playing) == (500, False)
    playback.play()
    assert (playback.cursor, playback.playing) == (0, True)
    playback.pause()


def test_a_loop_rests_on_the_last_step_before_it_begins_again(playback):
    playback.set_looping(True)
    playback.seek(495)
    playback.play()
    playback.advance(0.1)
    playback.advance(LOOP_PAUSE_SECONDS / 2)
    assert (playback.cursor, playback.playing) == (500, True)
    playback.advance(LOOP_PAUSE_SECONDS / 2)
    assert (playback.cursor, playback.playing) == (0, True)
    playback.pause()


def test_the_timer_plays_in_real_time(playback, qtbot):
    assert playback._timer.interval() <= 1000 / 60  # a step of speed 1
    playback.play()
    qtbot.waitUntil(lambda: playback.cursor >= 6)
    playback.pause()
    stopped = playback.cursor
    qtbot.wait(60)
    assert playback.cursor == stopped


def test_a_seek_beyond_what_is_ready_gets_there_as_the_run_arrives(playback):
    playback.set_extent(500, 100)
    playback.seek(300)
    assert playback.cursor == 100
    playback.set_extent(500, 200)
    assert playback.cursor == 200
    playback.set_extent(500, 420)
    assert playback.cursor == 300
    playback.set_extent(500, 500)
    assert playback.cursor == 300


def test_a_later_seek_forgets_the_wish(playback):
    playback.set_extent(500, 100)
    playback.seek(300)
    playback.seek(50)
    playback.set_extent(500, 500)
    assert playback.cursor == 50


def test_the_cursor_is_kept_but_for_a_shorter_run(playback):
    playback.seek(400)
    playback.set_extent(800, 800)
    assert playback.cursor == 400
    playback.set_extent(250, 250)
    assert playback.cursor == 250


def test_a_cursor_past_what_is_ready_is_kept_while_another_run_arrives(playback):
    playback.seek(400)
    playback.set_extent(500, 0)
    assert playback.cursor == 400


def test_signals_tell_changes_and_only_changes(playback, qtbot):
    heard = []
    playback.cursor_changed.connect(heard.append)
    playback.speed_changed.connect(heard.append)
    playback.looping_changed.connect(heard.append)
    playback.seek(0)
    playback.set_speed(1.0)
    playback.set_looping(False)
    assert heard == []
    playback.seek(7)
    playback.set_speed(2.0)
    playback.set_looping(True)
    assert heard == [7, 2.0, True]


@pytest.mark.parametrize(("asked", "kept"), [(0.0, 1 / 60), (-3, 1 / 60), (1e9, 100.0)])
def test_speed_stays_in_its_range(playback, asked, kept):
    playback.set_speed(asked)
    assert playback.speed == kept
