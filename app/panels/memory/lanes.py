"""Where the rows of a memory stand: one below the other, in lanes side by side."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRect

from app.figures.memory.columns import NARROW, Rows
from landscapes.base import Array

LANE_GAP = 8.0


class Lanes(NamedTuple):
    """Rows in a widget of a width."""

    rows: Rows
    width: float

    @classmethod
    def of(cls, rows: Rows, width: float) -> Lanes:
        """The rows in this width, their numbers above the bars where lanes are narrow."""
        plain = cls(rows, width)
        return cls(rows._replace(stacked=plain.each < NARROW), width)

    @property
    def each(self) -> float:
        """The width of one."""
        return (self.width - LANE_GAP * (self.rows.lanes - 1)) / self.rows.lanes

    def left(self, lane: int) -> float:
        """Where a lane begins."""
        return lane * (self.each + LANE_GAP)

    @property
    def slots(self) -> list[tuple[float, Array]]:
        """The left of every lane, and its slots."""
        every = np.arange(self.rows.slots)
        return [(self.left(lane), every[self.rows.lane(lane)]) for lane in range(self.rows.lanes)]

    def slot_at(self, place: QPointF) -> int:
        """The slot whose row is at a place; −1 where none is."""
        rows = self.rows
        line = int((place.y() - rows.caption) // rows.height)
        slot = int(place.x() // self.left(1)) * rows.lines + line
        inside = place.y() >= rows.caption and line < rows.lines and 0 <= slot < rows.slots
        return slot if inside else -1

    def place(self, slot: int) -> QRect:
        """Where a slot stands."""
        left = round(self.left(slot // self.rows.lines))
        return QRect(left, self.rows.top(slot), round(self.each), self.rows.height)
