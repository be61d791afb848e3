"""Round numbers along an axis, with labels that never touch."""

from __future__ import annotations

import math
from typing import NamedTuple

from core.measures.steps import nice_step
from core.measures.surface import Scale
from core.writing import along, tick
from landscapes.base import Interval


class Tick(NamedTuple):
    """A place on an axis and what is written there."""

    value: float
    label: str


def linear_ticks(interval: Interval, most: int) -> list[Tick]:
    """At most `most` ticks on multiples of a round number, all with as many decimals."""
    low, high = interval
    parts = float(max(1, most))
    multiples = _multiples(low, high, step := nice_step(high - low, parts))
    while len(multiples) > max(1, most):
        parts *= 0.8
        multiples = _multiples(low, high, step := nice_step(high - low, parts))
    values = [k * step for k in multiples]
    return [Tick(value, label) for value, label in zip(values, along(values, step), strict=True)]


def scale_ticks(scale: Scale, most: int) -> list[Tick]:
    """Ticks for a scale's colour bar; decades where it is not linear, as distance to its floor."""
    if scale.kind == "linear":
        return linear_ticks((scale.low, scale.high), most)
    levels = scale.round_levels or scale.levels
    offsets = [level - scale.floor for level in levels]
    ticks = [
        Tick(scale.floor + offset, tick(offset))
        for offset in offsets
        if offset == 0 or _is_decade(abs(offset))
    ]
    if len(ticks) < 2:
        ticks = [Tick(scale.floor + offset, tick(offset)) for offset in offsets]
    every = math.ceil(len(ticks) / max(1, most))
    return ticks[::every]


def _multiples(low: float, high: float, step: float) -> range:
    """Which multiples of a step lie between two values, rounding at the ends allowed for."""
    return range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)


def _is_decade(value: float) -> bool:
    exponent = math.log10(value)
    return math.isclose(exponent, round(exponent), abs_tol=1e-9)
