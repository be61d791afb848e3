"""Where an end belongs: the minimum that it comes down to, not the listed one that is nearest.

Every point is followed along the gradient flow, by its implicit rule with the landscape's Hessian,
in steps so short (1 % of the domain's diagonal) that it stays in its basin as the flow does.
Where it comes to rest is its attractor; attractors that meet within a tolerance are one. Listed
minima keep their names, the others are found.
"""

from __future__ import annotations

import dataclasses
import functools
from typing import NamedTuple

import numpy as np

from landscapes.base import Array, Landscape

RADIUS = 0.01
"""Longest step, as a share of the domain's diagonal."""
REST = 1e-9
"""A point has come to rest when its steps are shorter than this share of the diagonal."""
TOGETHER = 1e-3
"""Attractors nearer than this share of the diagonal are one."""
MOST_STEPS = 1000
BLOCK = 4096
"""Points that are followed together: few enough for the cache."""
_LEAST, _SHRINK, _MOST, _GROW = 0.001, 0.25, 0.5, 2.0


@dataclasses.dataclass(frozen=True)
class Attractors:
    """Minima (K, D), the listed ones first, and the one (n,) that each point belongs to.

    `index` is −1 where the point is not finite or the descent did not come to rest; `rests` (n, D)
    are where each came to rest, NaN there. `names` are those of the listed minima, else "".
    """

    minima: Array
    losses: Array
    names: tuple[str, ...]
    index: Array
    rests: Array


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
    x = points[active].copy()
    radius = np.full(len(x), RADIUS * scale)
    with np.errstate(all="ignore"):
        loss, slope, bend = landscape.loss(x), landscape.gradient(x), _hessian(landscape, x)
        for _ in range(MOST_STEPS):
            if not len(active):
                break
            step = _step(slope, bend, 1 / radius)
            length = _length(step)
            trial = x + step
            lower = landscape.loss(trial)
            better = lower < loss
            # A way that led up again is cut at its foot: of a cone where it is near, or a bowl.
            rise = (lower - loss) / -np.einsum("ni,ni->n", slope, step)
            bowl, cone = 0.5 / (rise + 1), 0.5 * (1 - rise)
            foot = np.where((cone > _LEAST) & (cone < bowl), cone, bowl)
            shrunk = length * np.where(np.isfinite(rise), np.clip(foot, _LEAST, _MOST), _SHRINK)
            radius = np.where(better, np.minimum(_GROW * radius, RADIUS * scale), shrunk)
            np.copyto(x, trial, where=better[:, None])
            np.copyto(loss, lower, where=better)
            resting = length <= REST * scale
            keep = ~resting & np.isfinite(loss) & np.isfinite(length)
            if not keep.all():
                rests[active[resting]] = x[resting]
                active, x, loss, radius = active[keep], x[keep], loss[keep], radius[keep]
                slope, bend, better = slope[keep], bend[keep], better[keep]
            moved = np.flatnonzero(better)  # who did not has seen its slope already
            if 2 * len(moved) > len(x):
                slope, bend = landscape.gradient(x), _hessian(landscape, x)
            elif len(moved):
                here = x[moved]
                slope[moved], bend[moved] = landscape.gradient(here), _hessian(landscape, here)
    return rests


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
    size = np.maximum(_length(slope), 1e-300)
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
    step = np.empty_like(slope)
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


def _length(vectors: Array) -> Array:
    """Of vectors (n, D), shape (n,)."""
    return np.sqrt(np.einsum("ni,ni->n", vectors, vectors))


def gather(landscape: Landscape, rests: Array) -> Attractors:
    """Attractors from where points have come to rest (n, D), in an order that the points' own
    does not matter for: the listed minima, then what was found from the lowest up."""
    near = TOGETHER * landscape.diagonal
    listed = landscape.minima
    centres = np.array([m.position for m in listed]).reshape(-1, rests.shape[-1])
    index = np.full(len(rests), -1, dtype=np.int32)
    left = np.isfinite(rests).all(-1)
    for number, centre in enumerate(centres):
        here = left & (_length(rests - centre) <= near)
        index[here], left[here] = number, False
    points = rests[left]
    found = _lowest_first(points, landscape.loss(points), near)
    index[left] = found.index + len(listed)
    minima = np.concatenate([centres, found.centres])
    names = tuple(minimum.name for minimum in listed) + ("",) * len(found.centres)
    return Attractors(minima, landscape.loss(minima), names, index, rests)


class _Found(NamedTuple):
    """Points (n, D) as the places about centres (K, D), each of a loss (K)."""

    index: Array
    centres: Array
    losses: Array


def _lowest_first(points: Array, losses: Array, near: float) -> _Found:
    """The lowest point is a centre, and all that are near are its own; so on with what is left."""
    if not len(points):
        return _Found(np.empty(0, dtype=np.int64), points, losses)
    part, sizes = _parts(points, near)
    order = np.argsort(part, kind="stable")
    firsts = np.cumsum(sizes) - sizes
    points, losses = points[order], losses[order]
    extent = np.maximum.reduceat(points, firsts) - np.minimum.reduceat(points, firsts)
    apart = [
        _within(points[first : first + size], losses[first : first + size], near, whole)
        for first, size, whole in zip(firsts, sizes, _length(extent) <= near, strict=True)
    ]
    index = np.empty(len(points), dtype=np.int64)
    counts = np.cumsum([0, *(len(each.centres) for each in apart)])
    index[order] = np.concatenate(
        [each.index + count for each, count in zip(apart, counts, strict=False)]
    )
    centres = np.concatenate([each.centres for each in apart])
    depths = np.concatenate([each.losses for each in apart])
    upwards = np.lexsort((*centres.T[::-1], depths))
    return _Found(np.argsort(upwards)[index], centres[upwards], depths[upwards])


def _parts(points: Array, near: float) -> tuple[Array, Array]:
    """A number 0, 1, … for each of the points (n, D), and how many have each: two of different
    numbers are not near. Along every axis in turn, a wide enough gap parts what was one."""
    part = np.zeros(len(points), dtype=np.int64)
    for column in points.T:
        order = np.argsort(column)
        few = part[order].astype(np.int16) if part.max() < 2**15 else part[order]  # sorts faster
        order = order[np.argsort(few, kind="stable")]
        gaps = (np.diff(column[order]) > near) | (np.diff(part[order]) != 0)
        part[order] = np.concatenate([[0], np.cumsum(gaps)])
    return part, np.bincount(part)


def _within(points: Array, losses: Array, near: float, whole: bool) -> _Found:
    """The same for some points; where all are near one another, `whole`, there is one centre."""
    if whole:
        lowest = np.flatnonzero(losses == losses.min())
        first = lowest[np.lexsort(points[lowest].T[::-1])[0]]
        return _Found(np.zeros(len(points), dtype=np.int64), points[[first]], losses[[first]])
    index = np.full(len(points), -1)
    centres: list[int] = []
    # Where the ground is flat nearly every point is a minimum: only those beside one are compared.
    along = np.argsort(points[:, 0])
    reach = points[:, 0] + 2 * near * np.array([[-1], [1]])
    starts, stops = np.searchsorted(points[along, 0], reach)
    for candidate in np.lexsort((*points.T[::-1], losses)):
        if index[candidate] >= 0:
            continue
        beside = along[starts[candidate] : stops[candidate]]
        beside = beside[index[beside] < 0]
        here = beside[_length(points[beside] - points[candidate]) <= near]
        index[here] = len(centres)
        centres.append(candidate)
    return _Found(index, points[centres], losses[centres])
