"""Which plane is laid through the runs of a network, and over which part of it one looks."""

from __future__ import annotations

import dataclasses
import hashlib
import math
from collections.abc import Sequence

import numpy as np

from core.experiment.view_plane import PlaneKind
from core.measures.planes import Plane, along, filter_normalised, of_paths, through
from core.measures.spectrum import STEPS, Top, hessian_product, top_eigenvalues
from landscapes.base import Array, Interval
from landscapes.networks import Network
from landscapes.networks.samples import Part

MOST_POINTS = 64
"""Points of a path that principal components are taken of: more of them tell nothing else."""
MARGIN = 0.18
WIDE = (1.4, 2.2)
"""A rectangle is at least, and at most, so wide for its height: a map is wider than high. How wide
the map itself is comes on top."""
FAR = 0.4
SAMPLES = 512
"""Training samples that the Hessian is taken of."""
MOST_WORK = 10**9
"""Products of one look at them, about; there are some dozens."""
LARGE = 10**8
"""Where one look takes more, it is taken in single precision, and fewer times: the plane is the
same to three digits, in a quarter of the time."""
FEW_LOOKS = 12


class PlaneError(ValueError):
    """There is no such plane; the message says why, for people."""


@dataclasses.dataclass(frozen=True, eq=False)
class Wish:
    """What plane is asked for: through `paths`, each (K, D), of one start of a network; `part` of
    the data is what its loss is of. `goes_on` while the runs grow. `aspect` is how wide the map is
    for its height, where that is known: the ground fills it."""

    kind: PlaneKind
    network: Network
    part: Part
    paths: tuple[Array, ...]
    seed: int
    goes_on: bool
    aspect: float | None = None

    @property
    def shows_paths(self) -> bool:
        """Whether paths are more than points on such a plane."""
        return self.kind in ("paths", "ends")


@dataclasses.dataclass(frozen=True, eq=False)
class Fitted:
    """A plane, the rectangle of it that is looked at, and what stands for both in comparisons."""

    wish: Wish
    plane: Plane
    rectangle: tuple[Interval, Interval]
    key: str

    @property
    def names(self) -> tuple[str, str]:
        """What the axes are, with the shares of the paths' spread where they have any."""
        names, shares = self.plane.names, self.plane.shares
        if shares is None:
            return names
        one, other = (f"{100 * share:.0f} %" for share in shares)
        return f"{names[0]}, {one}", f"{names[1]}, {other}"

    @property
    def words(self) -> str:
        """What part of the paths' spread the plane holds, and what it would of a random walk's."""
        shares, walk = self.plane.shares, self.plane.walk
        if not self.wish.shows_paths:
            return "about where the first method ends; the paths would be points and are not drawn"
        if shares is None or walk is None:
            return ""
        own, aimless = (" + ".join(f"{100 * share:.0f}" for share in p) for p in (shares, walk))
        return f"{own} % of the paths' spread lies in it; of random walks {aimless} %"

    @property
    def short_words(self) -> str:
        """The same where there is little room."""
        return self.words.replace(
            "paths' spread lies in it; of random walks", "spread; random walks"
        )

    @property
    def reach(self) -> float:
        """So far off the plane is far: a part of the shorter side of what is looked at."""
        return FAR * min(high - low for low, high in self.rectangle)


def fitted(wish: Wish) -> Fitted:
    """The plane that is wished for; PlaneError where there is none."""
    paths = (path[np.isfinite(path).all(-1)] for path in wish.paths)  # what diverged ends there
    wish = dataclasses.replace(wish, paths=tuple(path for path in paths if len(path)))
    if not wish.paths or max(len(path) for path in wish.paths) < 2:
        raise PlaneError("the runs have not gone far enough for a plane")
    try:
        plane = _plane(wish)
    except ValueError as error:
        raise PlaneError(str(error)) from error
    rectangle = _around(plane) if plane.reach else _holding(plane, wish.paths)
    rectangle = _filling(rectangle, wish.aspect)
    told = hashlib.sha256(plane.axes.tobytes() + plane.origin.tobytes())
    told.update(repr((rectangle, wish.part, wish.network)).encode())
    return Fitted(wish, plane, rectangle, told.hexdigest()[:16])


def moved(found: Fitted, point: Array) -> Fitted:
    """The same axes through a point (D,)."""
    plane = found.plane.through(np.asarray(point, dtype=np.float64))
    told = hashlib.sha256(found.key.encode() + plane.origin.tobytes()).hexdigest()[:16]
    return dataclasses.replace(found, plane=plane, key=told)


def carried(
    former: Fitted, found: Fitted, seen: tuple[Interval, Interval]
) -> tuple[Interval, Interval] | None:
    """Where a part of a plane lies on the one that is laid in its place while runs go on: as large,
    about the point beneath its middle; None where another plane is wished for."""
    if (former.wish.kind, former.wish.network) != (found.wish.kind, found.wish.network):
        return None
    middle = np.array([(low + high) / 2 for low, high in seen])
    there = found.plane.coordinates(former.plane.points(middle))
    (x0, x1), (y0, y1) = (
        (float(place + low - centre), float(place + high - centre))
        for (low, high), centre, place in zip(seen, middle, there, strict=True)
    )
    return (x0, x1), (y0, y1)


