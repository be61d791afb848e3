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
BLOCK, PLANAR_BLOCK = 4096, 16_384
"""Points that are followed together: so many that calls cost little, few enough for the cache."""
_LEAST, _SHRINK, _MOST, _GROW = 1e-6, 0.25, 0.5, 2.0


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
    block = PLANAR_BLOCK if points.shape[-1] == 2 else BLOCK
    for first in range(0, len(points), block):
        rests[first : first + block] = _descend(landscape, points[first : first + block])
    return rests


def _descend(landscape: Landscape, points: Array) -> Array:
    longest, rest = RADIUS * landscape.diagonal, REST * landscape.diagonal
    rests = np.full(points.shape, np.nan)
    active = np.flatnonzero(np.isfinite(points).all(-1))
    # Coordinates lie apart: what is computed of one runs through memory without gaps.
    x = np.ascontiguousarray(points[active].T).T
    radius = np.full(len(x), longest)
    with np.errstate(all="ignore"):
        loss, (slope, bend) = landscape.loss(x), _derivatives(landscape, x)
        for _ in range(MOST_STEPS):
            if not len(active):
                break
            step = _step(slope, bend, 1 / radius)
            far, trial = length(step), np.add(x, step, out=np.empty_like(x))
            lower = landscape.loss(trial)
            better = lower < loss
            up = np.flatnonzero(~better)
            used, radius = radius, np.minimum(_GROW * radius, longest)
            if len(up):
                there = (_those(each, up) for each in (slope, bend, step))
                foot = _foot(lower[up] - loss[up], *there)
                # A leap ends where a way is still told from rest.
                shorter = np.minimum(far[up] * foot, _MOST * used[up])
                radius[up] = np.maximum(shorter, np.minimum(2 * rest, _SHRINK * far[up]))
                trial.T[:, up], lower[up] = x.T[:, up], loss[up]
            x, loss = trial, lower
            resting = far <= rest
            untold = np.flatnonzero(np.isnan(far) & np.isfinite(loss))
            if len(untold):
                resting[untold] = _at_tip(landscape, x[untold], loss[untold], rest)
            keep = ~resting & np.isfinite(loss) & np.isfinite(far)
            if not keep.all():
                rests[active[resting]] = x[resting]
                left = np.flatnonzero(keep)
                active, loss, radius, better = (
                    each[left] for each in (active, loss, radius, better)
                )
                x, slope, bend = (_those(each, left) for each in (x, slope, bend))
            moved = np.flatnonzero(better)  # who did not has seen its slope and curvature already
            if 3 * len(moved) > 2 * len(x):
                slope, bend = _derivatives(landscape, x)
            elif len(moved):
                for own, new in zip(
                    (slope, bend), _derivatives(landscape, _those(x, moved)), strict=True
                ):
                    own.T[..., moved] = new.T
    return rests


def _at_tip(landscape: Landscape, points: Array, losses: Array, near: float) -> Array:
    """Which of points (n, D) that have no slope are lower than the ground about them. At the tip of
    a cone such as √(x² + y²) a formula's slope is 0/0, and a good leap leads exactly there."""
    axes = near * np.eye(points.shape[-1])
    higher = [landscape.loss(points + way) > losses for way in (*axes, *-axes)]
    found: Array = np.logical_and.reduce(higher)
    return found


def _those(values: Array, some: Array) -> Array:
    """Some of n values (n, …) by number (m,), each coordinate apart."""
    return np.moveaxis(np.take(np.moveaxis(values, 0, -1), some, axis=-1), -1, 0)


def _derivatives(landscape: Landscape, x: Array) -> tuple[Array, Array]:
    """Slope (n, D) and second derivatives (n, D, D); these are 0 where there are none: the way is
    then down the gradient."""
    slope, found = landscape.derivatives(x)
    if found is None:
        return slope, np.zeros((*x.shape, x.shape[-1]))
    finite = np.isfinite(found)
    if not finite.all():
        found = np.where(finite.all((-2, -1), keepdims=True), found, 0.0)
    return slope, found


