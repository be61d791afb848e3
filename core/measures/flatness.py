"""How flat the ground about a minimum is, a good way around it and not only at it.

λ_max looks at the point alone, and at the tip of Ackley's cone it has no limit. The mean rise of
the loss on a ring is there for every minimum, and tells a wide one from a narrow one.
"""

from __future__ import annotations

import numpy as np

from core.measures.sharpness import sharpness
from landscapes.base import Array, Landscape

RING = 0.05
"""The ring's radius, as a share of the domain's diagonal."""
DIRECTIONS = 64
"""Points of the ring in two dimensions, evenly spaced."""

NUMBERS = 65_536
"""Coordinates that are looked at together."""


def ring_rise(landscape: Landscape, points: Array) -> Array:
    """Mean of the loss on a ring about each point (..., D), less the loss at it; shape (...).

    In two dimensions the ring has 64 points. In others it has the 2 D along the axes, to and fro,
    whose mean is a sphere's to the third order. NaN where a point is not finite, and everywhere
    on a landscape without a domain.
    """
    reach = RING * landscape.diagonal * _directions(points.shape[-1])
    here = landscape.loss(points)
    total = np.zeros_like(here)
    many = max(1, NUMBERS // max(1, points.size))
    with np.errstate(all="ignore"):
        for first in range(0, len(reach), many):
            steps = reach[first : first + many].reshape(-1, *(1,) * here.ndim, points.shape[-1])
            for rise_along in landscape.loss(points + steps) - here:
                total += rise_along
    rise: Array = total / len(reach)
    return rise


def largest_curvature(landscape: Landscape, minima: Array) -> Array:
    """λ_max at minima (K, D), shape (K,): +∞ where it has no limit, as at the tip of a cone, and
    NaN where the landscape gives no second derivatives."""
    found, one = sharpness(landscape, minima).largest, minima[:1]
    gives = landscape.hessian_diagonal(one) is not None or landscape.hessian(one) is not None
    return np.where(np.isnan(found), np.inf, found) if gives else found


def _directions(dimension: int) -> Array:
    """Unit vectors (R, D) that add up to nothing."""
    if dimension == 2:
        angles = 2 * np.pi * np.arange(DIRECTIONS) / DIRECTIONS
        return np.stack([np.cos(angles), np.sin(angles)], -1)
    axes = np.eye(dimension)
    return np.concatenate([axes, -axes])
