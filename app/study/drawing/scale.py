"""Where a figure lies along an axis, and which round numbers stand beside it."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable

import numpy as np

from app.map.drawing.ticks import Tick, linear_ticks
from core.study.plots.values import Axis
from core.writing import short, tick
from landscapes.base import Array

FEW = 8
"""So many values of a span are the ticks themselves."""


@dataclasses.dataclass(frozen=True)
class Scale:
    """An axis from `low` to `high`, both of them powers of ten where it is logarithmic."""

    axis: Axis
    low: float
    high: float

    @classmethod
    def of(cls, axis: Axis, parts: Iterable[Array], *, pad: float = 0.04) -> Scale:
        """The scale that shows all figures that are finite, with a little around them."""
        if axis.names:
            return cls(axis, -0.5, len(axis.names) - 0.5)
        if axis.share:
            return cls(axis, 0.0, 1.0)
        figures = np.concatenate([np.array(axis.span), *(np.ravel(part) for part in parts)])
        figures = figures[np.isfinite(figures) & ((figures > 0) if axis.log else True)]
        if not figures.size:
            return cls(axis, 0.0, 1.0)
        low, high = float(figures.min()), float(figures.max())
        if axis.log:
            low, high = math.log10(low), math.log10(high)
        if high - low <= 1e-12 * max(abs(low), abs(high)):
            half = 0.5 * abs(low) or 0.5
            return cls(axis, low - half, low + half)
        room = pad * (high - low)
        return cls(axis, low - room, high + room)

    def fraction(self, values: Array) -> Array:
        """Where values lie: 0 at the low end, 1 at the high one; those beyond keep to the ends."""
        values = np.asarray(values, dtype=np.float64)
        if self.axis.log:
            with np.errstate(divide="ignore", invalid="ignore"):
                values = np.log10(values)
        found: Array = np.clip((values - self.low) / (self.high - self.low), 0.0, 1.0)
        return found

    def ticks(self, most: int) -> list[tuple[float, str]]:
        """At most so many round numbers: their fraction and how they are written."""
        if self.axis.names:
            every = math.ceil(len(self.axis.names) / max(1, most))
            named = list(enumerate(self.axis.names))[::every]
            return [(float(self.fraction(np.array(k))), name) for k, name in named]
        if 0 < len(self.axis.span) <= min(most, FEW):
            values = sorted(self.axis.span)
            return [(float(self.fraction(np.array(each))), short(each)) for each in values]
        found = self._decades(most) if self.axis.log else linear_ticks((self.low, self.high), most)
        told = [(float(self.fraction(np.array(each.value))), each.label) for each in found]
        return [(place, label) for place, label in told if math.isfinite(place)]

    def _decades(self, most: int) -> list[Tick]:
        for mantissas in ((1, 2, 5), (1, 3), (1,)):
            values = [
                m * 10.0**e
                for e in range(math.floor(self.low), math.ceil(self.high) + 1)
                for m in mantissas
                if self.low - 1e-9 <= math.log10(m) + e <= self.high + 1e-9
            ]
            if len(values) <= most:
                break
        if len(values) < 2:  # less than a decade, without two round numbers of it
            return linear_ticks((10.0**self.low, 10.0**self.high), most)
        every = math.ceil(len(values) / max(1, most))
        return [Tick(value, tick(value)) for value in values[::every]]
