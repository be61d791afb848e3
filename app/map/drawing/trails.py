"""How trajectories are drawn: bold with an outline for the selected start, thin for the others."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.look.theme import Theme
from app.map.drawing.colours import edge_colour, faded
from app.map.drawing.crowd import CROWD, spread
from app.map.drawing.device import hairline
from app.map.drawing.lines import draw_lines
from app.map.drawing.paths import are_near, polyline_path, visible_segments
from app.map.drawing.view import Frame
from core.recording.recording import Track
from landscapes.base import Array

WIDTH, CASING = 2.0, 1.1  # of a bold trail, and of its outline on each side
STALE, GHOST = 0.38, 0.75  # opacities
SEGMENTS_AT_ONCE = 4_000
QUANTUM = 4.0
"""A thin trail is rounded to this part of a device pixel, which drops moves too small to see."""
COARSE = 2.0
"""A bold trail skips points that stay in the same half of a device pixel as the one before."""
_OVER = QPainter.CompositionMode.CompositionMode_SourceOver
_UNDER = QPainter.CompositionMode.CompositionMode_DestinationOver


class Trail(NamedTuple):
    """One method's trajectories and how they look; a stale one waits for its newer run."""

    track: Track
    colour: str
    dash: tuple[float, ...] | None
    ghost: bool = False
    stale: bool = False

    @property
    def look(self) -> tuple[Track, str, tuple[float, ...] | None]:
        """All that its lines depend on but their opacity."""
        return (self.track, self.colour, self.dash)

    @property
    def opacity(self) -> float:
        """How much of it is seen."""
        return (STALE if self.stale else 1.0) * (GHOST if self.ghost else 1.0)

    @property
    def bold_opacity(self) -> float:
        """The same of its bold line: a ghost's steps back by its dots alone."""
        return STALE if self.stale else 1.0


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
        count = self.trails[0].track.starts if self.trails else 0
        return spread(np.flatnonzero(np.arange(count) != self.start), CROWD)

    @property
    def scene(self) -> tuple[Frame, int, Theme]:
        """What all trails have in common."""
        return (self.frame, self.start, self.theme)

    def lead_pixels(self, trail: Trail, first: int, last: int) -> Array:
        """Where the selected start was at the times `first` … `last`, in pixels."""
        positions = trail.track["positions"]
        if self.start >= positions.shape[1]:
            return np.empty((0, 2))
        return self.frame.to_pixels(positions[first : last + 1, self.start])


class Lead(NamedTuple):
    """A piece of the selected start's way, with the pens of its line and of its outline."""

    path: QPainterPath
    line: QPen
    outline: QPen


def lead_of(
    request: TrailRequest, trail: Trail, points: Array, length: float, *, whole: bool = False
) -> Lead | None:
    """The way through pixels (n, 2), `length` pixels after its beginning; None if it is empty.

    Points that cannot be told apart in pixels are left out unless it is to be `whole`.
    """
    if len(points) < 2:
        return None
    frame = request.frame
    kept = points if whole else _thinned(points, COARSE * frame.pixel_ratio)
    path = polyline_path(kept, frame.plot)
    return None if path.isEmpty() else Lead(path, *lead_pens(request, trail, length))


def lead_pens(request: TrailRequest, trail: Trail, length: float = 0.0) -> tuple[QPen, QPen]:
    """The pens of the selected start's line and of its outline, `length` pixels after its
    beginning."""
    # A ghost's bold trail steps back by its dots alone: fainter it would be lost on some grounds.
    opacity = trail.bold_opacity
    casing = faded(edge_colour(trail.colour, request.theme), opacity)
    line = _pen(trail, faded(trail.colour, opacity), 0.0, length)
    return line, _pen(trail, casing, 2 * CASING, length)


def draw_lead(painter: QPainter, lead: Lead | None) -> None:
    """Draw it on an image of nothing but trails."""
    if lead is not None:
        painter.setCompositionMode(_OVER)
        painter.strokePath(lead.path, lead.line)
        # The outline goes under all that is there: it surrounds the trails and parts none.
        painter.setCompositionMode(_UNDER)
        painter.strokePath(lead.path, lead.outline)


