"""The window fits every screen, and its columns share what it has."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QMargins, QRect, QSize

from app.window.docking.proportions import (
    SMALLEST,
    columns,
    first_size,
    fitted,
    insight_rows,
    map_rows,
)

TITLE = QMargins(1, 30, 1, 1)
SCREENS = [(1024, 640), (1280, 720), (1366, 768), (1440, 900), (1920, 1080), (2560, 1440)]


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("wanted", [QRect(0, 0, 1440, 900), QRect(1500, 700, 2560, 1440)])
def test_a_window_with_its_frame_lies_on_the_screens_free_part(screen, wanted):
    free = QRect(0, 24, screen[0], screen[1] - 24 - 40)  # a bar at the top and one at the bottom
    inner = fitted(wanted, free, TITLE)
    assert free.contains(inner.marginsAdded(TITLE))
    assert inner.size() == wanted.size().boundedTo(free.marginsRemoved(TITLE).size())
    assert inner.height() >= SMALLEST.height() and inner.width() >= SMALLEST.width()


def test_a_window_that_fits_stays_where_it_is():
    inner = QRect(100, 130, 900, 600)
    assert fitted(inner, QRect(0, 0, 1440, 900), TITLE) == inner
    assert fitted(inner, QRect(0, 0, 1440, 900), None) == inner


def test_room_is_left_for_a_title_bar_that_is_not_known_yet():
    inner = fitted(QRect(0, 0, 1440, 900), QRect(0, 0, 1366, 768), None)
    assert inner.top() >= 24 and inner.bottom() <= 767


def test_a_screen_on_the_left_has_negative_places():
    left = QRect(-1366, -200, 1366, 768)
    assert left.contains(fitted(QRect(-2000, -900, 1440, 900), left, TITLE).marginsAdded(TITLE))


def test_the_first_window_is_of_the_usual_size_and_larger_on_a_large_screen():
    assert first_size(QSize(1024, 640)) == first_size(QSize(1600, 1000)) == QSize(1440, 900)
    large = first_size(QSize(2560, 1440))
    assert 1440 < large.width() < 2560 and 900 < large.height() < 1440


def test_columns_and_rows_share_the_whole_and_grow_with_it():
    for shares, sizes in (
        (columns, (880, 1024, 1280, 1440, 1920, 2560)),
        (map_rows, (540, 640, 720, 900, 1440)),
        (insight_rows, (540, 640, 720, 900, 1440)),
    ):
        parts = [shares(size) for size in sizes]
        assert [sum(part) for part in parts] == list(sizes)
        for smaller, larger in itertools.pairwise(parts):
            assert all(a <= b for a, b in zip(smaller, larger, strict=True))
            assert min(smaller) >= 120


def test_two_memories_fit_beside_each_other_in_a_wide_window():
    controls, middle, insight = columns(2560)
    assert insight >= 2 * 280 and controls > columns(1440)[0] and middle > insight + controls
    assert columns(1440) == (320, 784, 336)
