"""In whose basin a point lies: where steepest descent from it comes to rest.

Distance does not tell: the ground half a unit from a sharp minimum may belong to a flat one.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from landscapes.base import Array, Landscape, Minimum

LONGEST = 0.005
"""No step of the descent is longer than this share of the domain's diagonal: it leaps no wall."""
SHORTEST = 1e-9
"""The descent rests when its step is shorter than this share of the diagonal."""
SAME = 1e-3
"""Places of rest within this share of the diagonal are one."""
MOST_STEPS = 400


def place_of_rest(landscape: Landscape, point: Array) -> tuple[float, ...] | None:
    """Where steepest descent from a point (D,) comes to rest; None if it does not, soon enough.

    The loss falls by at least half of what the slope promises in every step, so that the path
    stays near the gradient flow.
    """
    return _place_of_rest(landscape, tuple(np.asarray(point, dtype=np.float64).tolist()))


@lru_cache(maxsize=512)
def _place_of_rest(landscape: Landscape, point: tuple[float, ...]) -> tuple[float, ...] | None:
    diagonal = landscape.diagonal
    if np.isnan(diagonal):
        return None  # nothing tells a short way from a long one
    place, length = np.array(point), LONGEST * diagonal
    with np.errstate(all="ignore"):
        loss = float(landscape.loss(place))
        for _ in range(MOST_STEPS):
            gradient = np.asarray(landscape.gradient(place), dtype=np.float64)
            slope = float(np.linalg.norm(gradient))
            if not (np.isfinite(slope) and np.isfinite(loss)):
                return None
            if slope == 0.0:
                return tuple(place.tolist())
            length = min(2.0 * length, LONGEST * diagonal)
            while True:
                there = place - gradient * (length / slope)
                loss_there = float(landscape.loss(there))
                if loss_there <= loss - 0.5 * length * slope:
                    break
                length *= 0.5
                if length < SHORTEST * diagonal:
                    return tuple(place.tolist())
            place, loss = there, loss_there
    return None


def same_rest(landscape: Landscape, one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    """Whether two places of rest are one."""
    return bool(np.linalg.norm(np.subtract(one, other)) <= SAME * landscape.diagonal)


def minimum_at(landscape: Landscape, rest: tuple[float, ...]) -> Minimum | None:
    """The known minimum at a place of rest."""
    found = (m for m in landscape.minima if same_rest(landscape, m.position, rest))
    return next(found, None)
