"""Trails on a surface: they follow it from point to point, and step back behind its hills."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.map.drawing.device import keeps_shapes
from app.map.drawing.lines import draw_lines
from app.map.drawing.paths import array_path
from app.map.drawing.relief.frame import ReliefFrame, Standing
from app.map.drawing.trails import COARSE, QUANTUM, TrailRequest, crowd_pen, lead_pens
from landscapes.base import Array

PITCH = 5.0
"""Pixels, on a map as large, after which a long step meets the surface again."""
MOST_PARTS = 64
"""Of one step."""
MOST_POINTS = 40_000
"""Of all thin trails together; the steps of more are left out evenly."""
HIDDEN = 0.3
"""How much of a bold trail is seen behind a hill; a thin one is not."""


class Ways:
    """Draws trails, and keeps where they stand on the surface: that is the same in every frame of
    one that turns."""

    def __init__(self) -> None:
        self._kept: dict[object, tuple[object, Standing]] = {}

    def draw(
        self, painter: QPainter, frame: ReliefFrame, request: TrailRequest, times: list[int]
    ) -> None:
        """All trails up to a time each, the selected start's on top."""
        whole = keeps_shapes(painter)
        trails = list(zip(request.trails, times, strict=True))
        if len(request.others):
            for place, (trail, time) in enumerate(trails):
                stand = self._crowd(frame, request, place, time)
                _draw_crowd(painter, frame, crowd_pen(request, trail), stand, whole=whole)
        leads = []
        for place, (trail, time) in enumerate(trails):
            if request.start < trail.track.starts:
                placed = frame.placed(self._lead(frame, request, place, time))
                way = placed if whole else _thinned(*placed, COARSE * frame.pixel_ratio)
                leads.append((lead_pens(request, trail), *way))
        for (line, _), pixels, inside, seen in leads:
            hidden = joined(inside) & ~joined(seen)
            pen = QPen(line)
            colour = QColor(pen.color())
            colour.setAlphaF(HIDDEN * colour.alphaF())
            pen.setColor(colour)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            painter.strokePath(path_of(pixels, hidden), pen)
        paths = [path_of(pixels, joined(seen)) for _, pixels, _, seen in leads]
        for which in (1, 0):  # the outlines lie under all lines
            for (pens, _, _, _), path in zip(leads, paths, strict=True):
                painter.strokePath(path, pens[which])

    def _crowd(self, frame: ReliefFrame, request: TrailRequest, place: int, time: int) -> Standing:
        """The other starts' ways (times, starts) up to a time."""
        trail, others = request.trails[place], request.others

        def points() -> Array:
            # How many are left out must not change with time.
            many = trail.track.steps * len(others) * len(request.trails)
            times = np.append(np.arange(0, time, -(-many // MOST_POINTS) or 1), time)
            positions: Array = trail.track["positions"]
            return positions[times][:, others]

        which = trail.track, time, request.start, len(request.trails)
        return self._stood(frame, (place, "crowd"), which, points)

    def _lead(self, frame: ReliefFrame, request: TrailRequest, place: int, time: int) -> Standing:
        """The selected start's way up to a time, with more points on its long steps."""
        track = request.trails[place].track

        def points() -> Array:
            return on_the_way(frame, track["positions"][: time + 1, request.start])

        which = track, time, request.start, frame.scales
        return self._stood(frame, (place, "lead"), which, points)

    def _stood(
        self, frame: ReliefFrame, place: object, which: object, points: Callable[[], Array]
    ) -> Standing:
        assert frame.projection is not None
        key = which, frame.field, frame.x, frame.y, frame.projection.sides
        known = self._kept.get(place)
        if known is None or known[0] != key:
            known = self._kept[place] = key, frame.standing(points())
        return known[1]


def _draw_crowd(
    painter: QPainter, frame: ReliefFrame, pen: QPen, stand: Standing, *, whole: bool
) -> None:
    pixels, _, seen = frame.placed(stand)
    if not whole:  # moves too small to see are dropped
        fine = QUANTUM * frame.pixel_ratio
        with np.errstate(over="ignore"):
            pixels *= fine
            np.rint(pixels, out=pixels)
            pixels /= fine
    x, y = pixels[..., 0], pixels[..., 1]
    shown = seen[1:] & seen[:-1]
    shown &= (x[1:] != x[:-1]) | (y[1:] != y[:-1])
    before = np.flatnonzero(shown)
    flat = pixels.reshape(-1, 2)
    segments = np.empty((len(before), 2, 2))
    segments[:, 0] = flat[before]
    segments[:, 1] = flat[before + pixels.shape[1]]
    painter.setPen(pen)
    draw_lines(painter, segments)


def _thinned(pixels: Array, inside: Array, seen: Array, cells: float) -> tuple[Array, Array, Array]:
    """A way (n, 2) without the points that stay in the cell of the one before and are seen as it
    is; a pixel has so many cells to each side."""
    if len(pixels) < 3:
        return pixels, inside, seen
    with np.errstate(over="ignore"):
        cell = np.floor(pixels * cells)
    kept = np.ones(len(pixels), dtype=bool)
    kept[1:-1] = (
        (cell[1:-1] != cell[:-2]).any(-1)
        | (inside[1:-1] != inside[:-2]) | (seen[1:-1] != seen[:-2])
        | (inside[1:-1] != inside[2:]) | (seen[1:-1] != seen[2:])
    )  # fmt: skip
    return pixels[kept], inside[kept], seen[kept]


def on_the_way(frame: ReliefFrame, points: Array) -> Array:
    """A way through points (n, 2) of the plane, with more of them on its long steps (m, 2).

    What is not finite ends the way.
    """
    finite = np.isfinite(points).all(-1)
    points = points[: len(points) if finite.all() else int(np.argmin(finite))]
    if len(points) < 2:
        return points
    steps = np.diff(points, axis=0)
    with np.errstate(over="ignore"):
        lengths = np.hypot(steps[:, 0] * frame.scales[0], steps[:, 1] * frame.scales[1])
    parts = np.clip(np.ceil(lengths / PITCH), 1, MOST_PARTS).astype(np.intp)
    number = np.repeat(np.arange(len(steps)), parts)
    part = np.arange(len(number)) - np.repeat(np.cumsum(parts) - parts, parts)
    share = (part / parts[number])[:, None]
    return np.concatenate([points[number] + share * steps[number], points[-1:]])


def joined(shown: Array) -> Array:
    """Which steps (n − 1,) of a way have both ends shown (n,)."""
    return shown[1:] & shown[:-1]


def path_of(pixels: Array, steps: Array) -> QPainterPath:
    """Some of the steps (n − 1,) of a way through pixels (n, 2)."""
    used = np.zeros(len(pixels), dtype=bool)
    used[:-1] |= steps
    used[1:] |= steps
    connect = np.append(steps, False)[used]
    return array_path(pixels[used], connect)
