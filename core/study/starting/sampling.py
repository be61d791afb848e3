"""Where a study's starts lie: rows of points that landscape, rule and seed alone decide."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import torch

from core.experiment.errors import ExperimentError
from core.measures.attractors import attractors, descend
from core.measures.gathering import length
from core.study.starting.minimum import meant, near
from core.writing import place_told
from landscapes.base import Array, Landscape
from landscapes.networks import Network
from landscapes.two_basins import CENTRE, TwoBasins

KINDS = ("uniform", "sobol", "latin", "lattice", "basin", "disc", "seeds")
MOST_STARTS = 10_000_000
MOST_DRAWN = 2_000_000
"""Points that are looked at, for some seconds, before a basin is said to be too small."""
_ROUND = 16_384


@dataclasses.dataclass(frozen=True)
class Sampling:
    """How starts are chosen.

    `uniform` in the domain, as an experiment's random starts; `sobol`, scrambled, and `latin`, a
    Latin hypercube (McKay et al., Technometrics 21, 1979), which fill it more evenly; `lattice`,
    `count` along each axis, cell centres; `basin`, uniform among the points that come down to the
    minimum that `basin` means (see `meant`); `disc`, uniform within 3/(√s + 1) of the
    sharp minimum of two-basins; `seeds`, initialisations of a network.

    The seed is the experiment's; all starts are drawn before the work is cut. A lattice is no
    sample: no interval belongs to its shares. The intervals are those of uniform starts; of starts
    that fill the domain more evenly they cover the truth more often than they say.
    """

    kind: str = "uniform"
    count: int = 1024
    basin: str = ""

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ExperimentError("sampling", f"{self.kind!r} is not allowed; {', '.join(KINDS)}")
        if not 1 <= self.count <= MOST_STARTS:
            raise ExperimentError("starts", f"{self.count} is not allowed; 1 to {MOST_STARTS:,}")

    @property
    def is_sample(self) -> bool:
        """Whether a share of these starts estimates a probability."""
        return self.kind != "lattice"

    def points(self, landscape: Landscape, seed: int) -> Array:
        """The starts, float64, shape (n, D).

        Raises ExperimentError where the landscape has no such basin, or none that can be hit.
        """
        if self.kind == "seeds":
            if not isinstance(landscape, Network):
                problem = f"{landscape.title} is no network to be initialised"
                raise ExperimentError("sampling", problem)
            return landscape.initial(seed, self.count)
        if landscape.domain is None:
            raise ExperimentError(
                "$.landscape", f"{landscape.title} has no domain to draw starts from"
            )
        low, high = np.array(landscape.domain, dtype=np.float64).T
        match self.kind:
            case "uniform":
                uniform = np.random.default_rng(seed).random((self.count, len(low)))
                return low + uniform * (high - low)
            case "sobol":
                engine = torch.quasirandom.SobolEngine(  # type: ignore[no-untyped-call]
                    len(low), scramble=True, seed=seed
                )
                return low + engine.draw(self.count, dtype=torch.float64).numpy() * (high - low)
            case "latin":
                return low + _latin(self.count, len(low), seed) * (high - low)
            case "lattice":
                return _lattice(low, high, self.count)
            case "disc":
                return _disc(landscape, self.count, seed)
            case _:
                return self._within(landscape, seed)

    def _within(self, landscape: Landscape, seed: int) -> Array:
        """Points of the domain that come down to the minimum meant, in the order drawn."""
        wanted, rng = meant(landscape, self.basin), np.random.default_rng(seed)
        low, high = np.array(landscape.domain, dtype=np.float64).T
        found: list[Array] = []
        drawn = max(1024, min(self.count, _ROUND))
        for _ in range(max(MOST_DRAWN, 60 * self.count) // drawn):
            points = low + rng.random((drawn, len(low))) * (high - low)
            if wanted.number is None:
                inside = length(descend(landscape, points) - wanted.place) <= near(landscape)
            else:
                inside = attractors(landscape, points).index == wanted.number
            found.append(points[inside])
            if sum(map(len, found)) >= self.count:
                return np.concatenate(found)[: self.count]
        raise ExperimentError(
            "sampling",
            f"the basin {place_told(self.basin)} is too small to find {self.count:,} starts in it",
        )


def _latin(count: int, dimension: int, seed: int) -> Array:
    """Points (n, D) of the unit cube, one in each of n slices along every axis."""
    rng = np.random.default_rng(seed)
    slices = np.stack([rng.permutation(count) for _ in range(dimension)], -1)
    return (slices + rng.random((count, dimension))) / count


def _lattice(low: Array, high: Array, count: int) -> Array:
    centres = [
        a + (b - a) * (np.arange(count) + 0.5) / count for a, b in zip(low, high, strict=True)
    ]
    return np.stack(np.meshgrid(*centres, indexing="ij"), -1).reshape(-1, len(low))


def _disc(landscape: Landscape, count: int, seed: int) -> Array:
    if not isinstance(landscape, TwoBasins):
        raise ExperimentError("sampling", "a disc is about the sharp minimum of two-basins only")
    u = np.random.default_rng(seed).random((count, 2))
    radius, angle = np.sqrt(u[:, 0]), 2 * np.pi * u[:, 1]
    unit = np.stack([radius * np.cos(angle), radius * np.sin(angle)], -1)
    sharp = np.array([-CENTRE, 0.0])
    return sharp + unit * 3 / (math.sqrt(landscape.sharpness) + 1)
