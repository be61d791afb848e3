"""How long a study takes: what a step was measured to take, and how many are asked for."""

from __future__ import annotations

import dataclasses
import math

from app.study.asking.cost import Cost
from core.writing import spoken

TASK_STARTS = 8192
"""Starts that step together; a test holds it equal to `core.study.work.means.ROWS`."""
PROCESS_SECONDS = 5.0
"""A study that takes one process longer is given to several: they take seconds to begin."""
BEGINNING_SECONDS = 3.0


@dataclasses.dataclass(frozen=True)
class Pace:
    """Seconds that a step of one method takes: `step` however few the starts, `start` more for
    each."""

    step: float = 2.5e-4
    start: float = 1.5e-7

    def seconds(self, cost: Cost, workers: int = 1) -> float:
        """How long it takes so many processes, their beginning not counted."""
        alone = math.ceil(cost.starts / TASK_STARTS) * cost.methods * cost.cells
        batches = cost.steps * (cost.batches or alone)
        trained = cost.each * cost.starts * cost.methods * cost.cells
        return (batches * self.step + cost.total * self.start + trained) / workers

    def corrected(self, cost: Cost, seconds: float) -> Pace:
        """The pace at which this cost has taken one process so many seconds."""
        factor = min(100.0, max(0.01, seconds / max(1e-9, self.seconds(cost))))
        return Pace(self.step * factor, self.start * factor)


def fitted(few: int, few_seconds: float, many: int, many_seconds: float) -> Pace:
    """The pace from the seconds that a step of `few` and one of `many` starts took."""
    start = max(1e-9, (many_seconds - few_seconds) / (many - few))
    return Pace(max(1e-6, few_seconds - few * start), start)


def told(seconds: float, workers: int) -> str:
    """How long a study takes that takes one process so many seconds."""
    if workers == 1 or seconds <= PROCESS_SECONDS:
        return f"{'' if seconds < 1 else 'about '}{spoken(seconds)}"
    return f"about {spoken(seconds / workers + BEGINNING_SECONDS)} in {workers} processes"
