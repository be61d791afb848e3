"""Where things stand among the rows of the memory panel, for a given room."""

from __future__ import annotations

from typing import NamedTuple

from landscapes.base import Array

ROW, SCROLLED_ROW, LEAST_ROW, LOOSE_ROW = 22, 18, 15, 16
"""Heights of a row: with all the room it wants, where the rows scroll anyway, at least, and from
which on rows are set apart by more than a line."""
CAPTION, LOW_CAPTION = 22, 18
"""Heights of the captions: beside bars and their ends, and above them where there is no more than
▼."""
LARGEST, SMALLEST, INSET = 12, 11, 4
"""Pixels of a row's lettering, and by how much its row is higher."""
WIDE, NARROW = 400, 250
"""From these widths on there is room for the vector in numbers, and for numbers beside the bar."""
FIGURE, SIGN_GAP, APART, COLUMN_GAP, LEAST_GAP = 7.6, 3.0, 12.0, 6.0, 4.0
"""Room for a figure, for what parts thousands, and between columns, of a narrow lane, of the
narrowest."""
MARK_RIGHT = 4.0
"""Where the mark of the slot that this step has changed ends: left of its number."""
VALUE, VALUE_GAP = 52.0, 4.0
"""Room for a priority beside its bar, and its distance."""
LEAST_VALUE, LEAST_SMALL_VALUE, LEAST_SHORT_VALUE = 26.0, 38.0, 23.0
"""Room for a priority above its bar: as a rule, where some are very small, with two figures."""
VECTOR, NORM = 136.0, 36.0
"""Room for a push in numbers, with its distance from the column before, and for an item's norm."""


class Rows(NamedTuple):
    """Rows of a height, one for each slot, in one lane or in several side by side."""

    slots: int = 1
    lanes: int = 1
    height: int = ROW
    stacked: bool = False
    """Whether the numbers stand above their bar, which leaves room for all of them."""

    @property
    def lines(self) -> int:
        """How many rows stand below one another."""
        return -(-self.slots // self.lanes)

    @property
    def caption(self) -> int:
        """The height of the captions."""
        return LOW_CAPTION if self.stacked else CAPTION

    @property
    def total(self) -> int:
        """The height of all, with the captions above them."""
        return self.caption + self.lines * self.height

    @property
    def card(self) -> float:
        """The height of a row's ground, which leaves a gap to the next."""
        return self.height - (2 if self.height >= LOOSE_ROW else 1)

    @property
    def bar(self) -> float:
        """The height of a row's bar."""
        return float(self.height // 5) if self.stacked else min(6.0, self.height - 8.0)

    @property
    def lettering(self) -> int:
        """Pixels of the letters."""
        return SMALLEST if self.stacked else min(LARGEST, max(SMALLEST, self.height - INSET))

    def lane(self, lane: int) -> slice:
        """The slots of a lane."""
        return slice(lane * self.lines, min(self.slots, (lane + 1) * self.lines))

    def top(self, slot: int) -> int:
        """Top of a slot's row."""
        return self.caption + slot % self.lines * self.height

    def middle(self, slots: Array | int) -> Array:
        """Vertical centre of the rows of slots."""
        return self.caption + slots % self.lines * self.height + self.card / 2

    @property
    def above(self) -> float:
        """How far above the centre of its row a number stands."""
        return self.bar / 2 if self.stacked else 0.0

    def bar_top(self, slots: Array | int) -> Array:
        """Top of the bars of slots."""
        if self.stacked:
            return self.caption + slots % self.lines * self.height + self.card - self.bar
        return self.middle(slots) - self.bar / 2


class Columns(NamedTuple):
    """x of each column of a lane in pixels; numbers end where theirs does, None: no room."""

    slot_right: float
    arrow_middle: float
    bar_left: float
    bar_right: float
    value_left: float
    value_right: float
    age_right: float | None
    birth_right: float | None
    vector_right: float | None
    right: float

    @classmethod
    def of(
        cls, width: int, steps: int, slots: int = 1, *, small: bool = False, norms: bool = False
    ) -> Columns:
        """Columns for a lane of this width, a run of so many steps and a memory of so many slots;
        `small` where priorities are very small or large, which makes them longer, `norms`
        where those of items stand in the place of ages."""
        number = MARK_RIGHT + 2 + FIGURE * len(str(slots))
        age = max(FIGURE * len(str(steps)), NORM if norms else 0.0)
        birth = age + (SIGN_GAP if steps >= 1000 else 0.0)
        if width < NARROW:
            return cls._stacked(width - 5.0, max(20.0, number), age, birth, small=small)
        slot = max(22.0, number)
        free = right = width - 8.0
        vector_right = None
        if width >= WIDE:
            vector_right, free = free, free - VECTOR
        birth_right = free
        age_right = birth_right - max(36.0, birth + APART)
        value_right = age_right - max(32.0, age + APART)
        return cls(
            slot_right=slot,
            arrow_middle=slot + 18,
            bar_left=slot + 38,
            bar_right=value_right - VALUE,
            value_left=value_right - VALUE + VALUE_GAP,
            value_right=value_right,
            age_right=age_right,
            birth_right=birth_right,
            vector_right=vector_right,
            right=right,
        )

    @classmethod
    def _stacked(
        cls, right: float, slot: float, age: float, birth: float, *, small: bool
    ) -> Columns:
        """Numbers above a bar as long as they are; in long runs the age alone, and no age where a
        priority would run into its arrow."""
        left = slot + 25
        age_right: float | None
        least = LEAST_SMALL_VALUE if small else LEAST_VALUE
        birth_right: float | None = right
        age_right = right - max(28.0, birth + COLUMN_GAP)
        value_right = age_right - max(20.0, age + COLUMN_GAP)
        if value_right - left < least:
            birth_right, age_right = None, right
            value_right = right - max(20.0, age + LEAST_GAP)
        if value_right - left < (LEAST_SMALL_VALUE if small else LEAST_SHORT_VALUE):
            age_right, value_right = None, right
        return cls(
            slot_right=slot,
            arrow_middle=slot + 13,
            bar_left=left,
            bar_right=right,
            value_left=left,
            value_right=value_right,
            age_right=age_right,
            birth_right=birth_right,
            vector_right=None,
            right=right,
        )

    @property
    def bar_width(self) -> float:
        """Length of a full bar."""
        return self.bar_right - self.bar_left

    @property
    def vector_room(self) -> float:
        """Length of a push in numbers at most."""
        return VECTOR - COLUMN_GAP

    @property
    def value_room(self) -> float:
        """Length of a priority at most."""
        return self.value_right - self.value_left
