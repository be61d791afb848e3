"""Round numbers along an axis, with labels that never touch."""

from __future__ import annotations

import dataclasses
import math

from core.measures.surface import Scale, nice_step
from landscapes.base import Interval

MINUS = "\N{MINUS SIGN}"
_SUPERSCRIPT = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


@dataclasses.dataclass(frozen=True)
class Tick:
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
    return [Tick(value, label) for value, label in zip(values, _labels(values, step), strict=True)]


def scale_ticks(scale: Scale, most: int) -> list[Tick]:
    """Ticks for a scale's colour bar; decades where it is not linear, as distance to its floor."""
    if scale.kind == "linear":
        return linear_ticks((scale.low, scale.high), most)
    offsets = [level - scale.floor for level in scale.levels]
    ticks = [
        Tick(scale.floor + offset, number(offset))
        for offset in offsets
        if offset == 0 or _is_decade(abs(offset))
    ]
    if len(ticks) < 2:
        ticks = [Tick(scale.floor + offset, number(offset)) for offset in offsets]
    every = math.ceil(len(ticks) / max(1, most))
    return ticks[::every]


def number(value: float) -> str:
    """A short form of a number for ticks: 0.25, 20, 10⁵."""
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)) + 1e-12)
    if -3 <= exponent <= 2:
        return f"{value:g}".replace("-", MINUS)
    mantissa = value / 10.0**exponent
    power = "10" + str(exponent).translate(_SUPERSCRIPT)
    if math.isclose(abs(mantissa), 1.0):
        return power if value > 0 else MINUS + power
    return f"{mantissa:g}·{power}".replace("-", MINUS)


def reading(value: float) -> str:
    """A number as it is read off at the cursor: four significant digits, a true minus sign."""
    if math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else MINUS + "∞"
    if value != 0 and not 1e-3 <= abs(value) < 1e5:
        mantissa, exponent = f"{value:.2e}".split("e")
        power = str(int(exponent)).translate(_SUPERSCRIPT)
        return f"{mantissa}·10{power}".replace("-", MINUS)
    decimals = min(4, max(0, 3 - math.floor(math.log10(abs(value))))) if value else 1
    return f"{value:.{decimals}f}".replace("-", MINUS)


def coordinate(value: float, precision: float) -> str:
    """A coordinate with the decimals that a precision (one pixel, say) allows."""
    decimals = min(12, max(0, math.ceil(-math.log10(precision))))
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", MINUS)


def _labels(values: list[float], step: float) -> list[str]:
    largest = max((abs(value) for value in values), default=0.0)
    if step >= 1e5 or (largest and step < 1e-6):
        return [number(value) if abs(value) > 0.5 * step else "0" for value in values]
    decimals = max(0, math.ceil(-math.log10(step) - 1e-9))
    if round(step, decimals) != step and not math.isclose(round(step, decimals), step):
        decimals += 1
    # Rounding may leave a negative zero, which nobody wants to read.
    return [f"{value + 0.0:.{decimals}f}".replace("-", MINUS) if abs(value) > 0.5 * step
            else f"{0:.{decimals}f}" for value in values]  # fmt: skip


def _multiples(low: float, high: float, step: float) -> range:
    """Which multiples of a step lie between two values, rounding at the ends allowed for."""
    return range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)


def _is_decade(value: float) -> bool:
    exponent = math.log10(value)
    return math.isclose(exponent, round(exponent), abs_tol=1e-9)
