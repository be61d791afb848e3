"""Where the ticks of a chart's axes are, and what is written beside them."""

from __future__ import annotations

import itertools
import math

from core.writing import along, tick

LINE_GAP, WORD_GAP = 26.0, 14.0
"""Pixels from label to label on a vertical axis, and between them on a horizontal one."""
TIGHT = 0.8
"""Labels of decades may stand this much closer."""
FACTORS = ((1, 2, 5), (1, 3), (1,))


def spacing(least: float) -> float:
    """The least of 1, 2 and 5 times a power of ten that is not below `least`."""
    power: float = 10.0 ** math.floor(math.log10(least))
    return next(f * power for f in (1, 2, 5, 10, 20) if f * power >= least)


def even_places(low: float, high: float, step: float) -> list[float]:
    """The multiples of a step from low to high."""
    slack = 1e-6 * (high - low)
    first, last = math.ceil((low - slack) / step), math.floor((high + slack) / step)
    return [k * step for k in range(first, last + 1)]


def decade_places(low: float, high: float, least: float, even: float) -> tuple[float, list[float]]:
    """1, 2, 5 of every decade, as logarithms, with how far they are apart: fewer where that would
    be less than `least`; multiples of `even`, which is no logarithm, within one decade."""
    for factors in FACTORS:
        found = _decade_ticks(low, high, factors)
        if len(found) > 1 and min(b - a for a, b in itertools.pairwise(found)) >= least:
            return 1.0, found
    if len(found) > 1:
        every = math.ceil(least)
        return float(every), [place for place in found if round(place) % every == 0]
    return 1.0, _even_ticks(low, high, even, least)


def labels(places: list[float], step: float, *, logarithmic: bool) -> list[str]:
    """Numbers with as many decimals as tell neighbours apart; places of a logarithmic axis are
    logarithms."""
    if logarithmic:
        # Arithmetic leaves something behind the seventh figure.
        return [tick(float(f"{10.0**place:.6e}")) for place in places]
    return along(places, step)


def _decade_ticks(low: float, high: float, factors: tuple[int, ...]) -> list[float]:
    """Logarithms of these multiples of powers of ten."""
    powers = range(math.floor(low), math.ceil(high) + 1)
    places = (power + math.log10(factor) for power in powers for factor in factors)
    return [place for place in places if low <= place <= high]


def _even_ticks(low: float, high: float, step: float, least: float) -> list[float]:
    """Logarithms of multiples of a step, those left out that come too near their neighbour."""
    found: list[float] = []
    for k in range(math.ceil(10.0**low / step), math.floor(10.0**high / step) + 1):
        place = math.log10(k * step)
        if not found or place - found[-1] >= least:
            found.append(place)
    return found
