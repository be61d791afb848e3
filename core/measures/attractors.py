"""Where an end belongs: the minimum that it comes down to, not the listed one that is nearest.

Every point is followed along the gradient flow, by its implicit rule with the landscape's Hessian,
in steps so short (1 % of the domain's diagonal) that it stays in its basin as the flow does.
"""

from __future__ import annotations

import functools

import numpy as np

from core.measures.gathering import Attractors, gather, length
from landscapes.base import Array, Landscape

RADIUS = 0.01
"""Longest step, as a share of the domain's diagonal."""
REST = 1e-9
"""A point has come to rest when its steps are shorter than this share of the diagonal."""
MOST_STEPS = 1000
BLOCK = 4096
"""Points that are followed together: few enough for the cache."""
_LEAST, _SHRINK, _MOST, _GROW = 0.001, 0.25, 0.5, 2.0


def attractors(landscape: Landscape, points: Array) -> Attractors:
    """The attractors of points (n, D)."""
    rests = descend(landscape, points)
    return gather(landscape, rests)


def descend(landscape: Landscape, points: Array) -> Array:
    """Where points (n, D) come to rest, NaN where they do not; shape (n, D).

    Without a domain nothing tells a short way from a long one, and nothing is said.
    """
    scale = landscape.diagonal
    rests = np.full(points.shape, np.nan)
    if np.isnan(scale):
        return rests
    for first in range(0, len(points), BLOCK):
        rests[first : first + BLOCK] = _descend(landscape, points[first : first + BLOCK])
    return rests


def _descend(landscape: Landscape, points: Array) -> Array:
    scale = landscape.diagonal
    rests = np.full(points.shape, np.nan)
    active = np.flatnonzero(np.isfinite(points).all(-1))
    # Coordinates lie apart: what is computed of one runs through memory without gaps.
    x = np.ascontiguousarray(points[active].T).T
    radius = np.full(len(x), RADIUS * scale)
    with np.errstate(all="ignore"):
        (loss, slope), bend = landscape.loss_and_gradient(x), _hessian(landscape, x)
        for _ in range(MOST_STEPS):
            if not len(active):
                break
            step = _step(slope, bend, 1 / radius)
            far = length(step)
            trial = x + step
            lower, ahead = landscape.loss_and_gradient(trial)
            better = lower < loss
            # A way that led up again is cut at its foot: of a cone where it is near, or a bowl.
            rise = (lower - loss) / -np.einsum("ni,ni->n", slope, step)
            bowl, cone = 0.5 / (rise + 1), 0.5 * (1 - rise)
            foot = np.where((cone > _LEAST) & (cone < bowl), cone, bowl)
            shrunk = far * np.where(np.isfinite(rise), np.clip(foot, _LEAST, _MOST), _SHRINK)
            radius = np.where(better, np.minimum(_GROW * radius, RADIUS * scale), shrunk)
            np.copyto(x, trial, where=better[:, None])
            np.copyto(slope, ahead, where=better[:, None])
            np.copyto(loss, lower, where=better)
            resting = far <= REST * scale
            keep = ~resting & np.isfinite(loss) & np.isfinite(far)
            if not keep.all():
                rests[active[resting]] = x[resting]
                active, loss, radius, better = active[keep], loss[keep], radius[keep], better[keep]
                x, slope, bend = _those(x, keep), _those(slope, keep), _those(bend, keep)
            moved = np.flatnonzero(better)  # who did not has seen its curvature already
            if 2 * len(moved) > len(x):
                bend = _hessian(landscape, x)
            elif len(moved):
                bend[moved] = _hessian(landscape, np.take(x.T, moved, axis=-1).T)
    return rests


def _those(values: Array, keep: Array) -> Array:
    """Those of n values (n, …) that are kept (n,), laid out as they were."""
    return np.moveaxis(np.compress(keep, np.moveaxis(values, 0, -1), axis=-1), -1, 0)


def _hessian(landscape: Landscape, x: Array) -> Array:
    """Second derivatives (n, D, D); 0 where there are none: the way is then down the gradient."""
    found = landscape.hessian(x)
    if found is None:
        return np.zeros((*x.shape, x.shape[-1]))
    finite = np.isfinite(found)
    return found if finite.all() else np.where(finite.all((-2, -1), keepdims=True), found, 0.0)


def _step(gradient: Array, hessian: Array, inverse: Array) -> Array:
    """The gradient flow's step by the implicit rule, −(H + μ)⁻¹g, no longer than 1 / `inverse`.

    μ makes it a way downhill whatever the curvatures, and lets it turn no further from the flow
    than it is long: Newton's own step leaps a ridge that the flow runs along. Where the ground is
    convex and the minimum as near as the radius, μ is 0.
    """
    # All in units of the slope, whose square may be too large or too small for a number.
    top = np.maximum(functools.reduce(np.maximum, np.abs(gradient).T), 1e-300)
    slope = gradient / top[:, None]
    size = np.maximum(length(slope), 1e-300)
    slope /= size[:, None]
    bent = np.clip(hessian / top[:, None, None] / size[:, None, None], -1e150, 1e150)
    return (_planar if slope.shape[-1] == 2 else _general)(bent, slope, inverse)


def _planar(bent: Array, slope: Array, inverse: Array) -> Array:
    """The step in the plane, where both curvatures and their axes have a closed form."""
    across, half = bent[:, 0, 1], 0.5 * (bent[:, 0, 0] - bent[:, 1, 1])
    mean, spread = 0.5 * (bent[:, 0, 0] + bent[:, 1, 1]), np.sqrt(half * half + across * across)
    least, most = mean - spread, mean + spread
    far, near = 1 / _shifted(least, least, inverse), 1 / _shifted(most, least, inverse)
    # (H + μ)⁻¹ is even·1 + odd·(H − mean): its eigenvalues are `far` and `near`.
    even, odd = 0.5 * (far + near), 0.5 * (near - far) / np.maximum(spread, 1e-300)
    x, y = slope[:, 0], slope[:, 1]
    step: Array = np.empty(slope.shape[::-1]).T
    step[:, 0] = -(even * x + odd * (half * x + across * y))
    step[:, 1] = -(even * y + odd * (across * x - half * y))
    return step


def _general(bent: Array, slope: Array, inverse: Array) -> Array:
    # LAPACK fails for all where one is not a number; its slope is none either, and it is lost.
    curvatures, axes = np.linalg.eigh(np.nan_to_num(bent, nan=0.0))
    along = np.einsum("nij,ni->nj", axes, slope)
    lengths = along / _shifted(curvatures, curvatures[:, :1], inverse[:, None])
    return -np.einsum("nij,nj->ni", axes, lengths)


def _shifted(curvatures: Array, least: Array, inverse: Array) -> Array:
    """Curvatures + μ, at least as large as 1 / radius."""
    shift = np.where(least >= inverse, 0.0, inverse - np.minimum(least, 0.0))
    return np.maximum(curvatures + shift, inverse)
