"""What the rows of one method's memory show at one moment: a frozen value to paint."""

from __future__ import annotations

import dataclasses
import functools

from app.figures.memory.scales import ArrowScale, BarScale
from core.experiment.experiment import MethodSpec
from core.measures.held import Held
from core.recording.recording import Track

FADED = 0.45


@dataclasses.dataclass(frozen=True)
class Contents:
    """A memory at a time, its scales, the item that is pointed at, and whether it is outdated."""

    spec: MethodSpec
    track: Track
    start: int
    held: Held
    bars: BarScale
    arrows: ArrowScale
    birth_lit: int | None = None
    faded: bool = False

    @functools.cached_property
    def top(self) -> float:
        """What the right end of the bars stands for."""
        return self.bars.top(self.held)

    @property
    def opacity(self) -> float:
        """How much is seen of it."""
        return FADED if self.faded else 1.0
