"""Which axis suits what a chart draws, and how much of it is shown."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.figures.curves.curves import Curve
from app.figures.curves.scale import Scale, suits_logarithm
from core.measures.over_time import Series
from landscapes.base import Array

FLOORED = ("loss", "best")
"""Quantities that are shown above the known minimum where their logarithm needs it."""
SHARES = ("agreement",)
"""Quantities that lie in [0, 1] and are seen best on all of it."""
ALL_SHARES = (-0.04, 1.04)


def scale_for(
    series: Series, curves: Sequence[Curve], floor: float, chosen: bool | None = None
) -> Scale:
    """A logarithmic scale where it is `chosen`, or else where it suits the values; `floor` is the
    loss of the known global minimum."""
    floor = min(0.0, floor) if series.key in FLOORED else 0.0
    if chosen is None:
        ratio = series.log_ratio
        chosen = ratio is not None and suits_logarithm(values_of(curves), floor, ratio)
    return Scale(chosen, floor if chosen else 0.0)


def span_for(
    series: Series, curves: Sequence[Curve], scale: Scale, window: tuple[float, float] | None = None
) -> tuple[float, float]:
    """The places along the scale between which all is shown that is drawn at these times."""
    if series.key in SHARES and not scale.logarithmic:
        return ALL_SHARES
    return scale.span(values_of(curves, window))


def values_of(curves: Sequence[Curve], window: tuple[float, float] | None = None) -> Array:
    """All values of the curves and of their quartiles at these times, None for all."""
    found = [np.zeros(0)]
    for line in (line for curve in curves for line in curve.lines):
        shown = slice(None)
        if window is not None:
            left, right = (int(end) - line.first for end in window)
            shown = slice(max(0, left), max(0, right + 2))
        several = (line.values, line.low, line.high)
        found += [values[shown] for values in several if values is not None]
    return np.concatenate(found)
