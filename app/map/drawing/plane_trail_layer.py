"""Trails on a plane up to a time: what is drawn for good is copied, the newest steps are drawn.

While a run grows it is dropped on the plane again and again, but what was known of it stays where
it is. So whole blocks of steps that all methods have made stand on one image, in the order in
which they were made, and a frame shows the same whichever way time has come to it.
"""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter

from app.map.drawing.device import (
    TRANSLUCENT,
    image_for,
    image_size,
    keeps_shapes,
    painter_on,
)
from app.map.drawing.plane_trails import RIM, PlaneWays, draw_plane_trails
from app.map.drawing.sheet import copy_patched, device_box
from app.map.drawing.trails import CASING, WIDTH
from app.map.planes.projected import Drop, OnPlane

BLOCK = 32
"""Steps that are drawn at once, for good."""
PADDING = WIDTH / 2 + RIM + CASING + 1.0
"""What is drawn of a trail beyond its points, in pixels."""


class PlaneTrailLayer:
    """Draws the selected start's ways on a plane; `drops` are those of the trails."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self._image = QImage()
        self._inked = QRect()
        self._reach = 0

    def draw(
        self,
        painter: QPainter,
        ways: PlaneWays,
        plane: OnPlane,
        drops: list[Drop],
        times: list[int],
    ) -> None:
        """Draw all ways up to a time each."""
        if keeps_shapes(painter):
            draw_plane_trails(painter, ways, 0, times)
            return
        known = min(
            (min(time, drop.settled) for time, drop in zip(times, drops, strict=True)), default=0
        )
        self._advance(ways, _key(ways, plane, drops), known - known % BLOCK)
        copy_patched(
            painter, ways.request.frame, self._image, self._inked, _box(ways, self._reach, times),
            lambda on_patch: draw_plane_trails(on_patch, ways, self._reach, times, on_image=True),
        )  # fmt: skip

    def _advance(self, ways: PlaneWays, key: Hashable, reach: int) -> None:
        frame = ways.request.frame
        if key != self._key or reach < self._reach:
            if self._image.size() != image_size(frame):
                self._image = image_for(frame, TRANSLUCENT)
            self._image.fill(Qt.GlobalColor.transparent)
            self._key, self._reach, self._inked = key, 0, QRect()
        if reach == self._reach:
            return
        self._inked |= _box(ways, self._reach, [reach] * len(ways.offs))
        with painter_on(self._image, frame) as on_image:
            for first in range(self._reach, reach, BLOCK):
                lasts = [first + BLOCK] * len(ways.offs)
                draw_plane_trails(on_image, ways, first, lasts, on_image=True)
        self._reach = reach


def _box(ways: PlaneWays, first: int, times: list[int]) -> QRect:
    """The device pixels that ways from a time on may touch."""
    request = ways.request
    points = [
        request.lead_pixels(trail, first, time)
        for trail, time in zip(request.trails, times, strict=True)
        if time > first
    ]
    return device_box(request.frame, np.concatenate(points), PADDING) if points else QRect()


def _key(ways: PlaneWays, plane: OnPlane, drops: list[Drop]) -> Hashable:
    """All that what is drawn for good depends on but the time."""
    looks = tuple(
        (drop.source, trail.colour, trail.dash, trail.bold_opacity,
         off.distances is None, off.losses is None)
        for trail, off, drop in zip(ways.request.trails, ways.offs, drops, strict=True)
    )  # fmt: skip
    return (ways.request.scene, plane.plane, plane.reach, plane.loss, ways.scale, looks)
