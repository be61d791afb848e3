"""How trajectories are drawn: bold with an outline for the selected start, thin for the others."""

from __future__ import annotations

import dataclasses
from functools import cached_property

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.map.colours import faded
from app.map.device import hairline
from app.map.paths import polyline_path, segments_path, visible_segments
from app.map.view import Frame
from app.theme import Theme
from core.recording import Track
from landscapes.base import Array

WIDTH, CASING = 2.0, 1.1  # of a bold trail, and of its outline on each side
CROWD = 256
"""At most so many starts have trails besides the selected one; they are spread evenly."""
STALE, GHOST = 0.38, 0.75  # opacities
SEGMENTS_AT_ONCE = 12_000
QUANTUM = 4.0
"""A thin trail is rounded to this part of a device pixel, which drops moves too small to see."""


@dataclasses.dataclass(frozen=True)
class Trail:
    """One method's trajectories and how they look; a stale one waits for its newer run."""

    track: Track
    colour: str
    dash: tuple[float, ...] | None
    ghost: bool = False
    stale: bool = False

    @property
    def opacity(self) -> float:
        """How much of it is seen."""
        return (STALE if self.stale else 1.0) * (GHOST if self.ghost else 1.0)


@dataclasses.dataclass(frozen=True)
class TrailRequest:
    """All that images of trails depend on but the time."""

    trails: tuple[Trail, ...]
    frame: Frame
    start: int
    theme: Theme

    @cached_property
    def others(self) -> Array:
        """The starts that have thin trails."""
        count = self.trails[0].track["positions"].shape[1] if self.trails else 0
        others = np.flatnonzero(np.arange(count) != self.start)
        if len(others) > CROWD:
            others = others[np.linspace(0, len(others) - 1, CROWD).astype(np.intp)]
        return others

    def lead_pixels(self, trail: Trail, first: int, last: int) -> Array:
        """Where the selected start was at the times `first` … `last`, in pixels."""
        positions = trail.track["positions"]
        if self.start >= positions.shape[1]:
            return np.empty((0, 2))
        return self.frame.to_pixels(positions[first : last + 1, self.start])


def draw_lead(
    painter: QPainter, request: TrailRequest, trail: Trail, points: Array, length: float
) -> None:
    """The selected start's way through pixels (n, 2), `length` pixels after its beginning."""
    path = polyline_path(points, request.frame.plot) if len(points) > 1 else None
    if path is None or path.isEmpty():
        return
    mode = QPainter.CompositionMode
    painter.setCompositionMode(mode.CompositionMode_SourceOver)
    painter.strokePath(path, _pen(trail, faded(trail.colour, trail.opacity), 0.0, length))
    # The outline goes under all that is there: it surrounds the trails and parts none.
    painter.setCompositionMode(mode.CompositionMode_DestinationOver)
    casing = faded(casing_colour(request.theme), 0.8 * trail.opacity)
    painter.strokePath(path, _pen(trail, casing, 2 * CASING, length))


def draw_crowd(
    painter: QPainter, request: TrailRequest, trail: Trail, first: int, last: int
) -> None:
    """The other starts' ways from time `first` to `last`."""
    opacity = trail.opacity * max(0.28, 0.95 * len(request.others) ** -0.25)
    pen = hairline(request.frame, trail.colour, opacity)
    at_once = max(1, SEGMENTS_AT_ONCE // len(request.others))
    frame, fine = request.frame, QUANTUM * request.frame.pixel_ratio
    for begin in range(first, last, at_once):
        end = min(begin + at_once, last)
        positions = trail.track["positions"][begin : end + 1, request.others]
        points = np.rint(frame.to_pixels(positions) * fine) / fine
        segments = visible_segments(points[:-1], points[1:], frame.plot)
        if len(segments):
            painter.strokePath(segments_path(segments), pen)


def way(points: Array) -> float:
    """Length of a way through pixels (n, 2), steps that are not finite left out."""
    moves = np.hypot(*np.diff(points, axis=0).T)
    return float(moves[np.isfinite(moves)].sum())


def casing_colour(theme: Theme) -> QColor:
    """The outline of trails and arrows: dark on the dark map, white on the light one."""
    return QColor(theme.map_halo if theme.is_dark else theme.card)


def _pen(trail: Trail, colour: QColor, wider: float, length: float) -> QPen:
    """A pen whose dashes go on where the trail stood after `length` pixels."""
    # Overlapping round caps would show where a translucent trail is continued.
    solid = trail.opacity == 1.0 and trail.dash is None
    cap = Qt.PenCapStyle.RoundCap if solid else Qt.PenCapStyle.FlatCap
    width = WIDTH + wider
    pen = QPen(colour, width, Qt.PenStyle.SolidLine, cap, Qt.PenJoinStyle.RoundJoin)
    if trail.dash is not None:
        pen.setDashPattern([WIDTH * part / width for part in trail.dash])
        pen.setDashOffset(length / width)
    return pen
