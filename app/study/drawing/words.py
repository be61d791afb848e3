"""Figures of a study in words: with their interval, as tool tips and cells tell them."""

from __future__ import annotations

import math

from core.study.results.intervals import LEVEL, Estimate
from core.writing import MINUS, number

_LEVEL = f"{100 * LEVEL:g} %"


def share(value: float) -> str:
    """A share with two decimals, which its whole column has: 0.70, 1.00."""
    return "–" if math.isnan(value) else f"{value:.2f}".replace("-", MINUS)


def figure(value: float, *, is_share: bool) -> str:
    """A figure as a cell shows it."""
    return share(value) if is_share else number(value, 3)


def told(estimate: Estimate, *, is_share: bool, n: int | None = None) -> str:
    """A figure, its interval where it has one, and of how many starts."""
    parts = [number(round(estimate.value, 4)) if is_share else number(estimate.value)]
    if not (math.isnan(estimate.low) and math.isnan(estimate.high)):
        low, high = (
            number(round(end, 4)) if is_share and math.isfinite(end) else number(end)
            for end in estimate[1:]
        )
        parts.append(f"{_LEVEL} interval {low} to {high}")
    if n is not None:
        parts.append(f"n = {n:,}")
    return "\n".join(parts)
