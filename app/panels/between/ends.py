"""The ends of a network's runs, and what lies between two of them."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator, Sequence
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
LONG, PREVIEW = 2e10, 64
"""Where so many products are to be made, so many samples are looked at first: it takes seconds."""
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
    """The straight way, on the training data and on the test data; on the first `samples` of each
    where that is a preview, of which the whole takes `seconds` more."""

    train: Way
    test: Way
    samples: int | None = None
    seconds: float = 0.0


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


def between(wanted: Wanted, goes_on: Callable[[], bool] = lambda: True) -> Iterator[Between]:
    """What lies between, of a large network on few samples first. Raises BrokenOffError once it
    does not go on."""
    network, other = wanted.network, wanted.other
    if wanted.match:
        other = matched(network.units, wanted.one, other)
    places = FEW_PLACES if network.dimension >= LARGE else PLACES

    def found(samples: int | None) -> list[Way]:
        look = partial(_measured, network, goes_on, samples)
        return [way(partial(look, part), wanted.one, other, places) for part in PARTS]

    counts = network.train_count, network.test_count
    if places * network.dimension * network.places * sum(counts) > LONG:
        begun = time.perf_counter()
        few = found(PREVIEW)
        looked = sum(min(count, PREVIEW) for count in counts)
        spent = time.perf_counter() - begun
        yield Between(*few, PREVIEW, spent * sum(counts) / looked)
    yield Between(*found(None))


def _measured(
    network: Network, goes_on: Callable[[], bool], samples: int | None, part: Part, points: Array
) -> tuple[Array, Array]:
    rows = max(1, BLOCK // network.dimension)
    found = []
    for first in range(0, len(points), rows):
        if not goes_on():
            raise BrokenOffError
        some = points[first : first + rows].astype(np.float32)
        found.append(network.measured(some, part, samples))
    losses: Sequence[Array] = [each.loss for each in found]
    accuracies: Sequence[Array] = [each.accuracy for each in found]
    return np.concatenate(losses), np.concatenate(accuracies)
