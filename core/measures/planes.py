"""Planes through a space of thousands of parameters: the maps on which networks are seen.

A plane has an origin and two axes of length 1, at right angles to one another, so that how far a
point lies off it is known. Where the paths of the runs choose the plane, what they spread along
each axis is told beside what a walk without any aim would have spread: principal components make
much of a random walk too (Antognini and Sohl-Dickstein 2018, arXiv 1806.08805).
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence

import numpy as np

from landscapes.base import Array

Pair = tuple[float, float]


@dataclasses.dataclass(frozen=True, eq=False)
class Plane:
    """The points origin + x·axes[0] + y·axes[1].

    `origin` (D,), `axes` (2, D) orthonormal. `names` say what the axes are; `shares` what part of
    the paths' spread lies along each and `walk` what it would be for random walks as many and as
    long, where paths chose the plane. `reach` is half a side of the square about the origin that
    is worth showing, where something else than the paths says so.
    """

    origin: Array
    axes: Array
    names: tuple[str, str]
    shares: Pair | None = None
    walk: Pair | None = None
    reach: float | None = None

    def coordinates(self, points: Array) -> Array:
        """Where points (..., D) lie when dropped on the plane, shape (..., 2)."""
        return (points - self.origin) @ self.axes.T

    def points(self, coordinates: Array) -> Array:
        """The points (..., D) of the plane at coordinates (..., 2)."""
        found: Array = self.origin + coordinates @ self.axes
        return found

    def distances(self, points: Array) -> Array:
        """How far points (..., D) lie off the plane, shape (...)."""
        return np.asarray(np.linalg.norm(points - self.points(self.coordinates(points)), axis=-1))

    def through(self, point: Array) -> Plane:
        """The plane with the same axes through a point (D,), which keeps its coordinates."""
        origin = point - self.coordinates(point) @ self.axes
        return dataclasses.replace(self, origin=origin, shares=None, walk=None)


def of_paths(paths: Sequence[Array]) -> Plane:
    """The first two principal components of all points of some paths, each (K, D).

    The last point of the first path lies to the right of the origin, their mean, and its farthest
    point from the first axis above it, so that a plane of growing paths does not turn over.

    Raises ValueError where no two directions are left, as for a single point.
    """
    stacked = np.concatenate([np.asarray(path, dtype=np.float64) for path in paths])
    origin = stacked.mean(0)
    axes, shares = _components(stacked - origin)
    coordinates = (np.asarray(paths[0], dtype=np.float64) - origin) @ axes.T
    farthest = coordinates[np.abs(coordinates[:, 1]).argmax(), 1]
    axes = axes * np.where([coordinates[-1, 0] < 0, farthest < 0], -1.0, 1.0)[:, None]
    lengths = tuple(len(path) for path in paths)
    names = ("first component", "second component")
    return Plane(origin, axes, names, shares, walk_shares(lengths, len(origin)))


def _components(centred: Array) -> tuple[Array, Pair]:
    """The two directions (2, D) along which rows (N, D) spread most, and their shares of it all."""
    spreads, sides = np.linalg.eigh(centred @ centred.T)  # fewer rows than columns, as a rule
    total, first, second = spreads.clip(0).sum(), spreads[-1], spreads[-2:][0]
    if len(centred) < 3 or not second > np.finfo(np.float64).eps * total:
        raise ValueError("the paths have not gone far enough for a plane")
    axes = sides[:, [-1, -2]].T @ centred
    axes /= np.linalg.norm(axes, axis=-1, keepdims=True)
    return axes, (float(first / total), float(second / total))


@functools.lru_cache(maxsize=64)
def walk_shares(lengths: tuple[int, ...], dimension: int, seed: int = 0) -> Pair:
    """What share of their spread random walks from one start have along their first two principal
    components: the yardstick for `of_paths`. Walks of `lengths` points in D dimensions."""
    rng = np.random.default_rng(seed)
    walks = []
    for length in lengths:
        steps = rng.standard_normal((length, min(dimension, MOST_DIMENSIONS)))
        steps[0] = 0.0
        walks.append(steps.cumsum(0))
    stacked = np.concatenate(walks)
    return _components(stacked - stacked.mean(0))[1]


MOST_DIMENSIONS = 4096
"""In more the shares of random walks change no more: they are those of infinitely many."""


def through(points: Array, names: tuple[str, str]) -> Plane:
    """The plane through three points (3, D): the first is its origin, the first axis goes to the
    second.

    Raises ValueError where they lie on one line.
    """
    origin, one, other = np.asarray(points, dtype=np.float64)
    axes = _orthonormal(one - origin, other - origin)
    if axes is None:
        raise ValueError("the three points lie on one line: there are many planes through them")
    return Plane(origin, axes, names)


def along(origin: Array, directions: Array, names: tuple[str, str], reach: float) -> Plane:
    """The plane through a point (D,) along two directions (2, D); `reach` as of a Plane."""
    axes = _orthonormal(*np.asarray(directions, dtype=np.float64))
    if axes is None:
        raise ValueError("the two directions are one")
    return Plane(np.asarray(origin, dtype=np.float64), axes, names, reach=reach)


def _orthonormal(one: Array, other: Array) -> Array | None:
    first, length = np.linalg.norm(one), np.linalg.norm(other)
    if not (first > 0 and length > 0):
        return None
    one = one / first
    other = other - (other @ one) * one
    rest = np.linalg.norm(other)
    return np.stack([one, other / rest]) if rest > 1e-9 * length else None


def filter_normalised(point: Array, filters: Sequence[slice], seed: int) -> Array:
    """A random direction (D,) whose every filter is as long as the point's own (Li et al. 2018,
    arXiv 1712.09913): a loss that does not change when a layer is scaled up and the next one down
    is then seen at one scale. Parameters of no filter, such as biases, stay where they are.
    """
    direction = np.zeros(len(point))
    rng = np.random.default_rng(seed)
    for part in filters:
        drawn = rng.standard_normal(part.stop - part.start)
        direction[part] = drawn * (np.linalg.norm(point[part]) / np.linalg.norm(drawn))
    return direction
