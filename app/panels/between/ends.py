"""The ends of a network's runs, and what lies between two of them."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from app.running.shown import Picture
from core.measures.between import PLACES, Way, matched, way
from core.recording.recording import Track
from landscapes.base import Array
from landscapes.networks import Network
from landscapes.networks.samples import Part

PARTS: tuple[Part, ...] = ("train", "test")
LARGE, FEW_PLACES = 100_000, 11
"""Of a network with so many parameters so few places are looked at: each takes its time."""
BLOCK = 2**17
"""Parameters that are looked at together, after which it may be broken off."""


@dataclasses.dataclass(frozen=True)
class End:
    """Where a method's run of one start ends, or stands while it grows."""

    method: int
    start: int


@dataclasses.dataclass(frozen=True, eq=False)
class Wanted:
    """What is asked for: two points (D,) of a network, and whether units are matched first."""

    network: Network
    one: Array
    other: Array
    match: bool


@dataclasses.dataclass(frozen=True, eq=False)
class Between:
    """The straight way, on the training data and on the test data."""

    train: Way
    test: Way


class BrokenOffError(Exception):
    """Nobody waits for it any more."""


def last_point(track: Track | None, start: int) -> Array | None:
    """The last point (D,) that is kept of a start, float64; None where none is."""
    if track is None or track.filled <= 0:
        return None
    if "positions" in track:
        point = track["positions"][track.kept_row(track.filled), start]
    elif "ends" in track and track.complete:
        point = track["ends"][start]
    else:
        return None
    return np.asarray(point, dtype=np.float64) if np.isfinite(point).all() else None


def ended_methods(picture: Picture) -> list[int]:
    """The methods that have points to go between."""
    return [
        index
        for index, track in enumerate(picture.tracks)
        if track is not None and any(last_point(track, s) is not None for s in range(track.starts))
    ]


def between(wanted: Wanted, goes_on: Callable[[], bool] = lambda: True) -> Between:
    """What lies between. Raises BrokenOffError once it does not go on."""
    network, other = wanted.network, wanted.other
    if wanted.match:
        other = matched(network.units, wanted.one, other)
    places = FEW_PLACES if network.dimension >= LARGE else PLACES
    found = [
        way(partial(_measured, network, part, goes_on), wanted.one, other, places) for part in PARTS
    ]
    return Between(*found)


def _measured(
    network: Network, part: Part, goes_on: Callable[[], bool], points: Array
) -> tuple[Array, Array]:
    rows = max(1, BLOCK // network.dimension)
    found = []
    for first in range(0, len(points), rows):
        if not goes_on():
            raise BrokenOffError
        found.append(network.measured(points[first : first + rows].astype(np.float32), part))
    losses: Sequence[Array] = [each.loss for each in found]
    accuracies: Sequence[Array] = [each.accuracy for each in found]
    return np.concatenate(losses), np.concatenate(accuracies)
