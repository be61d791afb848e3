"""The strip of events shows when a memory took what, and goes there."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from hand import turn_wheel
from memory_cards import CG, CM, section
from on_screen import on_screen
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor

from app.figures.memory.events import TALL, column_heights
from app.panels.memory.panel import MemoryPanel
from app.running.shown import Highlight
from core.recording.recording import REJECTED, REPLACED, STORED


def test_a_click_on_an_event_goes_there(panel, session, qtbot):
    session.seek(0)
    strip = section(panel, CG).strip
    times = strip.event_times((REPLACED,))
    for time in (int(times[5]), int(times[-1])):
        x = round(float(strip.x_of(time)))
        qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
        assert abs(session.cursor - time) <= 2
        assert session.picture.tracks[CG]["memory_events"][session.cursor - 1, 0] != REJECTED


def test_the_hand_on_an_event_lights_up_what_it_took(panel, session, qtbot):
    strip = section(panel, CG).strip
    time = int(strip.event_times((STORED,))[0])
    qtbot.mouseMove(strip, QPoint(100, 3))
    qtbot.mouseMove(strip, QPoint(round(float(strip.x_of(time))), 8))
    assert session.highlight == Highlight(CG, time - 1)


def test_page_keys_go_from_event_to_event(panel, session, qtbot):
    session.seek(30)
    strip = section(panel, CG).strip
    later = strip.event_times((STORED, REPLACED))
    qtbot.keyClick(strip, Qt.Key.Key_PageDown)
    assert session.cursor == later[later > 30][0]
    qtbot.keyClick(strip, Qt.Key.Key_PageUp)
    assert session.cursor == later[later < session.cursor][-1] or session.cursor <= 30


def test_the_wheel_zooms_all_strips_around_the_hand_and_a_double_click_shows_all(
    panel, qtbot, qapp
):
    strip = section(panel, CG).strip
    x = strip.x_of(60)
    turn_wheel(strip, QPointF(x, 8), 5)
    left, right = strip.window_shown
    assert right - left == pytest.approx(120 * 0.8**5)
    assert strip.time_at(x) == pytest.approx(60, abs=0.5)
    assert section(panel, CM).strip.window_shown == (left, right)
    qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 8))
    assert section(panel, CM).strip.window_shown == (0, 120)


def test_a_double_click_that_shows_all_leaves_the_time_where_it_was(panel, session, qtbot):
    session.seek(100)
    strip = section(panel, CG).strip
    turn_wheel(strip, QPointF(strip.x_of(60), 8), 5)
    qtbot.mouseClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 8))
    assert session.cursor != 100
    qtbot.mouseDClick(strip, Qt.MouseButton.LeftButton, pos=QPoint(50, 8))
    assert strip.window_shown == (0, 120)
    assert session.cursor == 100


def test_steps_that_share_a_column_of_pixels_have_their_shares_of_it():
    columns = {
        STORED: np.array([0]),
        REPLACED: np.repeat([1, 3], [1, 36]),
        REJECTED: np.repeat([2, 3], [1, 64]),
    }
    heights = column_heights(columns, 5)
    np.testing.assert_allclose(heights[STORED], [TALL[STORED], 0, 0, 0, 0])
    np.testing.assert_allclose(heights[REPLACED], TALL[REPLACED] * np.array([0, 1, 0, 0.36, 0]))
    np.testing.assert_allclose(heights[REJECTED], TALL[REJECTED] * np.array([0, 0, 1, 0.64, 0]))


@pytest.fixture
def long_run(raced, goldstein, qtbot, appearance):
    """The strip of a run with some fifteen steps to a pixel."""
    spec = goldstein.methods[CG].changed(capacity=20, decay=0.99)
    panel = MemoryPanel(
        raced(dataclasses.replace(goldstein, methods=(spec,), steps=5000, noise=1.0)), appearance
    )
    return on_screen(qtbot, panel, (336, 570))


def test_the_strip_of_a_long_run_shows_the_shares_of_its_events(long_run, appearance):
    strip = long_run.sections[0].strip
    track = long_run._session.picture.tracks[0]
    events = track["memory_events"][:, 0]
    long_run._session.seek(0)
    image = strip.grab().toImage()
    hue, dim = (QColor(c).rgb() for c in (appearance.theme.cg_hue, appearance.theme.dim))
    bottom = next(y for y in range(image.height() - 1, 0, -1) if image.pixel(150, y) in (hue, dim))
    seen = {REPLACED: 0, REJECTED: 0}
    for x in range(40, 290):
        of_column = np.round(strip.x_of(np.arange(1, len(events) + 1))) == x
        shown = [image.pixel(x, y) for y in range(bottom + 1)]
        for kind, colour in ((REPLACED, hue), (REJECTED, dim)):
            share = (events[of_column] == kind).mean()
            assert shown.count(colour) == pytest.approx(share * TALL[kind] * bottom, abs=1.6)
            seen[kind] += share > 0.1
    assert min(seen.values()) > 100  # both kinds in most columns
