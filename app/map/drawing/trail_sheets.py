"""One method's trails on sheets of its own, so that the change of one leaves the others alone.

What stands on a sheet depends on nothing but how far it is drawn: every block of steps is added in
its turn, whether time went on step by step or a whole run is drawn at once.
"""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QPainter

from app.map.drawing.device import image_size
from app.map.drawing.sheet import Sheet, device_box
from app.map.drawing.trails import Trail, TrailRequest, draw_crowd, lead_of, way

BLOCK = 64
"""Steps of a bold trail that are drawn at once, for good."""
CROWD_BLOCK = 8
"""The same of the thin trails; a whole number of these makes a block."""
PADDING = 6.0
"""What is drawn of a bold trail beyond its points, in pixels."""
_UNDER = QPainter.CompositionMode.CompositionMode_DestinationOver
_OVER = QPainter.CompositionMode.CompositionMode_SourceOver


class Reach(NamedTuple):
    """How far a method's trails are drawn for good, in steps: whole blocks of each kind."""

    lead: int
    crowd: int

    @classmethod
    def up_to(cls, time: int) -> Reach:
        """As far as a time allows."""
        return cls(time - time % BLOCK, time - time % CROWD_BLOCK)


class MethodSheets:
    """One method's bold line, its outline and its thin lines, opaque, each up to a time."""

    def __init__(self) -> None:
        self._line, self._outline, self._crowd = Sheet(), Sheet(), Sheet()
        self.reach = Reach(0, 0)
        self.length = 0.0
        """Of the bold trail in pixels, up to its reach."""

    def copy(self) -> MethodSheets:
        """The same; pixels are copied only when one of the two is painted on."""
        other = MethodSheets()
        other._line, other._outline = self._line.copy(), self._outline.copy()
        other._crowd, other.reach, other.length = self._crowd.copy(), self.reach, self.length
        return other

    def clear(self) -> None:
        """Begin anew, on a frame of the same size."""
        self._line, self._outline = Sheet(), Sheet()
        self._crowd.clear()
        self.reach, self.length = Reach(0, 0), 0.0

    def advance(self, request: TrailRequest, trail: Trail, reach: Reach) -> None:
        """Draw on to a farther reach, block by block."""
        trail = trail._replace(stale=False, ghost=False)
        if self.reach.lead < reach.lead:
            self._advance_lead(request, trail, reach.lead)
        if self.reach.crowd < reach.crowd and len(request.others):
            whole = QRect(QPoint(), image_size(request.frame))
            with self._crowd.painter(request.frame, whole) as painter:
                draw_crowd(painter, request, trail, self.reach.crowd, reach.crowd)
        self.reach = reach

    def _advance_lead(self, request: TrailRequest, trail: Trail, last: int) -> None:
        first, frame = self.reach.lead, request.frame
        points = request.lead_pixels(trail, first, last)
        box = device_box(frame, points, PADDING)
        with (
            self._line.painter(frame, box) as on_line,
            self._outline.painter(frame, box) as on_outline,
        ):
            for begin in range(0, last - first, BLOCK):
                piece = points[begin : begin + BLOCK + 1]
                lead = lead_of(request, trail, piece, self.length)
                if lead is not None:
                    on_line.strokePath(lead.path, lead.line)
                    on_outline.strokePath(lead.path, lead.outline)
                self.length += way(piece)

    @property
    def lead_box(self) -> QRect:
        """The device pixels that the bold trail may touch."""
        return self._outline.box

    def put_lead(self, painter: QPainter) -> None:
        """Copy the bold trail; its outline goes under all that is there."""
        painter.setCompositionMode(_OVER)
        self._line.put(painter)
        painter.setCompositionMode(_UNDER)
        self._outline.put(painter)

    def put_crowd(self, painter: QPainter) -> None:
        """Copy the thin trails."""
        self._crowd.put(painter)
