"""What cards on the map keep clear of: the way of the trails, and the minima it is about."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from app.map.drawing.cards import Room
from app.map.drawing.cast import Actor
from app.map.drawing.view import Frame
from core.experiment.experiment import Experiment
from landscapes.base import Array

COURSE = 48
"""Points of a trail that decide where the cards lie."""
START_COUNTS, END_COUNTS, MINIMUM_COUNTS = 12, COURSE, 6
"""So many points of a trail count as much: where a head comes to rest as much as all of its way."""
FEW_MINIMA = 4
MOMENTS = 8
"""Times at which it counts where a minimum that drifts is."""


def room_of(
    frame: Frame,
    cast: Sequence[Actor],
    selected: int,
    starts: Array,
    experiment: Experiment | None,
) -> Room:
    """A map for cards, which avoid the trails of one of the starts (S, 2) and spare the minima of
    an experiment, where they are shown."""
    landmarks = landmarks_of(frame, experiment)
    way = course_of(frame, cast, selected, starts)
    way = np.concatenate([way, np.repeat(landmarks, MINIMUM_COUNTS, axis=0)])
    return Room(frame, way, landmarks)


def course_of(frame: Frame, cast: Sequence[Actor], selected: int, starts: Array) -> Array:
    """Pixels (N, 2) along all that is known of the trails of one of the starts (S, 2).

    Where the start is marked and where heads come to rest counts several times. It does not
    depend on the cursor: cards that step aside for a passing head would not be read.
    """
    plot, found = frame.plot, [np.empty((0, 2))]
    for actor in cast:
        every = max(1, actor.track.filled // COURSE)
        positions = actor.track["positions"][: actor.track.filled + 1, selected]
        found += [positions[::every], np.repeat(positions[-1:], END_COUNTS, axis=0)]
    low, high = plot.topLeft().toTuple(), plot.bottomRight().toTuple()
    start = np.clip(frame.to_pixels(starts[selected : selected + 1]), low, high)
    return np.concatenate(
        [frame.to_pixels(np.concatenate(found)), np.repeat(start, START_COUNTS, axis=0)]
    )


def landmarks_of(frame: Frame, experiment: Experiment | None) -> Array:
    """Pixels (N, 2) of the minima, where they are few enough to be what it is about; of those that
    drift at some of the times, whatever the cursor's is."""
    minima = experiment.landscape.minima if experiment else ()
    if experiment is None or not 0 < len(minima) <= FEW_MINIMA:
        return np.empty((0, 2))
    places = np.array([minimum.position for minimum in minima])
    if experiment.drift is not None:
        times = sorted({experiment.steps * part // MOMENTS for part in range(MOMENTS + 1)})
        centres = np.array([experiment.drift.centre(time) for time in times])
        places = (places + centres[:, None]).reshape(-1, 2)
    return frame.to_pixels(places)
