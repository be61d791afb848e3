"""What the rows of one method's memory show at one moment: a frozen value to paint."""

from __future__ import annotations

import dataclasses

from app.panels.memory.scales import ArrowScale, BarScale
from core.experiment import MethodSpec
from core.held import Held
from core.recording import Track


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
