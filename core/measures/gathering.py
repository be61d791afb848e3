"""Places of rest that meet within a tolerance are one attractor.

Listed minima keep their names, the others are found.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Sequence
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
    return gather_each(landscape, [rests])[0]


def gather_each(landscape: Landscape, each: Sequence[Array]) -> list[Attractors]:
    """The same for some points (n, D), for others and so on, which know nothing of one another."""
    near, listed = TOGETHER * landscape.diagonal, landscape.minima
    rests = each[0] if len(each) == 1 else np.concatenate(each)
    stops = np.cumsum([0, *map(len, each)])
    centres = np.array([m.position for m in listed]).reshape(-1, rests.shape[-1])
    index = np.full(len(rests), -1, dtype=np.int32)
    for first in range(0, len(rests), MANY):
        block, own = rests[first : first + MANY], index[first : first + MANY]
        own[np.isfinite(block).all(-1)] = len(centres)
        for number, centre in enumerate(centres):
            own[(own == len(centres)) & (length(block - centre) <= near)] = number
    left = np.flatnonzero(index == len(centres))
    lefts = np.searchsorted(left, stops)
    found = _lowest_first(landscape, rests, left, np.diff(lefts), near)
    losses = landscape.loss(np.concatenate([centres, found.centres]))
    listed_losses, found_losses = np.split(losses, [len(listed)])
    names = tuple(minimum.name for minimum in listed)
    firsts = np.searchsorted(found.crowd, np.arange(len(each) + 1))
    index[left] = found.index + len(listed) - np.repeat(firsts[:-1], np.diff(lefts))
    return [
        Attractors(
            np.concatenate([centres, found.centres[first:last]]),
            np.concatenate([listed_losses, found_losses[first:last]]),
            names + ("",) * (last - first),
            index[start:stop],
            own,
        )
        for own, (start, stop), (first, last) in zip(
            each, itertools.pairwise(stops), itertools.pairwise(firsts), strict=True
        )
    ]


class _Found(NamedTuple):
    """Points (n, D) as the places about centres (K, D), each of a crowd (K)."""

    index: Array
    centres: Array
    crowd: Array


def _lowest_first(
    landscape: Landscape, rests: Array, left: Array, crowds: Array, near: float
) -> _Found:
    """Of each crowd the lowest point is a centre, and all that are near are its own; so on with
    what is left. The points are some of the places of rest, by number (n,), and the crowds so many
    of them each."""
    if not len(left):
        return _Found(np.empty(0, np.int32), rests[left], np.empty(0, np.int32))
    order, sizes = _parts(rests, left, crowds, near)
    firsts = np.cumsum(sizes) - sizes
    extent = [np.maximum.reduceat(x, firsts) - np.minimum.reduceat(x, firsts)
              for x in (rests[left[order], axis] for axis in range(rests.shape[-1]))]  # fmt: skip
    index = np.empty(len(left), dtype=np.int32)
    whole = length(np.stack(extent, -1)) <= near
    centres, losses = _heaps(landscape, rests, left, order, sizes, whole, index)
    apart, count = [(centres, losses)], len(centres)
    for first, size in zip(firsts[~whole], sizes[~whole], strict=True):
        own = order[first : first + size]
        index[own], centres, losses = _spread(landscape, rests, left[own], near)
        index[own] += count
        count += len(centres)
        apart.append((centres, losses))
    centres, depths = (np.concatenate(part) for part in zip(*apart, strict=True))
    whose = np.empty(count, dtype=np.int32)
    whose[index] = _repeated(crowds)
    upwards = np.lexsort((*centres.T[::-1], depths, whose))
    ranks = np.argsort(upwards).astype(np.int32)
    return _Found(ranks[index], centres[upwards], whose[upwards])


def _repeated(crowds: Array) -> Array:
    """The crowd (n,) of each."""
    return np.repeat(np.arange(len(crowds), dtype=np.int32), crowds)


def _parts(rests: Array, left: Array, crowds: Array, near: float) -> tuple[Array, Array]:
    """An order (n,) in which those of a crowd that may be near stand side by side, and how many
    each time: of two parts no two are near. Along every axis in turn, a wide enough gap parts what
    was one."""
    part, order = _repeated(crowds), np.arange(len(left))
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
) -> tuple[Array, Array]:
    """The centres and losses of those parts that are `whole`: all of one are near one another, and
    it has one centre. Their places in `index` are filled in here."""
    part = np.repeat(np.where(whole, np.cumsum(whole) - 1, -1), sizes)
    own, part = order[part >= 0], part[part >= 0]
    index[own] = part
    heaps = int(whole.sum())
    if not heaps:
        return rests[:0], np.empty(0)
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
    return points[lowest], depths


def _spread(
    landscape: Landscape, rests: Array, left: Array, near: float
) -> tuple[Array, Array, Array]:
    """Which centre (n,) any points belong to, their centres and losses."""
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
    return index, points[centres], losses[centres]


def length(vectors: Array) -> Array:
    """Of vectors (n, D), shape (n,)."""
    return np.sqrt(np.einsum("ni,ni->n", vectors, vectors))
