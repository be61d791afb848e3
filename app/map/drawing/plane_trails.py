"""Trails on a plane that they are not in: fainter the farther off it, coloured by their true loss.

A plane shows the loss of its own points. Where the inside of a trail has another colour than the
ground beneath it, the plane tells something else than what the run has met.
"""

from __future__ import annotations

import dataclasses
import itertools
from collections.abc import Iterator
from functools import cached_property

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.map.drawing.colours import band_fractions, edge_colour, faded, shade
from app.map.drawing.layers import Layers
from app.map.drawing.paths import polyline_path
from app.map.drawing.trails import CASING, WIDTH, Trail, TrailRequest
from app.map.planes.projected import OnPlane
from core.measures.surface import Scale
from landscapes.base import Array

FAINTEST = 0.18
LEVELS = 8
"""So many shades of faint are told apart."""
RIM = 1.6
"""Of the method's colour on each side of the loss's, in pixels."""
_OVER = QPainter.CompositionMode.CompositionMode_SourceOver
_UNDER = QPainter.CompositionMode.CompositionMode_DestinationOver


@dataclasses.dataclass(frozen=True, eq=False)
class Off:
    """How far off the plane a trail is at each time, in units of what is far, and its true loss;
    each (T+1,), or None where that is not shown."""

    distances: Array | None
    losses: Array | None


def off_plane(plane: OnPlane, method: int, layers: Layers) -> Off:
    """What a plane hides of a method that lies on it, as far as that is shown."""
    drop = plane.drops[method]
    assert drop is not None  # it lies on it
    far = drop.distances / plane.reach if layers.fading else None
    return Off(far, drop.track["losses"][:, 0] if layers.true_loss else None)


@dataclasses.dataclass(frozen=True)
class Piece:
    """Points `first` … `last` of a trail, all as faint and of one band of losses."""

    first: int
    last: int
    opacity: float
    band: int | None


def opacities(distances: Array) -> Array:
    """How much is seen at distances in units of what is far: one half there."""
    return np.maximum(FAINTEST, 1.0 / (1.0 + np.asarray(distances)))


def pieces(off: Off, count: int, scale: Scale, first: int = 0) -> list[Piece]:
    """The pieces of a trail of so many points, from its point `first` on."""
    steps = count - 1 - first
    if steps < 1:
        return []
    level, band = np.full(steps, LEVELS), np.full(steps, -1)
    if off.distances is not None:
        seen = opacities(off.distances[first:count])
        level = np.rint(LEVELS * 0.5 * (seen[1:] + seen[:-1])).astype(int)
    if off.losses is not None:
        losses = off.losses[first + 1 : count]
        known = np.isfinite(losses)
        band[known] = np.searchsorted(scale.levels, losses[known], side="right")
    turns = np.flatnonzero((np.diff(level) != 0) | (np.diff(band) != 0)) + 1
    ends = [0, *turns.tolist(), steps]
    return [
        Piece(first + a, first + b, float(level[a]) / LEVELS, None if band[a] < 0 else int(band[a]))
        for a, b in itertools.pairwise(ends)
    ]


@dataclasses.dataclass(frozen=True)
class PlaneWays:
    """The selected start's ways of all methods on a plane whose colours mean what a scale says."""

    request: TrailRequest
    offs: tuple[Off, ...]
    scale: Scale

    @cached_property
    def shades(self) -> list[QColor]:
        """Of the bands of losses."""
        return [shade(self.request.theme, fraction) for fraction in band_fractions(self.scale)]

    def between(self, first: int, times: list[int]) -> list[tuple[Trail, QPainterPath, Piece]]:
        """What is to be stroked from a time on, up to a time of each method."""
        return [
            (trail, path, piece)
            for trail, off, time in zip(self.request.trails, self.offs, times, strict=True)
            for path, piece in _paths(self.request, trail, off, first, time, self.scale)
        ]


def draw_plane_trails(
    painter: QPainter, ways: PlaneWays, first: int, times: list[int], *, on_image: bool = False
) -> None:
    """Draw the ways from the time `first` on, up to a time of each; `on_image` of nothing but
    them, whose outlines go under all that is there."""
    drawn = ways.between(first, times)
    painter.save()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    for which in range(3):  # the outlines lie under all lines
        if on_image:
            painter.setCompositionMode(_OVER if which else _UNDER)
        for trail, path, piece in drawn:
            pen = pen_of(ways.request, trail, piece, ways.shades, which)
            if pen is not None:
                painter.strokePath(path, pen)
    painter.restore()


def pen_of(
    request: TrailRequest, trail: Trail, piece: Piece, shades: list[QColor], which: int
) -> QPen | None:
    """Of the outline (0), of the method's own colour (1), or of the true loss in its middle (2)."""
    opacity, rim = trail.bold_opacity * piece.opacity, 0.0 if piece.band is None else RIM
    if which == 0:
        edge = edge_colour(trail.colour, request.theme)
        return _pen(faded(edge, opacity), WIDTH + 2 * (rim + CASING), None)
    if which == 1:
        return _pen(faded(trail.colour, opacity), WIDTH + 2 * rim, trail.dash)
    if piece.band is None:
        return None
    return _pen(faded(shades[piece.band], trail.bold_opacity), WIDTH, None)


def _paths(
    request: TrailRequest, trail: Trail, off: Off, first: int, time: int, scale: Scale
) -> Iterator[tuple[QPainterPath, Piece]]:
    if time <= first:
        return
    points = request.lead_pixels(trail, first, time)
    for piece in pieces(off, first + len(points), scale, first):
        part = points[piece.first - first : piece.last - first + 1]
        path = polyline_path(part, request.frame.plot)
        if not path.isEmpty():
            yield path, piece


def _pen(colour: QColor, width: float, dash: tuple[float, ...] | None) -> QPen:
    # Round caps of translucent pieces would show where they meet.
    cap = Qt.PenCapStyle.FlatCap if colour.alpha() < 255 else Qt.PenCapStyle.RoundCap
    pen = QPen(colour, width, Qt.PenStyle.SolidLine, cap, Qt.PenJoinStyle.BevelJoin)
    if dash is not None:
        pen.setDashPattern([WIDTH * part / width for part in dash])
    return pen
