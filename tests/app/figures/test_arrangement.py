"""How memories share a box: all that fits, in the order in which things are given up."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.figures.memory.arrangement import COLUMN, Arrangement, arranged
from app.figures.memory.columns import LEAST_ROW, ROW

SLOTS = st.one_of(st.none(), st.integers(0, 40))


@settings(max_examples=80, deadline=None)
@given(
    memories=st.lists(SLOTS, min_size=1, max_size=7).map(tuple),
    width=st.floats(120, 1200),
    height=st.floats(60, 1500),
)
def test_what_is_shown_fits_and_no_memory_is_left_out_that_would(
    memories: tuple[int | None, ...], width: float, height: float
) -> None:
    found = arranged(memories, width, height)
    assert 1 <= found.shown <= len(memories)
    assert found.columns * found.width <= width + 1e-6
    assert found.columns == 1 or found.width >= COLUMN - 16
    assert LEAST_ROW <= found.row <= ROW
    if found.shown == len(memories):
        assert found.total(memories) <= height or not found.has_strips
    else:
        bare = Arrangement(found.columns, found.width, 1, LEAST_ROW, False, False, False)
        assert bare.total(memories) > height


@pytest.mark.parametrize(
    ("height", "rows", "strips", "legend", "lanes"),
    [
        (2000, True, True, True, 1),
        (260, True, True, True, 2),
        (200, True, False, True, 2),
        (100, False, True, False, 1),
        (45, False, False, False, 1),
    ],
)
def test_slots_are_given_up_last_before_the_name(
    height: float, rows: bool, strips: bool, legend: bool, lanes: int
) -> None:
    found = arranged((12,), 340.0, height)
    told = (found.has_rows, found.has_strips, found.has_legend, found.lanes)
    assert told == (rows, strips, legend, lanes)
