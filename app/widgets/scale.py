"""Where a number stands on its slider: mappings between a value and 0 … 1, without any Qt."""

from __future__ import annotations

import math
from typing import Literal, NamedTuple

from core.experiment.methods import Hyperparameter
from landscapes.base import Parameter

Curve = Literal["linear", "log", "low", "high"]
_POWER = 3  # of the curves "low" and "high"
_TOP_GAP = 1e-4
_LOG_LOWS = {"lr": 1e-4, "eps": 1e-12}
_LEAST_SHARE = 1e-6  # of a range, where a logarithm has to begin above 0
_LOW_CURVES = ("strength", "rho", "capacity", "weight_decay")


class Scale(NamedTuple):
    """A range `low` … `high` laid out along a slider.

    `linear` is even; `log` even in the logarithm (needs low > 0); `low` finer near `low`; `high`
    finer near `high`, which a β near 1 needs. With `open_top`, "high" ends a ten-thousandth of
    the range before `high`. Values beyond the ends stand at the ends: a number field beside the
    slider may go further.
    """

    low: float
    high: float
    curve: Curve = "linear"
    whole: bool = False
    open_top: bool = False

    @property
    def top(self) -> float:
        """The value at the right end."""
        return self.value(1.0)

    def fraction(self, value: float) -> float:
        """Where `value` stands, 0 … 1."""
        if not self.high > self.low:
            return 0.0
        if self.curve == "log":
            value = max(value, self.low)
            found = math.log(value / self.low) / math.log(self.high / self.low)
        else:
            part = min(1.0, max(0.0, (value - self.low) / (self.high - self.low)))
            match self.curve:
                case "low":
                    found = part ** (1 / self._power)
                case "high":
                    found = (1 - (1 - part) ** (1 / self._power)) / self._cut
                case _:
                    found = part
        return min(1.0, max(0.0, found))

    def value(self, fraction: float) -> float:
        """The value at a place on the slider, rounded to few digits; `fraction` is 0 … 1."""
        fraction = min(1.0, max(0.0, fraction))
        span = self.high - self.low
        match self.curve:
            case "log":
                raw = _significant(self.low * (self.high / self.low) ** fraction, 2)
            case "low":
                raw = self.low + _significant(span * fraction**self._power, 2)
            case "high":
                gap = _significant(span * (1 - fraction * self._cut) ** self._power, 2)
                raw = _decimals(self.high - gap, span * _TOP_GAP / 10)
            case _:
                raw = _decimals(self.low + span * fraction, span / 500) if span else self.low
        raw = self.low if fraction == 0 else min(self.high, max(self.low, raw))
        return round(raw) if self.whole else float(f"{raw:.12g}")

    def stepped(self, value: float, count: int) -> float:
        """The value `count` small steps of the keyboard away, within the ends."""
        if self.whole:
            return round(min(self.high, max(self.low, round(value) + count)))
        place = self.fraction(value)
        for tries in range(1, 50):
            found = self.value(place + 0.01 * count * tries)
            if found != value:
                return found
        return value

    @property
    def _power(self) -> int:
        return 2 if self.whole else _POWER

    @property
    def _cut(self) -> float:
        """The part of the whole curve that is laid out."""
        return 1 - _TOP_GAP ** (1 / self._power) if self.open_top else 1.0


def hyperparameter_scale(row: Hyperparameter, steps: int) -> Scale:
    """The slider of one hyperparameter of the table; `steps` ends the ranges that need it."""
    high = float(steps if row.high is None else row.high)
    if row.logarithmic:
        low = _LOG_LOWS.get(row.name, row.low)
        return Scale(low or high * _LEAST_SHARE, high, "log")
    if row.high_open or row.name == "decay":
        return Scale(row.low + 1e-3 * row.low_open, high, "high", open_top=row.high_open)
    return Scale(row.low, high, "low" if row.name in _LOW_CURVES else "linear", row.whole)


def parameter_scale(row: Parameter) -> Scale:
    """The slider of one parameter of a landscape."""
    return Scale(row.low, row.high, "log" if row.logarithmic else "linear", row.whole)


def _significant(value: float, digits: int) -> float:
    return float(f"{value:.{digits}g}")


def _decimals(value: float, resolution: float) -> float:
    return round(value, max(0, math.ceil(-math.log10(resolution))))