def reshaped(found: Fitted, aspect: float | None) -> Fitted:
    """The same plane with a rectangle that fills a map so wide for its height."""
    rectangle = _filling(found.rectangle, aspect)
    told = hashlib.sha256(found.key.encode() + repr(rectangle).encode()).hexdigest()[:16]
    return dataclasses.replace(found, rectangle=rectangle, key=told)


def _plane(wish: Wish) -> Plane:
    paths = [np.asarray(path[_few(len(path))], dtype=np.float64) for path in wish.paths]
    ends = [path[-1] for path in paths]
    match wish.kind:
        case "paths":
            return of_paths(paths)
        case "ends":
            return _through_ends(paths, ends)
        case "random":
            filters = filters_of(wish.network)
            drawn = [filter_normalised(ends[0], filters, 2 * wish.seed + k) for k in range(2)]
            names = ("random direction", "another random direction")
            return along(ends[0], np.stack(drawn), names, float(np.linalg.norm(drawn[0])))
        case _:
            top = _sharpest(wish.network, ends[0])
            fall = float(wish.network.loss(paths[0][0]) - wish.network.loss(ends[0]))
            reach = math.sqrt(2 * max(fall, 0.1) / max(float(top.values[0]), 1e-6))
            names = ("sharpest direction", "second sharpest")
            return along(ends[0], top.vectors, names, reach)


def _sharpest(network: Network, point: Array) -> Top:
    """The Hessian's two largest eigenvalues at a point (D,), with their directions."""
    count = samples_for_hessian(network)
    few, looks = network.limited(count), STEPS
    if network.dimension * network.places * count > LARGE:
        point, looks = point.astype(np.float32), FEW_LOOKS
    return top_eigenvalues(hessian_product(few, point), point.shape, 2, steps=looks)


def samples_for_hessian(network: Network) -> int:
    """Of how many training samples the Hessian is taken: of a large network, of few."""
    one = network.dimension * network.places
    return min(SAMPLES, network.train_count, max(1, MOST_WORK // one))


def _through_ends(paths: Sequence[Array], ends: Sequence[Array]) -> Plane:
    if len(ends) >= 3:
        return through(np.stack(ends[:3]), ("first to second end", "toward the third"))
    if len(ends) == 2:
        return through(np.stack([paths[0][0], *ends]), ("start to first end", "toward the second"))
    path = paths[0]
    if len(path) < 3:
        raise ValueError("the runs have not gone far enough for a plane")
    chosen = np.stack([path[0], path[-1], path[len(path) // 2]])
    return through(chosen, ("start to end", "toward the middle of the run"))


def filters_of(network: Network) -> list[slice]:
    """The numbers of each filter: those that lead to one unit of a layer, its bias left out."""
    found = []
    for piece in network.layout:
        if len(piece.shape) > 1:
            size = math.prod(piece.shape[1:])
            found += [
                slice(piece.start + row * size, piece.start + (row + 1) * size)
                for row in range(piece.shape[0])
            ]
    return found


def _few(count: int) -> Array:
    """The places of some of a path's points, the first and the last among them."""
    return np.unique(np.linspace(0, count - 1, min(count, MOST_POINTS)).round().astype(int))


def _around(plane: Plane) -> tuple[Interval, Interval]:
    reach = float(plane.reach or 1.0)
    return (-reach, reach), (-reach, reach)


def _filling(
    rectangle: tuple[Interval, Interval], aspect: float | None
) -> tuple[Interval, Interval]:
    """The least rectangle around another that is `aspect` times as wide as it is high."""
    if aspect is None:
        return rectangle
    (x0, x1), (y0, y1) = rectangle
    wide, high = x1 - x0, y1 - y0
    dx, dy = max(0.0, aspect * high - wide) / 2, max(0.0, wide / aspect - high) / 2
    return (x0 - dx, x1 + dx), (y0 - dy, y1 + dy)


def _holding(plane: Plane, paths: Sequence[Array]) -> tuple[Interval, Interval]:
    """A rectangle that holds all paths with a margin around them."""
    places = np.concatenate([plane.coordinates(np.asarray(path, float)) for path in paths])
    places = places[np.isfinite(places).all(-1)]
    low, high = places.min(0), places.max(0)
    half = (high - low) / 2
    wide = max(half[0], WIDE[0] * half[1])
    half = np.array([wide, max(half[1], wide / WIDE[1])]) * (1 + 2 * MARGIN)
    middle = (low + high) / 2
    (x0, y0), (x1, y1) = middle - half, middle + half
    return (float(x0), float(x1)), (float(y0), float(y1))
