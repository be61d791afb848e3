"""Where things stand in a row of the memory panel, for a given width."""

from __future__ import annotations

import dataclasses

from landscapes.base import Array

ROW = 22
CAPTION = 22
WIDE = 400
"""From this width on there is room for the vector in numbers."""


@dataclasses.dataclass(frozen=True)
class Columns:
    """x of each column in pixels; numbers end where their column does."""

    slot_right: float
    arrow_middle: float
    bar_left: float
    bar_right: float
    value_right: float
    age_right: float
    birth_right: float
    vector_right: float | None
    right: float

    @classmethod
    def of(cls, width: int, steps: int) -> Columns:
        """Columns for a widget of this width and a run of so many steps."""
        figures = len(f"{steps:,}")
        right = width - 8.0
        vector_right = right if width >= WIDE else None
        birth_right = right - (136.0 if vector_right else 0.0)
        age_right = birth_right - max(40.0, 7.5 * figures + 12)
        value_right = age_right - max(28.0, 7.5 * figures + 6)
        return cls(
            slot_right=22.0,
            arrow_middle=40.0,
            bar_left=60.0,
            bar_right=value_right - 52.0,
            value_right=value_right,
            age_right=age_right,
            birth_right=birth_right,
            vector_right=vector_right,
            right=right,
        )

    @property
    def bar_width(self) -> float:
        """Length of a full bar."""
        return self.bar_right - self.bar_left


def row_top(slot: int) -> int:
    """Top of a slot's row."""
    return CAPTION + slot * ROW


def row_middle(slot: Array | int) -> Array:
    """Vertical centre of the rows of slots."""
    return CAPTION + slot * ROW + (ROW - 2) / 2
