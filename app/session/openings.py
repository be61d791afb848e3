"""Where a race begins on a landscape that has just been chosen."""

from __future__ import annotations

import math
from typing import NamedTuple

from core.experiment.starts import LatticeStarts, Point, RandomStarts, SeedStarts, Starts
from landscapes.base import Landscape
from landscapes.networks import Network

# Starts from which the methods part ways in a telling manner at the default settings.
OPENINGS: dict[str, Point] = {
    "ackley": (3.65, -2.55),
    "goldstein-price": (-1.3, -1.0),
    "levy": (-2.1, 5.0),
    "two-basins": (-3.1, 0.3),
    "rosenbrock": (-0.7, 2.3),
    "himmelblau": (1.8, -3.9),
    "rastrigin": (1.1, -1.1),
    "beale": (-0.3, 2.9),
    "six-hump-camel": (2.4, -1.6),
    "styblinski-tang": (3.2, 2.5),
    "saddle": (-2.0, 0.05),
}
FALLBACK = (0.2, 0.75)  # as fractions of the domain's axes, repeated


class Training(NamedTuple):
    """How a network that has just been chosen is trained: what shows something within a second and
    all of it within a minute. `steps` None: as many as there were, or those of all its tasks."""

    replicas: int = 5
    batch: int = 64
    steps: int | None = None


TRAININGS: dict[str, Training] = {
    "digits-tasks": Training(batch=8),  # some 30 steps for each task in one pass
    "text-lstm": Training(replicas=1, batch=32, steps=100),
}
PLANE_STEPS = 500


def training(network: Network) -> Training:
    """How a network is trained at first, in mini-batches that it has."""
    usual = TRAININGS.get(network.name, Training())
    batch = min(usual.batch, network.train_count)
    ends = network.task_ends(batch)
    return usual._replace(batch=batch, steps=ends[-1] if ends else usual.steps)


def opening(landscape: Landscape) -> Point:
    """A telling start on a landscape: its own, or a place off its centre and its diagonals."""
    chosen = OPENINGS.get(landscape.name)
    if chosen and len(chosen) == landscape.dimension and _inside(chosen, landscape):
        return chosen
    return tuple(
        low + (high - low) * FALLBACK[axis % 2] for axis, (low, high) in enumerate(landscape.domain)
    )


def starts_on(landscape: Landscape, before: Landscape, starts: Starts) -> Starts:
    """The starts to go on with when the landscape changes.

    A rule for starts is kept. Points are kept where they lie in the new domain; when none does,
    the landscape's own opening takes their place. A network begins at a few initialisations.
    """
    if isinstance(landscape, Network):
        if isinstance(starts, SeedStarts) and type(landscape) is type(before):
            return starts
        return SeedStarts(training(landscape).replicas)
    if isinstance(starts, SeedStarts):
        return (opening(landscape),)
    if isinstance(starts, RandomStarts | LatticeStarts) or landscape.domain == before.domain:
        return starts
    kept = tuple(point for point in starts if _inside(point, landscape))
    return kept or (opening(landscape),)


def _inside(point: Point, landscape: Landscape) -> bool:
    return len(point) == landscape.dimension and all(
        math.isfinite(x) and low <= x <= high
        for x, (low, high) in zip(point, landscape.domain, strict=True)
    )
