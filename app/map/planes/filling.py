"""The loss on a plane, from coarse to fine: a first ground in a fraction of a second."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator

import numpy as np

from app.map.planes.fitting import Fitted
from core.measures.planes import Plane
from landscapes.base import Array, Interval
from landscapes.gridded import Gridded
from landscapes.networks import Network
from landscapes.networks.samples import Part

COARSE, FINE = 21, 61
"""Points along each axis."""
GLANCE = 11
MOST_WORK = 1e11
"""Products of a ground, about: half a minute. One of all samples and points may be far beyond."""
LEAST = 8
"""Samples that a loss is of."""
PREVIEW = 256
"""Samples that a preview is of: its levels are off, its shape is not."""
BLOCK_WORK = 5e7
"""Products of points that are looked at together: some milliseconds, after which others may go on.
More leave the processor's cache and take longer."""
COARSEST = 0.5
"""The share of a ground's sides that is looked at as it is; a smaller part is filled anew."""
AROUND = 0.06
"""Of what is seen, on each side: it is filled too."""
TALLEST = 50.0
"""Losses are cut off at so many times the median of the plane: beyond there is nothing to see."""


def count_of(network: Network, part: Part) -> int:
    """How many samples there are."""
    return network.train_count if part == "train" else network.test_count


@dataclasses.dataclass(frozen=True)
class Pass:
    """One way to fill the plane: so many points along each axis, of so many samples (None: all)."""

    count: int
    samples: int | None


def passes(network: Network, part: Part) -> tuple[Pass, ...]:
    """From the first glance to the exact ground, or to the best that can be had in some seconds:
    of a large network a coarse one of some of the samples."""
    whole = count_of(network, part)
    one = network.dimension * network.places
    if one * whole * FINE**2 > MOST_WORK:
        many = min(whole, max(LEAST, int(MOST_WORK / (one * COARSE**2))))
        return Pass(GLANCE, max(LEAST // 2, many // 4)), Pass(COARSE, many)
    if whole <= PREVIEW:
        return Pass(COARSE, None), Pass(FINE, None)
    return Pass(COARSE, PREVIEW), Pass(FINE, PREVIEW), Pass(FINE, None)


@dataclasses.dataclass(frozen=True, eq=False)
class Filled:
    """A ground of a plane; whether it is `exact`, or else the best there will be, and of how many
    samples (None: all)."""

    fitted: Fitted
    ground: Gridded
    exact: bool
    samples: int | None = None


def filled(
    found: Fitted, wanted: Callable[[], bool], told: Callable[[float], object] = lambda left: None
) -> Iterator[Filled]:
    """The grounds of a plane as they become known, as long as they are `wanted`; `told` in how many
    seconds there will be the next, where that tells. While the runs grow, another plane takes this
    one's place soon, and a preview of it is enough."""
    wish = found.wish
    every = passes(wish.network, wish.part)
    for number, each in enumerate(every[:-1] if wish.goes_on else every):
        begun = time.perf_counter()

        def tell(share: float, begun: float = begun) -> None:
            told((time.perf_counter() - begun) * (1 - share) / share)

        what = wish.network, wish.part, found.plane, found.rectangle, each.count, each.samples
        values = losses(*what, wanted, tell)
        if values is None:
            return
        key = f"{found.key}-{number}"
        ground = Gridded(found.rectangle, key, values)
        yield Filled(found, ground, each is every[-1], each.samples)


def best(found: Fitted) -> Filled:
    """The last of them at once."""
    return _at_once(found, passes(found.wish.network, found.wish.part)[-1])


def glimpse(found: Fitted) -> Filled:
    """The best preview of them at once, for whoever needs many: some tenths of a second."""
    return _at_once(found, preview(found))


def preview(found: Fitted) -> Pass:
    """How that is filled."""
    return passes(found.wish.network, found.wish.part)[-2]


def _at_once(found: Fitted, each: Pass) -> Filled:
    wish = found.wish
    values = losses(wish.network, wish.part, found.plane, found.rectangle, each.count, each.samples)
    assert values is not None
    return Filled(found, Gridded(found.rectangle, found.key, values), True, each.samples)


def closer(known: Filled, seen: tuple[Interval, Interval],
           wanted: Callable[[], bool]) -> Filled | None:  # fmt: skip
    """The same ground with a part that is `seen` as fine as all of it was."""
    found = known.fitted
    wide, high = (AROUND * (end - begin) for begin, end in seen)
    (x0, x1), (y0, y1) = seen
    part = (x0 - wide, x1 + wide), (y0 - high, y1 + high)
    wish, each = found.wish, passes(found.wish.network, found.wish.part)[-1]
    values = losses(wish.network, wish.part, found.plane, part, each.count, each.samples, wanted)
    if values is None:
        return None
    key = f"{known.ground.key} {part}"
    near = Gridded(part, key, values)
    return dataclasses.replace(known, ground=dataclasses.replace(known.ground, closer=near))


def needs_closer(known: Filled, seen: tuple[Interval, Interval]) -> bool:
    """Whether what is seen is no longer shown well by what is known of the ground."""
    ground = known.ground
    return not any(
        _shows(each.rectangle, seen) for each in (ground, ground.closer) if each is not None
    )


def _shows(rectangle: tuple[Interval, Interval], seen: tuple[Interval, Interval]) -> bool:
    return all(
        low <= begin and end <= high and end - begin >= COARSEST * (high - low)
        for (low, high), (begin, end) in zip(rectangle, seen, strict=True)
    )


def losses(
    network: Network,
    part: Part,
    plane: Plane,
    rectangle: tuple[Interval, Interval],
    count: int,
    samples: int | None = None,
    wanted: Callable[[], bool] = lambda: True,
    done: Callable[[float], object] = lambda share: None,
) -> Array | None:
    """The loss (count, count) over a rectangle of a plane; None when it is not wanted any more.
    `done` is told what share of it is, now and then."""
    xs, ys = (np.linspace(*ends, count) for ends in rectangle)
    coordinates = np.stack(np.meshgrid(xs, ys), -1).reshape(-1, 2)
    origin, axes = plane.origin.astype(np.float32), plane.axes.astype(np.float32)
    rows = max(1, int(BLOCK_WORK / (network.dimension * (samples or count_of(network, part)))))
    found = []
    for first in range(0, len(coordinates), rows):
        if not wanted():
            return None
        part_of_them = coordinates[first : first + rows].astype(np.float32)
        found.append(network.measured(origin + part_of_them @ axes, part, samples).loss)
        done(min(1.0, (first + rows) / len(coordinates)))
    values = np.concatenate(found)
    finite = values[np.isfinite(values)]
    ceiling = TALLEST * float(np.median(finite)) if len(finite) else np.inf
    values = np.where(np.isfinite(values), np.minimum(values, ceiling), ceiling)
    return np.asarray(values.reshape(count, count), dtype=np.float64)
