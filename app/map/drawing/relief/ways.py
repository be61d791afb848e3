"""Trails on a surface: they follow it from point to point, and step back behind its hills."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.map.drawing.lines import draw_lines
from app.map.drawing.paths import array_path
from app.map.drawing.relief.frame import ReliefFrame
from app.map.drawing.trails import Trail, TrailRequest, crowd_pen, lead_pens
from landscapes.base import Array

PITCH = 5.0
"""Pixels, on a map as large, after which a long step meets the surface again."""
MOST_PARTS = 64
"""Of one step."""
MOST_POINTS = 40_000
"""Of all thin trails together; the steps of more are left out evenly."""
HIDDEN = 0.3
"""How much of a bold trail is seen behind a hill; a thin one is not."""


def draw_ways(
    painter: QPainter, frame: ReliefFrame, request: TrailRequest, times: list[int]
) -> None:
    """All trails up to a time each, the selected start's on top."""
    others = request.others
    for trail, time in zip(request.trails, times, strict=True):
        if len(others):
            _draw_crowd(painter, frame, request, trail, others, time)
    leads = []
    for trail, time in zip(request.trails, times, strict=True):
        positions = trail.track["positions"]
        if request.start < positions.shape[1]:
            pixels, inside, seen = frame.placed(
                on_the_way(frame, positions[: time + 1, request.start])
            )
            leads.append((lead_pens(request, trail), pixels, inside, seen))
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


def _draw_crowd(
    painter: QPainter, frame: ReliefFrame, request: TrailRequest, trail: Trail, others: Array,
    time: int,
) -> None:  # fmt: skip
    positions = trail.track["positions"]
    # How many are left out must not change with time.
    many = trail.track.steps * len(others) * len(request.trails)
    times = np.append(np.arange(0, time, -(-many // MOST_POINTS) or 1), time)
    pixels, _, seen = frame.placed(positions[times][:, others])
    shown = seen[1:] & seen[:-1] & (pixels[1:] != pixels[:-1]).any(-1)
    painter.setPen(crowd_pen(request, trail))
    draw_lines(painter, np.stack([pixels[:-1][shown], pixels[1:][shown]], 1))


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
