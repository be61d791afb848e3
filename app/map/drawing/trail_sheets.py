"""Every method's trails on sheets of its own, so that the change of one leaves the others alone.

While time just goes on, all methods are drawn on images that they share. When one of them is
swapped or dimmed, those images are put together anew from the sheets, which are kept.
"""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter

from app.map.drawing.device import device_pixels, image_size, painter_on
from app.map.drawing.sheet import Sheet, device_box
from app.map.drawing.trails import Trail, TrailRequest, draw_crowd, lead_of, way

BLOCK = 64
"""Steps of a bold trail that are drawn at once, for good."""
PADDING = 6.0
"""What is drawn of a bold trail beyond its points, in pixels."""
_UNDER = QPainter.CompositionMode.CompositionMode_DestinationOver


class _MethodSheets:
    """One method's bold line, its outline and its thin lines, opaque, each up to a time."""

    def __init__(self) -> None:
        self._line, self._outline, self._crowd = Sheet(), Sheet(), Sheet()
        self._block, self._crowd_done = 0, 0
        self.length = 0.0

    def precede(self, block: int, time: int) -> bool:
        """Whether nothing is drawn past these times."""
        return self._block <= block and self._crowd_done <= time

    def advance(self, request: TrailRequest, trail: Trail, block: int, time: int) -> None:
        """Draw the bold trail on to the time `block`, the thin ones to `time`."""
        plain = dataclasses.replace(trail, stale=False, ghost=False)
        if self._block < block:
            self._advance_lead(request, plain, block)
        if self._crowd_done < time and len(request.others):
            frame = request.frame
            whole = QRect(QPoint(), image_size(frame))
            with self._crowd.painter(frame, whole) as painter:
                draw_crowd(painter, request, plain, self._crowd_done, time)
            self._crowd_done = time

    def _advance_lead(self, request: TrailRequest, trail: Trail, block: int) -> None:
        frame, points = request.frame, request.lead_pixels(trail, self._block, block)
        box = device_box(frame, points, PADDING)
        with (
            self._line.painter(frame, box) as on_line,
            self._outline.painter(frame, box) as on_outline,
        ):
            for first in range(0, block - self._block, BLOCK):
                piece = points[first : first + BLOCK + 1]
                lead = lead_of(request, trail, piece, self.length)
                if lead is not None:
                    on_line.strokePath(lead.path, lead.line)
                    on_outline.strokePath(lead.path, lead.outline)
                self.length += way(piece)
        self._block = block

    @property
    def lead_box(self) -> QRect:
        """The device pixels that the bold trail may touch."""
        return self._outline.box

    def put_lead(self, painter: QPainter) -> None:
        """Copy the bold trail; its outline goes under all that is there."""
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        self._line.put(painter)
        painter.setCompositionMode(_UNDER)
        self._outline.put(painter)

    def put_crowd(self, painter: QPainter) -> None:
        """Copy the thin trails."""
        self._crowd.put(painter)


class TrailSheets:
    """The sheets of all methods that are seen, in one scene."""

    def __init__(self) -> None:
        self._sheets: dict[object, _MethodSheets] = {}

    def assemble(
        self, request: TrailRequest, goal: tuple[int, ...], lead: QImage, crowd: QImage
    ) -> tuple[tuple[float, ...], QRect]:
        """Put all trails on two blank images, the bold ones up to whole blocks.

        Returns the lengths of the bold ones in pixels, and where they lie on their image.
        """
        former, self._sheets = self._sheets, {}
        for trail, time in zip(request.trails, goal, strict=True):
            block, sheets = time - time % BLOCK, former.get(trail.look)
            if sheets is None or not sheets.precede(block, time):
                sheets = _MethodSheets()
            sheets.advance(request, trail, block, time)
            self._sheets[trail.look] = sheets
        found = [self._sheets[trail.look] for trail in request.trails]
        for image, put in ((crowd, _MethodSheets.put_crowd), (lead, _MethodSheets.put_lead)):
            if image.isNull():
                continue
            with (
                painter_on(image, request.frame) as painter,
                device_pixels(painter, request.frame),
            ):
                for trail, sheets in zip(request.trails, found, strict=True):
                    painter.setOpacity(trail.opacity)
                    put(sheets, painter)
        inked = QRect()
        for sheets in found:
            inked |= sheets.lead_box
        return tuple(sheets.length for sheets in found), inked
