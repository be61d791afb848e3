"""How a chart's values lie along its axis: as they are, or as logarithms above a floor."""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from core.measures.quartiles import quantiles
from landscapes.base import Array

MARGIN = 0.06
LEAST_RATIO = 1.15
MOST_DECADES = 14.0
"""A logarithmic axis shows at most so many decades below its top."""
NOTHING = 1e-300
"""Stands for what has no logarithm: its line leaves through the bottom of the chart."""
ROUNDING = 1e-9
"""Values that differ by less than this share of their size are one."""
SURVEYED = 2000


class Scale(NamedTuple):
    """Linear, or logarithmic above a `floor`; places along the axis are then decades."""

    logarithmic: bool = False
    floor: float = 0.0

    def raised(self, values: Array) -> Array:
        """The values as they are plotted: on a logarithmic axis their height above the floor.

        What is infinite has no place, and its line a gap: NaN.
        """
        finite = np.where(np.isinf(values), np.nan, values)
        return np.maximum(finite - self.floor, NOTHING) if self.logarithmic else finite

    def place(self, value: float) -> float:
        """Where a value stands along the axis; NaN stays NaN."""
        if not self.logarithmic or math.isnan(value):
            return value
        return math.log10(max(value - self.floor, NOTHING))

    def span(self, values: Array) -> tuple[float, float]:
        """The lowest and highest place that show all values with a margin."""
        shown = values[np.isfinite(values)]
        if self.logarithmic:
            shown = np.log10(shown[shown > self.floor] - self.floor)
        if not len(shown):
            return 0.0, 1.0
        low, high = float(shown.min()), float(shown.max())
        if self.logarithmic:
            low = max(low, high - MOST_DECADES)
            room = max(math.log10(LEAST_RATIO), MARGIN * (high - low))
        else:
            size = max(abs(low), abs(high))
            # What differs by rounding alone is one value, not a landscape of noise.
            differs = high - low > ROUNDING * size
            room = MARGIN * (high - low) if differs else 0.05 * size or 1.0
        return low - room, high + room


def suits_logarithm(values: Array, floor: float = 0.0, ratio: float = 1.0) -> bool:
    """Whether a logarithmic axis hides next to nothing and shows more.

    99 % of the values lie above the floor, and the middle 98 % of these span the ratio.
    """
    finite = values[np.isfinite(values)]
    finite = finite[:: max(1, len(finite) // SURVEYED)]
    above = finite[finite > floor] - floor
    if len(above) < 0.99 * len(finite) or not len(above):
        return False
    low, high = quantiles(above, (0.01, 0.99))
    return bool(high >= ratio * low)
