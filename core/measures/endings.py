"""When a run came to rest, ran away or stood where nothing is defined."""

from __future__ import annotations

import numpy as np

from core.measures.lengths import lengths
from landscapes.base import Array, Landscape

CONVERGED_GRADIENT = 1e-3
"""A run has converged when ‖∇f(θ)‖ stays below this, to the end of what is recorded …"""
CONVERGED_STEPS = 10
"""… and for at least this many steps, so that a lucky last point does not count."""


def converged_at(landscape: Landscape, positions: Array) -> Array:
    """Time from which ‖∇f(θ)‖ stays below `CONVERGED_GRADIENT`; positions (T+1, ..., D) → (...).

    −1 where it does not, or has not done so for `CONVERGED_STEPS` steps. It is the landscape's own
    gradient at the recorded points, so that SAM's ascent and gradient noise do not hide a rest.
    """
    at_end = _calm(landscape, positions[-CONVERGED_STEPS - 1 :]).all(0)
    found = np.full(at_end.shape, -1)
    if len(positions) <= CONVERGED_STEPS or not at_end.any():
        return found
    calm = _calm(landscape, positions[:, at_end])  # most runs that have not come to rest are done
    found[at_end] = len(positions) - np.logical_and.accumulate(calm[::-1], axis=0).sum(0)
    return found


def _calm(landscape: Landscape, positions: Array) -> Array:
    """Whether ‖∇f(θ)‖ lies below `CONVERGED_GRADIENT` at positions (..., D), shape (...)."""
    with np.errstate(all="ignore"):
        norms: Array = lengths(landscape.gradient(positions))
    return norms < CONVERGED_GRADIENT


def diverged_at(positions: Array) -> Array:
    """First time at which positions (T+1, ..., D) are not finite, shape (...); −1 where none is."""
    lost = ~np.isfinite(positions).all(-1)
    return np.where(lost.any(0), lost.argmax(0), -1)


def undefined_there(losses: Array, gradients: Array) -> Array:
    """Whether the step from points with these losses (...) and gradients (..., D) leads nowhere
    because one of the two is not a number there; a point that runs away has infinite ones."""
    return np.isnan(losses) | (np.isfinite(losses) & np.isnan(gradients).any(-1))
