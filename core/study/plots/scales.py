"""Whether figures are told on a logarithmic axis, and how far above the lowest loss they are."""

from __future__ import annotations

import math

import numpy as np

from core.writing import short
from landscapes.base import Array, Landscape

DECADES = 2.0
"""Figures that are all positive and span so many powers of ten are told by them."""
LEAST = 1e-10
"""A loss nearer to the global minimum than this is at it, for the eye."""


def is_logarithmic(values: Array) -> bool:
    """Whether figures of any shape, those that are not finite left out, ask for a log axis."""
    finite = values[np.isfinite(values)]
    if not finite.size or finite.min() <= 0:
        return False
    return bool(math.log10(finite.max() / finite.min()) >= DECADES)


def above_minimum(landscape: Landscape, losses: Array) -> tuple[Array, str]:
    """Losses of any shape as they are told best, and what follows their name: as they are, or
    where they span decades above the global minimum, by how far they lie above it."""
    floor = lowest(landscape)
    if floor is None:
        return losses, ""
    above = np.maximum(losses - floor, LEAST * max(1.0, abs(floor)))
    if not is_logarithmic(above):
        return losses, ""
    return above, f" above the global minimum, {short(floor)}" if floor else ""


def lowest(landscape: Landscape) -> float | None:
    """The loss at the listed global minimum, None where none is listed."""
    return min((m.loss for m in landscape.minima if m.is_global), default=None)