def draw_crowd(
    painter: QPainter, request: TrailRequest, trail: Trail, first: int, last: int
) -> None:
    """The other starts' ways from time `first` to `last`."""
    painter.setPen(crowd_pen(request, trail))
    others = request.others
    at_once = max(1, SEGMENTS_AT_ONCE // len(others))
    # A slice copies nothing.
    together = others[-1] - others[0] == len(others) - 1
    chosen = slice(others[0], others[-1] + 1) if together else others
    for begin in range(first, last, at_once):
        end = min(begin + at_once, last)
        positions = trail.track["positions"][begin : end + 1, chosen]
        draw_lines(painter, _moves(request.frame, positions))


def crowd_pen(request: TrailRequest, trail: Trail) -> QPen:
    """The pen of the other starts' lines."""
    opacity = trail.opacity * max(0.28, 0.95 * len(request.others) ** -0.25)
    return hairline(request.frame, trail.colour, opacity)


def draw_ways(painter: QPainter, request: TrailRequest, times: Sequence[int]) -> None:
    """All trails up to a time each, every point of them, on a device that keeps paths."""
    others = request.others
    for trail, time in zip(request.trails, times, strict=True):
        pen = crowd_pen(request, trail) if len(others) else QPen()
        for start in others:
            points = request.frame.to_pixels(trail.track["positions"][: time + 1, start])
            painter.strokePath(polyline_path(points, request.frame.plot), pen)
    leads = []
    for trail, time in zip(request.trails, times, strict=True):
        points = request.lead_pixels(trail, 0, time)
        lead = lead_of(request, trail, points, 0.0, whole=True)
        leads += [] if lead is None else [lead]
    for lead in leads:  # the outlines lie under all lines: they surround the trails and part none
        painter.strokePath(lead.path, lead.outline)
    for lead in leads:
        painter.strokePath(lead.path, lead.line)


def _moves(frame: Frame, positions: Array) -> Array:
    """The steps between positions (n, S, 2) that can be seen, (N, 2 ends, 2) in pixels.

    They are drawn one by one, so that it does not show at which of them a frame went on.
    """
    fine = QUANTUM * frame.pixel_ratio
    points = frame.to_pixels(positions)
    with np.errstate(over="ignore"):
        points *= fine
        np.rint(points, out=points)
        points /= fine
    if not are_near(points):
        return visible_segments(points[:-1], points[1:], frame.plot)
    places = points.view(np.complex128)[..., 0]
    moved = places[1:] != places[:-1]
    return (
        np.stack([places[:-1][moved], places[1:][moved]], axis=1).view(np.float64).reshape(-1, 2, 2)
    )


def _thinned(points: Array, fine: float) -> Array:
    """Points (n, 2) but those that stay in a cell of 1/`fine` pixels, and always both ends."""
    with np.errstate(over="ignore"):
        cells = np.rint(points * fine)
    kept = np.ones(len(points), dtype=bool)
    # What is not finite differs from itself, so it is kept.
    kept[1:-1] = (cells[1:-1] != cells[:-2]).any(-1)
    return points[kept]


def way(points: Array) -> float:
    """Length of a way through pixels (n, 2), steps that are not finite left out."""
    with np.errstate(over="ignore", invalid="ignore"):
        moves = np.hypot(points[1:, 0] - points[:-1, 0], points[1:, 1] - points[:-1, 1])
    return float(moves[np.isfinite(moves)].sum())


def _pen(trail: Trail, colour: QColor, wider: float, length: float) -> QPen:
    """A pen whose dashes go on where the trail stood after `length` pixels."""
    # Overlapping round caps would show where a translucent trail is continued.
    cap = Qt.PenCapStyle.RoundCap
    if trail.opacity < 1.0 or trail.dash is not None:
        cap = Qt.PenCapStyle.FlatCap
    offset = 0.0 if trail.dash is None else length
    return _pen_of(colour.rgba(), WIDTH + wider, cap, trail.dash, offset)


@lru_cache(maxsize=64)
def _pen_of(
    rgba: int, width: float, cap: Qt.PenCapStyle, dash: tuple[float, ...] | None, offset: float
) -> QPen:
    # Of so narrow a line round joins look the same and cost four times as much.
    join = Qt.PenJoinStyle.BevelJoin
    pen = QPen(QColor.fromRgba(rgba), width, Qt.PenStyle.SolidLine, cap, join)
    if dash is not None:
        pen.setDashPattern([WIDTH * part / width for part in dash])
        pen.setDashOffset(offset / width)
    return pen
