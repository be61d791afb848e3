"""Trails off their plane on its surface: as on the map, but what a hill hides steps back."""

from __future__ import annotations

from PySide6.QtGui import QPainter

from app.map.drawing.colours import band_fractions, faded, shade
from app.map.drawing.plane_trails import Off, pen_of, pieces
from app.map.drawing.relief.frame import ReliefFrame
from app.map.drawing.relief.ways import HIDDEN, joined, on_the_way, path_of
from app.map.drawing.trails import TrailRequest
from core.measures.surface import Scale


def draw_plane_ways(
    painter: QPainter,
    frame: ReliefFrame,
    request: TrailRequest,
    offs: tuple[Off, ...],
    times: list[int],
    scale: Scale,
) -> None:
    """The selected start's way of each method, up to a time each."""
    shades = [shade(request.theme, fraction) for fraction in band_fractions(scale)]
    drawn = []
    for trail, off, time in zip(request.trails, offs, times, strict=True):
        points = trail.track["positions"][: time + 1, request.start]
        for piece in pieces(off, len(points), scale):
            part = on_the_way(frame, points[piece.first : piece.last + 1])
            if len(part) > 1:
                drawn.append((trail, piece, *frame.placed(part)))
    for which in range(3):  # the outlines lie under all lines
        for trail, piece, pixels, inside, seen in drawn:
            pen = pen_of(request, trail, piece, shades, which)
            if pen is None:
                continue
            painter.strokePath(path_of(pixels, joined(seen)), pen)
            if which == 1:
                pen.setColor(faded(pen.color(), HIDDEN * pen.color().alphaF()))
                painter.strokePath(path_of(pixels, joined(inside) & ~joined(seen)), pen)
