"""By what a study's work is carried out; the answer does not depend on it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

from core.study.work.cache import Cache
from core.study.work.crew import Crew

ROWS = 8192
"""Starts of one task."""


@dataclasses.dataclass(frozen=True)
class Means:
    """Without `make_executor` tasks run here, one after the other. What `cache` knows is not
    computed again. `check` is called often where work is handed out, and between the steps of
    what runs here: what it raises ends the work, and while it waits nothing new is begun.

    A task has `rows` starts, or several methods from fewer starts each; where the first answer is
    wanted soon, the first has `first_rows`, and the next twice as many each. Its batch lives on
    `device`, as torch calls it. Where this thread `helps`, it does tasks as well while an executor
    does others.
    """

    make_executor: Callable[[], Crew] | None = None
    cache: Cache | None = None
    check: Callable[[], None] | None = None
    rows: int = ROWS
    first_rows: int | None = None
    device: str = "cpu"
    helps: bool = False

    def sizes(self, n: int) -> list[int]:
        """How many starts each block of n has."""
        sizes, size, left = [], self.first_rows or self.rows, n
        while left > 0:
            sizes.append(min(size, self.rows, left))
            left -= sizes[-1]
            size *= 2
        return sizes
