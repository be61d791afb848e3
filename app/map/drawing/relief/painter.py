"""Paints a scene as a surface: the ground by arrays, and on it what the map has on its own."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from app.look.theme import Theme
from app.map.drawing.axes import draw_colour_bar
from app.map.drawing.device import device_pixels, keeps_shapes
from app.map.drawing.frame_cards import FrameCards
from app.map.drawing.relief.axes import draw_edges, draw_grid_lines
from app.map.drawing.relief.frame import ReliefFrame, plain_frame
from app.map.drawing.relief.horizon import Horizon, horizon_of, shaded
from app.map.drawing.relief.plane_ways import draw_plane_ways
from app.map.drawing.relief.raster import pixels_of
from app.map.drawing.relief.stage import ReliefStage
from app.map.drawing.relief.ways import Ways
from app.map.drawing.scene import Scene
from app.map.drawing.sheet import KeptParts
from app.map.drawing.text import Fonts
from app.map.drawing.trails import TrailRequest

COARSE, COARSE_POINTS = 1.5, 200
"""Logical pixels of one that is painted while the surface turns, and points of its columns."""
POINTS = 460
"""Of a surface at rest."""
STRIP = 40_000
"""Pixels that are painted at once, a few milliseconds."""
SMALL = 700_000
"""Pixels of a picture up to which it is painted from four pixels for each of its own."""
FINE = 2
"""Pixels for each logical one where a device keeps shapes and the surface is an image on it."""


@dataclasses.dataclass(frozen=True)
class Request:
    """All that the picture of a surface depends on."""

    frame: ReliefFrame
    theme: Theme
    lines: bool


@dataclasses.dataclass(frozen=True, eq=False)
class Surface:
    """An image for the plot of its request, larger or smaller than that by any factor."""

    request: Request
    image: QImage
    horizon: Horizon


class ReliefPainter:
    """Keeps the newest surface, whole or coarse, between frames."""

    def __init__(self, fonts: Fonts) -> None:
        self._fonts = fonts
        self._parts, self._ways = KeptParts(), Ways()
        self._fine: Surface | None = None
        self._coarse: Surface | None = None
        self._wanted: Request | None = None
        self._painting: Iterator[Surface | None] | None = None
        self._painted: Request | None = None

    @property
    def pending(self) -> bool:
        """Whether the last frame showed a coarse surface."""
        return self._wanted is not None

    def advance(self, milliseconds: float) -> bool:
        """Paint for about so long; whether the surface at rest is there."""
        until = time.perf_counter() + milliseconds / 1000
        while self._wanted is not None and time.perf_counter() < until:
            if self._painting is None or self._painted != self._wanted:
                self._painted = self._wanted
                self._painting = _painted(self._wanted, _pixel(self._wanted.frame), POINTS)
            surface = next(self._painting)
            if surface is not None:
                self._fine, self._wanted = surface, None
                self._painting = self._painted = None
                return True
        return False

    def paint(
        self, painter: QPainter, scene: Scene, size: tuple[float, float], ratio: float,
        patient: bool,
    ) -> QRectF:  # fmt: skip
        """Paint a scene whose layers have a camera; returns where the legend lies."""
        layers, theme = scene.layers, scene.theme
        plane = scene.on_plane
        quantity = "sharpness" if layers.sharpness else "loss"
        frame = ReliefFrame.of(scene, size, ratio)
        assert frame.field is not None
        surface = self._surface(painter, Request(frame, theme, layers.contours), patient)
        frame = dataclasses.replace(frame, horizon=surface.horizon)
        if not scene.clear:
            painter.fillRect(QRectF(0, 0, *size), QColor(theme.panel))
        _draw_image(painter, frame, surface.image)
        draw_edges(painter, frame, theme, self._fonts, plane.names if plane else ("x", "y"))
        draw_colour_bar(painter, frame, theme, self._fonts, frame.field.scale, quantity)
        stage = ReliefStage(painter, frame, scene, self._fonts, self._parts)
        painter.save()
        painter.setClipRect(frame.plot)
        if layers.grid_lines:
            draw_grid_lines(painter, frame, theme)
        if layers.trails:
            trails = tuple(actor.trail for actor in stage.cast)
            times = [actor.time(scene.cursor) for actor in stage.cast]
            request = TrailRequest(trails, frame, scene.start, theme)
            if plane is not None and (layers.fading or layers.true_loss):
                offs, scale = stage.offs(plane), frame.field.scale
                draw_plane_ways(painter, frame, request, offs, times, scale)
            else:
                self._ways.draw(painter, frame, request, times)
        stage.draw_on_map()
        painter.restore()
        # In no frame that turns: they are painted once, and stay in their corners.
        return FrameCards(stage, plain_frame(scene.view, size, ratio)).draw()

    def _surface(self, painter: QPainter, request: Request, patient: bool) -> Surface:
        self._wanted = None
        if keeps_shapes(painter):
            return _whole(request, 1.0 / FINE, POINTS)
        if self._fine is not None and self._fine.request == request:
            return self._fine
        if not patient:
            self._fine = _whole(request, _pixel(request.frame), POINTS)
            return self._fine
        self._wanted = request
        if self._coarse is None or self._coarse.request != request:
            bare = dataclasses.replace(request, lines=False)
            found = _whole(bare, COARSE, COARSE_POINTS)
            self._coarse = dataclasses.replace(found, request=request)
        return self._coarse


def _pixel(frame: ReliefFrame) -> float:
    """Logical pixels of one that is painted at rest."""
    pixel, plot = 1.0 / frame.pixel_ratio, frame.plot
    return 0.5 * pixel if plot.width() * plot.height() <= SMALL * pixel**2 else pixel


def _whole(request: Request, pixel: float, points: int) -> Surface:
    *_, surface = _painted(request, pixel, points)
    assert surface is not None
    return surface


def _painted(request: Request, pixel: float, points: int) -> Iterator[Surface | None]:
    """Paint a surface strip by strip: None after each, the Surface at the end."""
    frame = request.frame
    projection, field, plot = frame.projection, frame.field, frame.plot
    assert projection is not None and field is not None
    columns, rows = (max(2, round(side / pixel)) for side in (plot.width(), plot.height()))
    u = ((np.arange(columns) + 0.5) * pixel - 0.5 * plot.width()) / projection.scale
    shades = shaded(field, field.lit(projection))
    found = np.empty((rows, columns), dtype=np.uint32)
    strips = []
    wide = max(8, STRIP // rows)
    for begin in range(0, columns, wide):
        part = slice(begin, begin + wide)
        strips.append(horizon_of(field, shades, projection, u[part], points))
        found[:, part] = pixels_of(
            field, strips[-1], projection, request.theme, rows, pixel, lines=request.lines
        )
        yield None
    image = QImage(
        found.data, columns, rows, 4 * columns, QImage.Format.Format_ARGB32_Premultiplied
    )
    yield Surface(request, image.copy(), Horizon.beside(strips))


def _draw_image(painter: QPainter, frame: ReliefFrame, image: QImage) -> None:
    ratio, plot = frame.pixel_ratio, frame.plot
    if (image.width(), image.height()) == (
        round(plot.width() * ratio), round(plot.height() * ratio),
    ):  # fmt: skip
        with device_pixels(painter, frame):
            painter.drawImage(round(plot.left() * ratio), round(plot.top() * ratio), image)
        return
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(plot, image)
    painter.restore()
