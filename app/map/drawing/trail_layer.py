"""The trails up to a time: a frame copies what is drawn for good and adds the newest steps.

Whole blocks of steps stand on sheets, one set for each method, which are put together in the
methods' order whenever one of them has changed. The last, unfinished blocks are drawn anew in
every frame over them. So a frame shows the same whichever way time has come to it.
Once time goes back, copies of the sheets are kept along the way: from then on, going back
continues from the nearest one. A view that changes with every frame would only waste them.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from app.map.drawing.device import (
    TRANSLUCENT,
    copy_image,
    device_pixels,
    image_for,
    image_size,
    keeps_shapes,
    painter_on,
)
from app.map.drawing.sheet import copy_patched, device_box
from app.map.drawing.trail_sheets import BLOCK, PADDING, MethodSheets, Reach
from app.map.drawing.trails import Trail, TrailRequest, draw_crowd, draw_lead, draw_ways, lead_of
from app.map.drawing.view import Frame

if TYPE_CHECKING:
    from app.map.drawing.plane_trail_layer import PlaneTrailLayer

KEPT_BYTES, MOST_KEPT = 96e6, 5


class TrailLayer:
    """Draws the trails of a request up to a time."""

    def __init__(self) -> None:
        self._scene: object = None
        self._size = QSize()
        self._methods: dict[Hashable, _Method] = {}
        self._lead, self._crowd = _Composed(), _Composed()
        self._on_plane: PlaneTrailLayer | None = None

    @property
    def on_plane(self) -> PlaneTrailLayer:
        """What draws them instead on a plane that they are not in."""
        if self._on_plane is None:
            from app.map.drawing.plane_trail_layer import PlaneTrailLayer  # of networks alone

            self._on_plane = PlaneTrailLayer()
        return self._on_plane

    def draw(self, painter: QPainter, request: TrailRequest, cursor: int) -> None:
        """Draw all trails up to the time `cursor` (or as far as they are known)."""
        times = [min(cursor, trail.track.filled) for trail in request.trails]
        if keeps_shapes(painter):
            draw_ways(painter, request, times)
            return
        sheets = [
            method.at(request, trail, Reach.up_to(time))
            for method, trail, time in zip(self._cast(request), request.trails, times, strict=True)
        ]
        if len(request.others):
            self._draw_crowd(painter, request, sheets, times)
        self._draw_lead(painter, request, sheets, times)

    def _cast(self, request: TrailRequest) -> list[_Method]:
        """The methods of a request: those that stay as they are, and others begun anew.

        What is no longer of use leaves its images to what is new: of large images the memory
        costs more than the lines.
        """
        former, spare = self._methods, list[_Method]()
        if request.scene != self._scene:
            if image_size(request.frame) == self._size:
                spare, former = list(former.values()), {}
            else:
                former, self._size = {}, image_size(request.frame)
            self._scene = request.scene
            self._lead.forget(self._size)
            self._crowd.forget(self._size)
        looks = [trail.look for trail in request.trails]
        spare += [method for look, method in former.items() if look not in looks]
        self._methods = {}
        for look in looks:
            method = former.get(look) or self._methods.get(look)
            if method is None:
                method = spare.pop() if spare else _Method()
                method.clear()
            self._methods[look] = method
        return [self._methods[look] for look in looks]

    def _draw_crowd(
        self, painter: QPainter, request: TrailRequest, sheets: list[MethodSheets], times: list[int]
    ) -> None:
        key = tuple(
            (trail.look, trail.opacity, each.reach.crowd)
            for trail, each in zip(request.trails, sheets, strict=True)
        )
        if self._crowd.begin(key, request.frame):
            with self._crowd.painter(request.frame) as on_image:
                for trail, each in zip(request.trails, sheets, strict=True):
                    on_image.setOpacity(trail.opacity)
                    each.put_crowd(on_image)
        copy_image(painter, request.frame, self._crowd.image)
        for trail, each, time in zip(request.trails, sheets, times, strict=True):
            if each.reach.crowd < time:
                draw_crowd(painter, request, trail, each.reach.crowd, time)

    def _draw_lead(
        self, painter: QPainter, request: TrailRequest, sheets: list[MethodSheets], times: list[int]
    ) -> None:
        key = tuple(
            (trail.look, trail.bold_opacity, each.reach.lead)
            for trail, each in zip(request.trails, sheets, strict=True)
        )
        if self._lead.begin(key, request.frame):
            with self._lead.painter(request.frame) as on_image:
                for trail, each in zip(request.trails, sheets, strict=True):
                    on_image.setOpacity(trail.bold_opacity)
                    each.put_lead(on_image)
                    self._lead.inked |= each.lead_box
        _draw_with_tails(painter, request, self._lead, sheets, times)


class _Method:
    """One method's sheets, and copies of them at earlier times."""

    def __init__(self) -> None:
        self._sheets = MethodSheets()
        self._kept: list[MethodSheets] = []
        self._keeping = False

    def clear(self) -> None:
        """Begin anew, on a frame of the same size."""
        self._kept, self._keeping = [], False
        self._sheets.clear()

    def at(self, request: TrailRequest, trail: Trail, reach: Reach) -> MethodSheets:
        """The sheets drawn up to a reach: from where they are, from a copy, or from the start."""
        if reach.crowd < self._sheets.reach.crowd:
            self._keeping = True
            nearest = [kept for kept in self._kept if kept.reach.crowd <= reach.crowd]
            self._sheets = nearest[-1].copy() if nearest else MethodSheets()
        if self._keeping:
            every = _keep_every(request)
            first = self._sheets.reach.lead + every - self._sheets.reach.lead % every
            for time in range(first, reach.lead + 1, every):
                self._sheets.advance(request, trail, Reach(time, time))
                if not self._kept or self._kept[-1].reach.lead < time:
                    self._kept.append(self._sheets.copy())
        self._sheets.advance(request, trail, reach)
        return self._sheets


