"""What a plane hides of the runs' points: a plane can lie, and this is how much."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from app.running.shown import Picture
from core.recording.recording import Track

if TYPE_CHECKING:  # only networks have planes: until there is one, nothing that fills them is read
    from app.map.planes.filling import Filled

IN_IT = 1e-6
"""A point nearer than this share of what is far is in the plane, but for rounding."""


class Reading(NamedTuple):
    """What a plane hides of a method's point at a kept time: the true loss there, the plane's
    beneath it, and how far off the plane it is; NaN where nothing is known."""

    method: int
    time: int
    true_loss: float
    plane_loss: float
    distance: float


def readings(picture: Picture, filled: Filled, start: int, cursor: int) -> tuple[Reading, ...]:
    """What a plane hides of one start of each method whose positions are kept, at the last kept
    time before the cursor."""
    return tuple(
        _reading(index, track, filled, start, cursor)
        for index, track in enumerate(picture.tracks)
        if track is not None and "positions" in track
    )


def _reading(index: int, track: Track, filled: Filled, start: int, cursor: int) -> Reading:
    row, found = track.kept_row(cursor), filled.fitted
    point = np.asarray(track["positions"][row, start], dtype=np.float64)
    away = float(found.plane.distances(point))
    return Reading(
        index,
        int(track.kept[row]),
        float(track[f"{found.wish.part}_losses"][row, start]),
        float(filled.ground.loss(found.plane.coordinates(point))),
        away if away > IN_IT * found.reach else 0.0,
    )
