"""How much of a run a recording keeps: the one value that shapes, chunks, files and readers ask.

Everything but the memories is kept of every step today. A recording that keeps less (every k-th
step, projections, summaries) is a further field of `Keep` and its answer in each method here.
"""

from __future__ import annotations

import dataclasses
from typing import Literal

MemoryDepth = Literal["all", "last", "none"]

HELD = ("memory_items", "memory_priorities", "memory_births")
"""What a memory holds, of each time; what happens to it in each step takes little room."""


@dataclasses.dataclass(frozen=True)
class Keep:
    """What is kept of a run of T steps; `memory` says of which times the memories are."""

    memory: MemoryDepth = "all"

    @classmethod
    def of_rows(cls, rows: int | None) -> Keep:
        """What a recording keeps that has so many rows of memories, None where it has none."""
        if rows is None:
            return cls("none")
        return cls("last" if rows == 1 else "all")

    def holds(self, key: str) -> bool:
        """Whether there is an array of this key."""
        return self.memory != "none" or not key.startswith("memory_")

    def times(self, key: str, steps: int) -> int:
        """Of how many times, 0 … T, the states of this key are kept."""
        return 1 if key in HELD and self.memory == "last" else steps + 1

    def row(self, key: str, time: int, filled: int) -> int | None:
        """Where the state of a time stands in a track of which `filled` steps are there."""
        if not self.holds(key) or not 0 <= time <= filled:
            return None
        if key in HELD and self.memory == "last":
            return 0 if time == filled else None
        return time
