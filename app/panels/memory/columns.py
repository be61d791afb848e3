"""Where things stand among the rows of the memory panel, for a given room."""

from __future__ import annotations

import dataclasses

from landscapes.base import Array

ROW, LEAST_ROW, PLEASANT_ROW, LOOSE_ROW = 22, 11, 13, 16
"""Heights of a row: with all the room it wants, at least, as low as is still read easily, and from
which on rows are set apart by more than a line."""
LEAST_VALUE, LARGEST_VALUE_SHARE = 30.0, 0.33
"""What is left for priorities where a lane is narrow, so that something is left of the bars."""
CAPTION = 22
LARGEST, SMALLEST, INSET = 12, 8, 3
"""Pixels of a row's lettering, and by how much its row is higher."""
WIDE, NARROW, NARROWEST = 400, 250, 190
"""From these widths on there is room for the vector in numbers, the birth, and the age."""
VALUE, TIGHT_VALUE, TIGHT_SMALL_VALUE, VALUE_GAP = 52.0, 40.0, 48.0, 4.0
"""Room for a priority, in a tight lane, there with priorities of many orders; then its distance."""


@dataclasses.dataclass(frozen=True)
class Rows:
    """Rows of a height, one for each slot, in one lane or in several side by side."""

    slots: int = 1
    lanes: int = 1
    height: int = ROW

    @property
    def lines(self) -> int:
        """How many rows stand below one another."""
        return -(-self.slots // self.lanes)

    @property
    def total(self) -> int:
        """The height of all, with the captions above them."""
        return CAPTION + self.lines * self.height

    @property
    def card(self) -> float:
        """The height of a row's ground, which leaves a gap to the next."""
        return self.height - (2 if self.height >= LOOSE_ROW else 1)

    @property
    def bar(self) -> float:
        """The height of a row's bar."""
        return min(6.0, max(4.0, self.height - 8.0))

    @property
    def lettering(self) -> int:
        """Pixels of the letters."""
        return min(LARGEST, max(SMALLEST, self.height - INSET))

    def lane(self, lane: int) -> slice:
        """The slots of a lane."""
        return slice(lane * self.lines, min(self.slots, (lane + 1) * self.lines))

    def top(self, slot: int) -> int:
        """Top of a slot's row."""
        return CAPTION + slot % self.lines * self.height

    def middle(self, slots: Array | int) -> Array:
        """Vertical centre of the rows of slots."""
        return CAPTION + slots % self.lines * self.height + self.card / 2


@dataclasses.dataclass(frozen=True)
class Columns:
    """x of each column of a lane in pixels; numbers end where theirs does, None: no room."""

    slot_right: float
    arrow_middle: float
    bar_left: float
    bar_right: float
    value_right: float
    age_right: float | None
    birth_right: float | None
    vector_right: float | None
    right: float

    @classmethod
    def of(cls, width: int, steps: int, *, small: bool = False) -> Columns:
        """Columns for a lane of this width and a run of so many steps; `small` where priorities
        are of many orders of magnitude, which makes them longer to write."""
        figures = len(f"{steps:,}")
        free = right = width - (8.0 if width >= NARROW else 5.0)
        vector_right = birth_right = age_right = None
        if width >= WIDE:
            vector_right, free = free, free - 136.0
        if width >= NARROW:
            birth_right, free = free, free - max(40.0, 7.5 * figures + 12)
        if width >= NARROWEST:
            age_right, free = free, free - max(28.0, 7.5 * figures + 6)
        tight = width < NARROW
        value = (TIGHT_SMALL_VALUE if small else TIGHT_VALUE) if tight else VALUE
        value = min(value, max(LEAST_VALUE, LARGEST_VALUE_SHARE * width))
        return cls(
            slot_right=15.0 if tight else 22.0,
            arrow_middle=27.0 if tight else 40.0,
            bar_left=42.0 if tight else 60.0,
            bar_right=free - value,
            value_right=free,
            age_right=age_right,
            birth_right=birth_right,
            vector_right=vector_right,
            right=right,
        )

    @property
    def bar_width(self) -> float:
        """Length of a full bar."""
        return self.bar_right - self.bar_left

    @property
    def value_room(self) -> float:
        """Length of a priority at most."""
        return self.value_right - self.bar_right - VALUE_GAP

    @property
    def tight(self) -> bool:
        """Whether captions are left away that would collide."""
        return self.birth_right is None
