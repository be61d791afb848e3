"""Where the minima of a landscape that drifts have been: what old memory items still point at."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter

from app.look.theme import Theme
from app.map.drawing.device import hairline
from app.map.drawing.paths import polyline_path
from app.map.drawing.view import Frame
from app.running.shown import Picture
from core.experiment.drift import Drift
from landscapes.base import Array, Landscape

MOST_POINTS, STRAIGHT = 512, 65
"""Of a circle, and of a straight line."""
MOST_MINIMA = 24
PLACE, CROSS = 3.0, 4.0
"""Radius of the ring where a minimum stayed, and half a cross."""
OPACITY = 0.5


def draw_ways_of_minima(
    painter: QPainter, frame: Frame, theme: Theme, picture: Picture, cursor: int
) -> None:
    """The way of each known minimum up to the cursor, thin; a ring where it stayed before it
    jumped. Where none is known, that of the domain's middle, with a cross where it is."""
    experiment = picture.experiment
    if experiment.drift is None:
        return
    way = way_of(experiment.drift, cursor)
    if len(way) < 2:
        return
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for place in followed(experiment.landscape):
        there = frame.to_pixels(way + place)
        path = polyline_path(there, frame.plot)
        if experiment.drift.kind == "jump":
            x, y = there[0].tolist()
            path.addEllipse(QPointF(x, y), PLACE, PLACE)
        if not experiment.landscape.minima:
            x, y = there[-1].tolist()
            for dx, dy in ((CROSS, 0.0), (0.0, CROSS)):
                path.moveTo(x - dx, y - dy)
                path.lineTo(x + dx, y + dy)
        # Lines that are thin and solid: dots, or wider ones, take many times longer.
        for colour, shift in ((theme.map_halo, 1.0), (theme.map_ink, 0.0)):
            painter.strokePath(path.translated(0.0, shift), hairline(frame, colour, OPACITY))
    painter.restore()


def followed(landscape: Landscape) -> Array:
    """The places (N, 2) of a landscape that are followed: its minima, or else its middle."""
    if landscape.minima:
        return np.array([minimum.position for minimum in landscape.minima[:MOST_MINIMA]])
    return np.array(landscape.domain).mean(-1)[None]


def way_of(drift: Drift, cursor: int) -> Array:
    """c (N, 2) from the start up to an index, nothing twice; of a jump from where it was before.
    Less than two points where it has not moved."""
    first, last = 0, cursor
    if drift.kind == "jump":
        first = max(0, cursor - drift.period)
    if drift.kind == "circle":
        last = min(cursor, drift.period)
        turned = drift.centres(0, last + 1)
        return turned[np.unique(np.linspace(0, last, MOST_POINTS).astype(np.intp))]
    ends = np.concatenate([drift.centres(first, 1), drift.centres(last, 1)])
    if np.array_equal(*ends):
        return ends[:1]
    return np.linspace(*ends, STRAIGHT)  # a surface has hills between the two
