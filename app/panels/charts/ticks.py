"""Round numbers along an axis: the finest that leave room between their labels."""

from __future__ import annotations

import math

from core.notation import MINUS, power_of_ten


def even_ticks(low: float, high: float, most: int) -> list[tuple[float, str]]:
    """Values and labels of at most `most` multiples of 1, 2 or 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10((high - low) / most))
    for factor in (1, 2, 5, 10, 20, 50):
        step = factor * power
        first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
        if last - first + 1 <= most:
            break
    values = [k * step for k in range(first, last + 1)]
    largest = max((abs(value) for value in values), default=0.0)
    if largest >= 1e5 or (values and largest < 1e-3):
        return [(value, compact(value, step)) for value in values]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return [(value, f"{value:,.{decimals}f}".replace("-", MINUS)) for value in values]


def compact(value: float, step: float | None = None) -> str:
    """A tick's label: 0.01, 5, 100, 10⁴, 2·10⁵; with digits enough to tell it from `step` apart."""
    if step is not None and abs(value) < 0.5 * step:
        return "0"
    if value == 0:
        return "0"
    exponent = math.floor(math.log10(abs(value)) + 1e-9)
    if step is None and -3 <= exponent <= 3:
        return f"{value:g}".replace("-", MINUS)
    decimals = 2 if step is None else max(0, exponent - math.floor(math.log10(step) + 1e-9))
    mantissa = f"{value / 10.0**exponent:.{decimals}f}"
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    power = power_of_ten(exponent)
    return power if mantissa == "1" else f"{mantissa}·{power}".replace("-", MINUS)
