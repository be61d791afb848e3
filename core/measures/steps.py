"""Round numbers between two ends: where levels and ticks stand."""

from __future__ import annotations

import math

LEVELS = 18
"""About how many levels a scale has."""
_FACTORS = (
    (1.0,),
    (1.0, 3.0),
    (1.0, 2.0, 5.0),
    (1.0, 2.0, 3.0, 5.0, 7.0),
    (1.0, 1.5, 2.0, 3.0, 5.0, 7.0),
)
_MORE_FACTORS = (*_FACTORS, (1.0, 1.25, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0))
"""Where more levels than usual are asked for."""


def nice_step(span: float, count: float) -> float:
    """The round number (1, 2, 2.5 or 5 × 10ᵏ) that cuts a span into about `count` parts."""
    raw = span / count
    power = 10.0 ** math.floor(math.log10(raw))
    best = min((1.0, 2.0, 2.5, 5.0, 10.0), key=lambda factor: abs(math.log(factor * power / raw)))
    return best * power


def linear_steps(low: float, high: float, count: int = LEVELS) -> tuple[float, ...]:
    """About `count` multiples of a round number between two values."""
    step = nice_step(high - low, count)
    first, last = math.floor(low / step) + 1, math.ceil(high / step) - 1
    digits = 3 - math.floor(math.log10(step))
    return tuple(sorted({round(k * step, digits) for k in range(first, last + 1)}))


def decade_steps(low: float, high: float, count: int = LEVELS) -> list[float]:
    """Round numbers in [low, high), evenly spread over the decades, not many more than `count`."""
    if not 0 < low < high:
        return []
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    exponents = range(first, last + 1, max(1, round((last - first) / count)))
    steps: list[float] = []
    for factors in _FACTORS if count <= LEVELS else _MORE_FACTORS:
        finer = [f * 10.0**k for k in exponents for f in factors]
        finer = [step for step in finer if low <= step < high]
        if steps and len(finer) > count * 1.15:
            break
        steps = finer
    return steps
