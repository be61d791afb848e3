"""Places of rest that meet within a tolerance are one attractor.

Listed minima keep their names, the others are found.
"""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

import numpy as np

from landscapes.base import Array, Landscape

TOGETHER = 1e-3
"""Attractors nearer than this share of the diagonal are one."""
MANY = 65_536
"""Places of rest that are looked at together: a million of them take hardly more memory."""


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


def gather(landscape: Landscape, rests: Array) -> Attractors:
    """Attractors from where points have come to rest (n, D), in an order that the points' own
    does not matter for: the listed minima, then what was found from the lowest up."""
    near = TOGETHER * landscape.diagonal
    listed = landscape.minima
    centres = np.array([m.position for m in listed]).reshape(-1, rests.shape[-1])
    index = np.full(len(rests), -1, dtype=np.int32)
    for first in range(0, len(rests), MANY):
        block, own = rests[first : first + MANY], index[first : first + MANY]
        own[np.isfinite(block).all(-1)] = len(centres)
        for number, centre in enumerate(centres):
            own[(own == len(centres)) & (length(block - centre) <= near)] = number
    left = np.flatnonzero(index == len(centres))
    found = _lowest_first(landscape, rests, left, near)
    index[left] = found.index + len(listed)
    minima = np.concatenate([centres, found.centres])
    names = tuple(minimum.name for minimum in listed) + ("",) * len(found.centres)
    return Attractors(minima, landscape.loss(minima), names, index, rests)


class _Found(NamedTuple):
    """Points (n, D) as the places about centres (K, D), each of a loss (K)."""

    index: Array
    centres: Array
    losses: Array


def _lowest_first(landscape: Landscape, rests: Array, left: Array, near: float) -> _Found:
    """The lowest point is a centre, and all that are near are its own; so on with what is left.
    The points are some of the places of rest, by number (n,)."""
    if not len(left):
        return _Found(np.empty(0, dtype=np.int32), rests[left], np.empty(0))
    order, sizes = _parts(rests, left, near)
    firsts = np.cumsum(sizes) - sizes
    extent = [np.maximum.reduceat(x, firsts) - np.minimum.reduceat(x, firsts)
              for x in (rests[left[order], axis] for axis in range(rests.shape[-1]))]  # fmt: skip
    index = np.empty(len(left), dtype=np.int32)
    whole = length(np.stack(extent, -1)) <= near
    apart, count = [_heaps(landscape, rests, left, order, sizes, whole, index)], int(whole.sum())
    for first, size in zip(firsts[~whole], sizes[~whole], strict=True):
        own = order[first : first + size]
        each = _spread(landscape, rests, left[own], near)
        index[own] = each.index + count
        count += len(each.centres)
        apart.append(each)
    centres = np.concatenate([each.centres for each in apart])
    depths = np.concatenate([each.losses for each in apart])
    upwards = np.lexsort((*centres.T[::-1], depths))
    ranks = np.argsort(upwards).astype(np.int32)
    return _Found(ranks[index], centres[upwards], depths[upwards])


def _parts(rests: Array, left: Array, near: float) -> tuple[Array, Array]:
    """An order (n,) in which those that may be near stand side by side, and how many each time:
    of two parts no two are near. Along every axis in turn, a wide enough gap parts what was one."""
    part = np.zeros(len(left), dtype=np.int32)
    order = np.arange(len(left))
    for axis in range(rests.shape[-1]):
        column = rests[left, axis]
        order = np.argsort(column)
        few = part[order].astype(np.int16) if part.max() < 2**15 else part[order]  # sorts faster
        order = order[np.argsort(few, kind="stable")]
        gaps = (np.diff(column[order]) > near) | (np.diff(part[order]) != 0)
        part[order[1:]] = np.cumsum(gaps)
        part[order[0]] = 0
    return order, np.bincount(part)


def _heaps(
    landscape: Landscape,
    rests: Array,
    left: Array,
    order: Array,
    sizes: Array,
    whole: Array,
    index: Array,
) -> _Found:
    """The same for those parts that are `whole`: all of one are near one another, and it has one
    centre. Their places in `index` are filled in here."""
    part = np.repeat(np.where(whole, np.cumsum(whole) - 1, -1), sizes)
    own, part = order[part >= 0], part[part >= 0]
    index[own] = part
    heaps = int(whole.sum())
    if not heaps:
        return _Found(part, rests[:0], np.empty(0))
    losses = np.empty(len(own))
    for first in range(0, len(own), MANY):
        losses[first : first + MANY] = landscape.loss(rests[left[own[first : first + MANY]]])
    losses[np.isnan(losses)] = np.inf
    firsts = np.searchsorted(part, np.arange(heaps))
    depths = np.minimum.reduceat(losses, firsts)
    tied = np.flatnonzero(losses == depths[part])  # of those the one that lies lowest and leftmost
    points = rests[left[own[tied]]]
    by_part = np.lexsort((*points.T[::-1], part[tied]))
    lowest = by_part[np.searchsorted(part[tied][by_part], np.arange(heaps))]
    return _Found(part, points[lowest], depths)


def _spread(landscape: Landscape, rests: Array, left: Array, near: float) -> _Found:
    """The same for any points."""
    points = rests[left]
    losses = landscape.loss(points)
    index = np.full(len(points), -1, dtype=np.int32)
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
        here = beside[length(points[beside] - points[candidate]) <= near]
        index[here] = len(centres)
        centres.append(candidate)
    return _Found(index, points[centres], losses[centres])


def length(vectors: Array) -> Array:
    """Of vectors (n, D), shape (n,)."""
    return np.sqrt(np.einsum("ni,ni->n", vectors, vectors))
