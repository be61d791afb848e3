"""How memories share a box: side by side and below one another, with as much of each as fits."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from functools import lru_cache

from app.figures.memory.arrow_legend import HEIGHT as LEGEND
from app.figures.memory.columns import LEAST_ROW, NARROW, ROW, Rows
from app.figures.memory.events import HEIGHT as STRIP
from app.figures.memory.header import HEIGHT as HEADER

COLUMN, NARROWEST = 280.0, 150.0
"""Least width of a memory beside others, and of a lane of its rows."""
APART, GAP, LANE_GAP = 16.0, 4.0, 8.0
"""Pixels between memories beside one another, between the parts of each, and between its lanes."""
MORE = 18.0
"""Height of the line that says how many are left out."""


@dataclasses.dataclass(frozen=True)
class Arrangement:
    """Memories in `columns`, their rows in `lanes` of a height, or without rows or strips; only
    the first `shown` of them, where not even headers of all fit. `width` is each one's."""

    columns: int
    width: float
    lanes: int = 1
    row: int = ROW
    has_rows: bool = True
    has_strips: bool = True
    has_legend: bool = True
    shown: int = 0

    @property
    def lane(self) -> float:
        """The width of a lane."""
        return (self.width - LANE_GAP * (self.lanes - 1)) / self.lanes

    def rows(self, slots: int) -> Rows:
        """The rows of a memory of so many slots."""
        return Rows(slots, self.lanes, self.row, stacked=self.lane < NARROW)

    def height(self, slots: int | None) -> float:
        """Of a memory of so many slots; 0: of one that holds nothing, None: of an average."""
        total = float(HEADER)
        if slots is None:
            return total + GAP + ROW
        if slots and self.has_rows:
            total += GAP + self.rows(slots).total
        if slots and self.has_strips:
            total += GAP + STRIP
        return total

    def lines(self, memories: Sequence[int | None]) -> list[float]:
        """The heights of the lines of memories, of those side by side the highest's."""
        heights = [self.height(slots) for slots in memories]
        step = self.columns
        return [max(heights[at : at + step]) for at in range(0, len(heights), step)]

    def total(self, memories: Sequence[int | None]) -> float:
        """The height of all, with the lengths of arrows below them."""
        lines = self.lines(memories)
        total = sum(lines) + 2 * GAP * max(0, len(lines) - 1)
        return total + (2 * GAP + LEGEND if self.has_legend else 0.0)


@lru_cache(maxsize=64)  # asked for every frame of a video
def arranged(memories: tuple[int | None, ...], width: float, height: float) -> Arrangement:
    """The arrangement of memories, by their slots (see `Arrangement.height`), that shows most of
    them in a box."""
    across = max(1, min(len(memories), int((width + APART) // (COLUMN + APART))))
    for each in _from_roomy(across, width):
        if each.total(memories) <= height:
            return dataclasses.replace(each, shown=len(memories))
    bare = Arrangement(across, _share(width, across), 1, LEAST_ROW, False, False, False)
    lines = max(1, int((height - MORE + 2 * GAP) // (HEADER + 2 * GAP)))
    return dataclasses.replace(bare, shown=min(len(memories), lines * across))


def _from_roomy(across: int, width: float) -> Iterator[Arrangement]:
    """From all there is with room around to headers alone."""
    share = _share(width, across)
    for has_strips, has_legend in ((True, True), (False, True), (False, False)):
        for lanes in (1, 2):
            found = Arrangement(across, share, lanes, ROW, True, has_strips, has_legend)
            if lanes == 1 or found.lane >= NARROWEST:
                for row in range(ROW, LEAST_ROW - 1, -1):
                    yield dataclasses.replace(found, row=row)
    for has_strips in (True, False):
        yield Arrangement(across, share, 1, LEAST_ROW, False, has_strips, False)


def _share(width: float, across: int) -> float:
    return (width - APART * (across - 1)) / across
