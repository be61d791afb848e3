"""The vertical axis of a chart: a range, linear or logarithmic, with ticks that never collide."""

from __future__ import annotations

import dataclasses
import math

import numpy as np

from app.panels.charts.ticks import compact, even_ticks
from landscapes.base import Array

MARGIN = 0.06
MOST_DECADES = 14
"""A logarithmic axis shows at most so many decades below its top."""


@dataclasses.dataclass(frozen=True)
class Axis:
    """From values to heights 0 (bottom) … 1 (top); values not above `floor` have no logarithm."""

    low: float
    high: float
    logarithmic: bool = False
    floor: float = 0.0

    @classmethod
    def around(cls, values: Array, logarithmic: bool, floor: float = 0.0) -> Axis:
        """The axis that shows all finite values; with `logarithmic` those above the floor."""
        shown = values[np.isfinite(values)]
        if logarithmic:
            shown = shown[shown > floor] - floor
        if not len(shown):
            return cls(1.0, 10.0, True, floor) if logarithmic else cls(0.0, 1.0)
        low, high = float(shown.min()), float(shown.max())
        if logarithmic:
            low = max(low, high * 10.0**-MOST_DECADES)
            room = max(1.15, (high / low) ** MARGIN)
            return cls(low / room, high * room, True, floor)
        room = MARGIN * (high - low) or 0.05 * abs(high) or 1.0
        return cls(low - room, high + room)

    def height(self, values: Array) -> Array:
        """Heights of values; NaN where there is none."""
        if not self.logarithmic:
            return (np.asarray(values) - self.low) / (self.high - self.low)
        with np.errstate(divide="ignore", invalid="ignore"):
            logs = np.log10(np.asarray(values) - self.floor)
        low, high = math.log10(self.low), math.log10(self.high)
        # A value at the floor leaves through the bottom of the chart.
        return np.where(np.isneginf(logs), -1.0, (logs - low) / (high - low))

    def value(self, height: float) -> float:
        """The value at a height, on a logarithmic axis above the floor."""
        if not self.logarithmic:
            return self.low + height * (self.high - self.low)
        low, high = math.log10(self.low), math.log10(self.high)
        return float(10.0 ** (low + height * (high - low)))

    def between(self, bottom: float, top: float) -> Axis:
        """The axis that shows only these heights of this one."""
        return dataclasses.replace(self, low=self.value(bottom), high=self.value(top))

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """Heights and labels of at most so many ticks."""
        if not self.logarithmic:
            return self._at(even_ticks(self.low, self.high, most))
        first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
        if last - first >= 1:
            every = math.ceil((last - first + 1) / most)
            start = -(-first // every) * every
            decades = range(start, last + 1, every)
            return self._at([(10.0**k, compact(10.0**k)) for k in decades])
        steps = [m * 10.0**k for k in range(first - 1, last + 1) for m in (1, 2, 5)]
        inside = [value for value in steps if self.low <= value <= self.high]
        if 2 <= len(inside) <= most:
            return self._at([(value, compact(value)) for value in inside])
        return self._at(even_ticks(self.low, self.high, most))

    def _at(self, ticks: list[tuple[float, str]]) -> list[tuple[float, str]]:
        heights = self.height(np.array([value + self._shift for value, _ in ticks]))
        return [
            (float(height), label)
            for height, (_, label) in zip(heights, ticks, strict=True)
            if -1e-9 <= height <= 1 + 1e-9
        ]

    @property
    def _shift(self) -> float:
        return self.floor if self.logarithmic else 0.0


def suits_logarithm(values: Array, floor: float = 0.0, ratio: float = 1.0) -> bool:
    """Whether a logarithmic axis hides next to nothing and shows more.

    99 % of the values lie above the floor, and the middle 98 % of these span the ratio.
    """
    finite = values[np.isfinite(values)]
    above = finite[finite > floor] - floor
    if len(above) < 0.99 * len(finite) or not len(above):
        return False
    low, high = np.quantile(above, (0.01, 0.99))
    return bool(high >= ratio * low)
