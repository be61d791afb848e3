"""Keeps the ground of the map as an image, so that a frame costs one copy of it.

The video wants every ground at once. The window takes a few milliseconds of its painting at a
time and until it is done shows the former one, stretched to the new view, or a coarse one where
the former shows other values: no frame has the trails of one landscape over another.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from app.map.drawing.carried import Carried, sheet_of
from app.map.drawing.device import copy_image, keeps_shapes
from app.map.drawing.ground import Ground, GroundRequest, draw_around, draw_shapes, painted
from app.map.drawing.text import Fonts
from core.measures.surface import Scale


class BaseLayer:
    """The newest finished ground, and the one that is being painted."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._carried = Carried(fonts)
        self._ground: Ground | None = None
        self._wanted: GroundRequest | None = None
        self._painting: Iterator[Ground | None] | None = None
        self._painted: GroundRequest | None = None

    @property
    def pending(self) -> bool:
        """Whether the newest request still waits for slices."""
        ground, wanted = self._ground, self._wanted
        return wanted is not None and (ground is None or ground.request != wanted or ground.coarse)

    def draw(self, painter: QPainter, request: GroundRequest, patient: bool) -> Scale:
        """Draw the ground exactly or, if `patient`, one that stands for it while it is pending;
        returns what its colours mean."""
        if keeps_shapes(painter):
            return draw_shapes(painter, request, self._fonts)
        asked, carried = request, request.reach is not None
        if carried:
            request = sheet_of(request)
        self._wanted = request
        if self._painted is not None and not self._painted.same_subject(request):
            self._painting = self._painted = None
        if self.pending and (self._ground is None or not patient):
            self._painting = self._painted = None
            self._ground = self._whole(request, coarse=False)
        assert self._ground is not None
        if not self._ground.request.same_subject(request):
            self._ground = self._whole(request, coarse=True)
        if carried:
            self._carried.draw(painter, self._ground, asked)
        elif self._ground.request != request:
            _draw_stretched(painter, self._ground, request, self._fonts)
        else:
            copy_image(painter, request.frame, self._ground.image)
        return self._ground.scale

    def _whole(self, request: GroundRequest, *, coarse: bool) -> Ground:
        *_, ground = painted(request, self._fonts, coarse=coarse)
        assert ground is not None
        return ground

    def advance(self, milliseconds: float) -> bool:
        """Paint slices for about so long; whether a ground has been finished.

        What was begun is finished even when requests for other views arrive, or else a
        continuous zoom would never see one.
        """
        until = time.perf_counter() + milliseconds / 1000
        while self.pending and time.perf_counter() < until:
            if self._painting is None:
                assert self._wanted is not None
                self._painted = self._wanted
                self._painting = painted(self._wanted, self._fonts)
            ground = next(self._painting)
            if ground is not None:
                self._ground, self._painting, self._painted = ground, None, None
                return True
        return False


def _draw_stretched(
    painter: QPainter, ground: Ground, request: GroundRequest, fonts: Fonts
) -> None:
    """The map of a former ground where the new view has it, with axes of the new view."""
    frame, former = request.frame, ground.request.frame
    painter.fillRect(QRectF(0, 0, frame.width, frame.height), QColor(request.theme.panel))
    corners = frame.to_pixels([(former.x[0], former.y[1]), (former.x[1], former.y[0])])
    ratio = former.pixel_ratio
    source = QRectF(former.plot.topLeft() * ratio, former.plot.size() * ratio)
    painter.save()
    painter.setClipRect(frame.plot)
    painter.fillRect(frame.plot, ground.outside)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(QPointF(*corners[0]), QPointF(*corners[1])), ground.image, source)
    painter.restore()
    draw_around(painter, request, fonts, ground.scale)
