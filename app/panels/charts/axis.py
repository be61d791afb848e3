"""The vertical axis of a chart: a range, linear or logarithmic, with ticks that never collide."""

from __future__ import annotations

import dataclasses
import itertools
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
        """Heights and labels of about `most` ticks, none nearer than that to another."""
        if not self.logarithmic:
            return self._at(even_ticks(self.low, self.high, most))
        for factors in ((1, 2, 5), (1, 3), (1,)):
            found = self._decade_ticks(factors, 1)
            if len(found) >= 2 and _gap(found) >= 0.8 / most:
                return found
        every = 2
        while len(found) > most:
            found = self._decade_ticks((1,), every)
            every += 1
        if len(found) >= 2:
            return found
        even = self._at(even_ticks(self.low, self.high, most))
        return even if _gap(even) >= 0.8 / most else even[-1:]

    def _decade_ticks(self, factors: tuple[int, ...], every: int) -> list[tuple[float, str]]:
        """Ticks at these multiples of powers of ten, of every second one, third …."""
        first = math.floor(math.log10(self.low)) // every * every
        powers = range(first, math.ceil(math.log10(self.high)) + 1, every)
        values = [factor * 10.0**power for power in powers for factor in factors]
        return self._at([(value, compact(value)) for value in values])

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


def _gap(ticks: list[tuple[float, str]]) -> float:
    """The least distance between neighbours; infinite where there are none."""
    heights = [height for height, _ in ticks]
    return min((b - a for a, b in itertools.pairwise(heights)), default=math.inf)


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