class _Composed:
    """All methods' sheets put together on one image of the frame, as long as they stay the same."""

    def __init__(self) -> None:
        self._key: Hashable = None
        self.image = QImage()
        self.inked = QRect()

    def forget(self, size: QSize) -> None:
        """What is on it, and on a frame of another size the image too."""
        self._key = None
        if self.image.size() != size:
            self.image = QImage()

    def begin(self, key: Hashable, frame: Frame) -> bool:
        """Whether it has to be put together anew; then it is blank."""
        if key == self._key:
            return False
        self._key = key
        if self.image.isNull():
            self.image = image_for(frame, TRANSLUCENT)
        self.image.fill(Qt.GlobalColor.transparent)
        self.inked = QRect()
        return True

    @contextmanager
    def painter(self, frame: Frame) -> Iterator[QPainter]:
        """A painter that counts in device pixels, held to the map."""
        with painter_on(self.image, frame) as painter, device_pixels(painter, frame):
            yield painter


def _draw_with_tails(
    painter: QPainter,
    request: TrailRequest,
    composed: _Composed,
    sheets: list[MethodSheets],
    times: list[int],
) -> None:
    """Copy the bold trails' image, with their unfinished blocks where those lie."""
    frame, lead = request.frame, composed.image
    tails = [
        request.lead_pixels(trail, each.reach.lead, time)
        for trail, each, time in zip(request.trails, sheets, times, strict=True)
    ]
    unfinished = any(each.reach.lead < time for each, time in zip(sheets, times, strict=True))
    box = device_box(frame, np.concatenate(tails), PADDING) if unfinished else QRect()

    def paint(on_patch: QPainter) -> None:
        for trail, each, points in zip(request.trails, sheets, tails, strict=True):
            draw_lead(on_patch, lead_of(request, trail, points, each.length))

    copy_patched(painter, frame, lead, composed.inked, box, paint)


def _keep_every(request: TrailRequest) -> int:
    """Steps between two kept copies: as few as the memory for them allows, whole blocks."""
    frame = request.frame
    bytes_each = 8 * frame.width * frame.height * frame.pixel_ratio**2 * len(request.trails)
    most = max(2, min(MOST_KEPT, int(KEPT_BYTES / bytes_each)))
    steps = max((trail.track.steps for trail in request.trails), default=1)
    return BLOCK * max(1, -(-steps // (BLOCK * most)))
