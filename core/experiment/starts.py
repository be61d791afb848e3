"""Where the runs of a race begin: points listed, drawn or laid out, or the seeds of networks."""

from __future__ import annotations

import dataclasses
import itertools
import math
from collections.abc import Mapping

import numpy as np

from core.experiment.errors import ExperimentError, check_whole, refuse, step_into
from core.experiment.strict_json import Json
from landscapes.base import Array, Landscape
from landscapes.networks import Network

MAX_STARTS = 10_000_000
MAX_SEEDS = 10_000
ALLOWED = 'a list of points, {"random": n}, {"lattice": n}, or of a network {"seeds": n}'


@dataclasses.dataclass(frozen=True)
class RandomStarts:
    """`count` starts, uniform in the domain, drawn from the experiment's seed."""

    count: int


@dataclasses.dataclass(frozen=True)
class LatticeStarts:
    """A lattice of `count` starts along each axis of the domain, cell centres."""

    count: int


@dataclasses.dataclass(frozen=True)
class SeedStarts:
    """`count` replicas of a network, each initialised from the experiment's seed and its place."""

    count: int


Point = tuple[float, ...]
Starts = tuple[Point, ...] | RandomStarts | LatticeStarts | SeedStarts
_KINDS: dict[str, type[RandomStarts | LatticeStarts | SeedStarts]] = {
    "random": RandomStarts,
    "lattice": LatticeStarts,
    "seeds": SeedStarts,
}


def check_starts(landscape: Landscape, starts: Starts) -> None:
    """Raise ExperimentError for starts that a landscape does not have."""
    dimension = landscape.dimension
    if landscape.domain is None and isinstance(starts, RandomStarts | LatticeStarts):
        seeds = 'begin with {"seeds": n}, or ' if isinstance(landscape, Network) else ""
        raise ExperimentError(
            "$.starts", f"{landscape.name} has no domain to draw starts from; {seeds}list them"
        )
    match starts:
        case RandomStarts(count):
            check_whole("$.starts.random", count, 1, MAX_STARTS)
        case LatticeStarts(count):
            check_whole("$.starts.lattice", count, 1, _widest_lattice(dimension))
        case SeedStarts(count):
            if not isinstance(landscape, Network):
                raise ExperimentError(
                    "$.starts.seeds",
                    f"{landscape.name} is no network that a seed initialises; list the starts, "
                    "or let them be random or a lattice",
                )
            check_whole("$.starts.seeds", count, 1, MAX_SEEDS)
        case points:
            check_start_count(len(points))
            whole = set(map(len, points)) == {dimension}
            if whole and all(map(math.isfinite, itertools.chain.from_iterable(points))):
                return
            for index, point in enumerate(points):
                if len(point) != dimension or not all(map(math.isfinite, point)):
                    raise refuse(f"$.starts[{index}]", point, f"{dimension} finite numbers")


def check_start_count(count: int) -> None:
    """Raise ExperimentError for a number of listed starts that no experiment has."""
    if not 1 <= count <= MAX_STARTS:
        raise ExperimentError("$.starts", f"{count} starts are not allowed; 1 to {MAX_STARTS} are")


def count_of(landscape: Landscape, starts: Starts) -> int:
    """S, the number of starts."""
    match starts:
        case RandomStarts(count) | SeedStarts(count):
            return count
        case LatticeStarts(count):
            return int(count**landscape.dimension)
        case points:
            return len(points)


def positions_of(landscape: Landscape, starts: Starts, seed: int) -> Array:
    """The starts, shape (S, D): float64, of a network the type that it is trained in."""
    dimension, domain = landscape.dimension, landscape.domain
    low, high = np.array(domain or [(0.0, 0.0)] * dimension, dtype=np.float64).T
    match starts:
        case RandomStarts(count):
            uniform = np.random.default_rng(seed).random((count, dimension))
            return low + uniform * (high - low)
        case LatticeStarts(count):
            centres = [
                a + (b - a) * (np.arange(count) + 0.5) / count
                for a, b in zip(low, high, strict=True)
            ]
            return np.stack(np.meshgrid(*centres, indexing="ij"), -1).reshape(-1, dimension)
        case SeedStarts(count):
            assert isinstance(landscape, Network)  # it has been checked
            return landscape.initial(seed, count)
        case points:
            numbers = itertools.chain.from_iterable(points)
            flat = np.fromiter(numbers, np.float64, len(points) * dimension)
            listed = flat.reshape(len(points), dimension)
            return listed.astype(landscape.dtype) if isinstance(landscape, Network) else listed


def read_starts(given: list[Point] | Mapping[str, Json]) -> Starts:
    """The starts that stand in a file; ExperimentError for a key that there is not."""
    if isinstance(given, list):
        return tuple(given)
    for key in given:
        if key not in _KINDS:
            raise refuse(step_into("$.starts", key), key, ALLOWED)
    if len(given) != 1:
        raise refuse("$.starts", given, f"just one of: {ALLOWED}")
    ((key, count),) = given.items()
    return _KINDS[key](count)  # the count is looked at by check_starts


def describe_starts(starts: Starts) -> Json:
    """The starts as they stand in a file."""
    if isinstance(starts, tuple):
        return starts
    key = next(key for key, kind in _KINDS.items() if isinstance(starts, kind))
    return {key: starts.count}


def _widest_lattice(dimension: int) -> int:
    """The most starts along each axis; the root alone is rounded."""
    near: int = round(MAX_STARTS ** (1 / dimension))
    return near - int(near**dimension > MAX_STARTS)
