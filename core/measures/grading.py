"""More levels on a scale or fewer, at round values or evenly spread: the scale stays what it is."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

from core.experiment.view_colours import Levels, Spacing
from core.measures.steps import LEVELS, decade_steps, linear_steps
from core.measures.surface import Scale

COUNTS: dict[Levels, int] = {"fewer": LEVELS // 2, "usual": LEVELS, "more": 2 * LEVELS}
"""About how many levels a scale has."""


@lru_cache(maxsize=32)
def graded(scale: Scale, levels: Levels, spacing: Spacing) -> Scale:
    """A scale with other levels between the same ends; the usual round ones are its own."""
    if len(scale.levels) < 2:
        return scale
    count = COUNTS[levels]
    if spacing == "even":
        even = tuple(scale.value(k / (count + 1)) for k in range(1, count + 1))
        return dataclasses.replace(scale, levels=even, round_levels=scale.levels)
    if levels == "usual":
        return scale
    found = _round_levels(scale, count)
    return dataclasses.replace(scale, levels=found, round_levels=scale.levels) if found else scale


def _round_levels(scale: Scale, count: int) -> tuple[float, ...]:
    low, high, floor = scale.low, scale.high, scale.floor
    match scale.kind:
        case "linear":
            return linear_steps(low, high, count)
        case "log":
            return tuple(floor + step for step in decade_steps(low - floor, high - floor, count))
        case "symlog":
            below = [-step for step in decade_steps(scale.unit, -low, count // 2)]
            above = decade_steps(max(scale.unit, low), high, count)
            return tuple(level for level in sorted((*below, 0.0, *above)) if low < level < high)