def _foot(rise: Array, slope: Array, hessian: Array, way: Array) -> Array:
    """The radius that leads to the foot of ways (n, D) that led up again, as a share of their
    lengths: of a cone where it is near, or a bowl.

    A cone's sides rise alike from its tip, and are bent alike, as the ground is where a way begins.
    """
    fall = -np.einsum("ni,ni->n", slope, way)  # that the slope foretells
    turned = sum(hessian[..., axis] * way[:, axis, None] for axis in range(way.shape[-1]))
    rise, bent = rise / fall, np.einsum("ni,ni->n", way, turned) / fall
    lift = 0.5 * bent
    half, fallen = 0.5 + lift, 1 + lift - rise
    cone, bowl = 0.5 * fallen / (half + np.sqrt(half * half - lift * fallen)), 0.5 / (rise + 1)
    foot = np.where((cone > -_LEAST) & (cone < bowl), cone, bowl)
    foot = np.where(np.isfinite(rise), np.minimum(np.maximum(foot, _LEAST), _MOST), _SHRINK)
    # Where the ground is bent upwards the rule steps less far than its radius.
    return foot / (1 - np.fmin(np.fmax(bent, 0.0), 1.0) * foot)


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
    if slope.shape[-1] == 2:
        xx, xy, yy = (_bent(hessian[:, i, j], top, size) for i, j in ((0, 0), (0, 1), (1, 1)))
        return _planar(xx, xy, yy, slope, inverse)
    bent = _bent(hessian, top[:, None, None], size[:, None, None])
    return _general(bent, slope, inverse)


def _bent(part: Array, top: Array, size: Array) -> Array:
    """Second derivatives in units of the slope."""
    bent: Array = part / top
    bent /= size
    np.maximum(bent, -1e150, out=bent)
    return np.minimum(bent, 1e150, out=bent)


def _planar(xx: Array, across: Array, yy: Array, slope: Array, inverse: Array) -> Array:
    """The step in the plane, where both curvatures and their axes have a closed form."""
    half, mean = xx - yy, xx + yy
    half *= 0.5
    mean *= 0.5
    spread = half * half
    spread += across * across
    np.sqrt(spread, out=spread)
    least = mean - spread
    shift = _shift(least, inverse)
    far, near = _inverse(least, shift, inverse), _inverse(mean + spread, shift, inverse)
    # (H + μ)⁻¹ is even·1 + odd·(H − mean): its eigenvalues are `far` and `near`.
    even, odd = far + near, near - far
    even *= 0.5
    odd *= 0.5
    odd /= np.maximum(spread, 1e-300)
    (x, y), step = slope.T, np.empty(slope.shape[::-1])
    for own, turned in zip(step, (half * x + across * y, across * x - half * y), strict=True):
        np.multiply(turned, odd, out=own)
    step += even * slope.T
    return np.negative(step, out=step).T


def _general(bent: Array, slope: Array, inverse: Array) -> Array:
    # LAPACK fails for all where one is not a number; its slope is none either, and it is lost.
    curvatures, axes = np.linalg.eigh(np.nan_to_num(bent, nan=0.0))
    along = np.einsum("nij,ni->nj", axes, slope)
    shift = _shift(curvatures[:, :1], inverse[:, None])
    lengths = along / np.maximum(curvatures + shift, inverse[:, None])
    return -np.einsum("nij,nj->ni", axes, lengths)


def _shift(least: Array, inverse: Array) -> Array:
    """The μ that makes the smallest curvature as large as 1 / radius, 0 where it is."""
    shift: Array = np.minimum(least, 0.0)
    np.subtract(inverse, shift, out=shift)
    np.copyto(shift, 0.0, where=least >= inverse)
    return shift


def _inverse(curvatures: Array, shift: Array, inverse: Array) -> Array:
    """1 / (curvatures + μ), no longer than a radius."""
    found: Array = curvatures + shift
    np.maximum(found, inverse, out=found)
    return np.divide(1.0, found, out=found)
