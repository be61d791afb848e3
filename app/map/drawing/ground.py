"""Paints the ground of the map: filled contours, axes and colour bar, slice by slice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPen

from app.look.theme import Theme
from app.map.drawing.axes import draw_axes, draw_colour_bar
from app.map.drawing.colours import OUTSIDE_VEIL, band_fractions, faded, shade
from app.map.drawing.device import OPAQUE, TRANSLUCENT, hairline, image_for, painter_on
from app.map.drawing.paths import outline_path
from app.map.drawing.rings import thinned
from app.map.drawing.scene import Scene
from app.map.drawing.text import Fonts
from app.map.drawing.view import Frame
from core.experiment.view_colours import Levels, Spacing
from core.measures import surface
from core.measures.grading import graded
from core.measures.surface import Grid, Quantity, Scale
from landscapes.base import Array, Interval, Landscape
from landscapes.moved import Moved

PITCH = 2.5
"""Logical pixels between two points of the grid that contours are drawn from."""
COARSE_PITCH = 8.0
"""The same of a ground that only bridges the time until the exact one is painted."""
FINEST = 420
"""No more grid points along an axis than this."""
SMALL, STEEP, FINER = 16.0, 0.3, 16
"""Where the loss climbs by this share of the scale within so many pixels of a minimum, so many
points of the grid on each side show it."""
LINE_OPACITY = 0.16


class GroundRequest(NamedTuple):
    """All that a ground depends on.

    `reach` are the least and the largest shift along each axis of a landscape that drifts.
    """

    landscape: Landscape
    frame: Frame
    theme: Theme
    quantity: Quantity
    contours: bool
    levels: Levels = "usual"
    spacing: Spacing = "round"
    axis_names: tuple[str, str] | None = None
    clear: bool = False
    reach: tuple[Interval, Interval] | None = None

    @classmethod
    def of(cls, scene: Scene, frame: Frame) -> GroundRequest:
        """What a scene asks for in a frame."""
        layers, colours, plane = scene.layers, scene.layers.colours, scene.on_plane
        experiment = scene.picture.experiment
        drift = experiment.drift
        return cls(
            experiment.landscape_at(scene.cursor),
            frame,
            scene.theme,
            "sharpness" if layers.sharpness else "loss",
            layers.contours,
            colours.levels,
            colours.spacing,
            ("x", "y") if layers.axis_names and plane is None else plane and plane.names,
            scene.clear,
            None if drift is None else drift.reach(experiment.steps),
        )

    @property
    def shift(self) -> tuple[float, ...]:
        """How far the landscape has moved."""
        return self.landscape.shift if isinstance(self.landscape, Moved) else (0.0, 0.0)

    def scale(self, grid: Grid) -> Scale:
        """What the colours mean over a grid."""
        whole = surface.visible_scale(self.landscape, grid, self.quantity)
        return graded(whole, self.levels, self.spacing)

    def same_subject(self, other: GroundRequest) -> bool:
        """Whether it shows the same values in the same colours, if perhaps elsewhere."""
        whose = self.landscape.described, other.landscape.described
        return (whose[0], self.quantity, self.theme, self.levels, self.spacing) == (
            whose[1], other.quantity, other.theme, other.levels, other.spacing,
        )  # fmt: skip


class Ground(NamedTuple):
    """A picture of all that does not move, and the scale of its colours.

    A `coarse` one has fewer grid points and no lines, and is painted in some milliseconds.
    """

    request: GroundRequest
    image: QImage
    scale: Scale
    coarse: bool = False

    @property
    def outside(self) -> QColor:
        """What stands for the part of the plane that the picture does not reach."""
        return QColor(self.request.theme.window)


def painted(
    request: GroundRequest, fonts: Fonts, *, coarse: bool = False
) -> Iterator[Ground | None]:
    """Paint a ground in slices of some milliseconds: None after each, the Ground at the end."""
    image = blank(request)
    grid = _grid(request, COARSE_PITCH if coarse else PITCH)
    yield None
    scale = request.scale(grid)
    for path, colour in _bands(request, grid, scale):
        with painter_on(image, request.frame) as painter:
            painter.fillPath(path, colour)
        yield None
    if request.contours and not coarse:
        pen = _line_pen(request)
        for path in _lines(request, grid, scale):
            with painter_on(image, request.frame) as painter:
                painter.strokePath(path, pen)
            yield None
    with painter_on(image, request.frame) as painter:
        _draw_outside(painter, request)
    with painter_on(image, request.frame, clipped=False) as painter:
        draw_around(painter, request, fonts, scale)
    yield Ground(request, image, scale, coarse)


def blank(request: GroundRequest) -> QImage:
    """What a ground is painted on."""
    image = image_for(request.frame, TRANSLUCENT if request.clear else OPAQUE)
    image.fill(Qt.GlobalColor.transparent if request.clear else QColor(request.theme.panel))
    return image


def draw_shapes(painter: QPainter, request: GroundRequest, fonts: Fonts) -> Scale:
    """Draw a ground as paths and words, on a device that keeps them; what its colours mean."""
    frame, theme = request.frame, request.theme
    grid = _grid(request, PITCH)
    scale = request.scale(grid)
    if not request.clear:
        painter.fillRect(QRectF(0, 0, frame.width, frame.height), QColor(theme.panel))
    painter.save()
    painter.setClipRect(frame.plot)
    for path, colour in _bands(request, grid, scale):
        painter.fillPath(path, colour)
    for path in _lines(request, grid, scale) if request.contours else ():
        painter.strokePath(path, _line_pen(request))
    _draw_outside(painter, request)
    painter.restore()
    draw_around(painter, request, fonts, scale)
    return scale


def draw_around(painter: QPainter, request: GroundRequest, fonts: Fonts, scale: Scale) -> None:
    """Axes and colour bar, where there is room for them."""
    if not request.frame.bare:
        draw_axes(painter, request.frame, request.theme, fonts, names=request.axis_names)
        draw_colour_bar(painter, request.frame, request.theme, fonts, scale, request.quantity)


def _grid(request: GroundRequest, pitch: float) -> Grid:
    frame = request.frame
    columns = min(FINEST, int(frame.plot.width() / pitch) + 2)
    rows = min(FINEST, int(frame.plot.height() / pitch) + 2)
    xs, ys = np.linspace(*frame.x, columns), np.linspace(*frame.y, rows)
    if request.quantity == "loss":
        xs, ys = _refined(request, xs, ys)
    return surface.sample_at(request.landscape, xs, ys, request.quantity)


def _refined(request: GroundRequest, xs: Array, ys: Array) -> tuple[Array, Array]:
    """The same columns and rows, closer together across minima as small as a few of them."""
    reach = SMALL / np.array(request.frame.scales)
    around = np.linspace(-1.0, 1.0, 2 * FINER + 1)
    for place in _small_basins(request):
        xs, ys = (
            _united(axis, centre + around * half)
            for axis, centre, half in zip((xs, ys), place, reach, strict=True)
        )
    return xs, ys


def _small_basins(request: GroundRequest) -> Array:
    """The minima (M, 2) in view that are steep within few pixels, of a map of the loss."""
    landscape, frame = request.landscape, request.frame
    scale = surface.domain_scale(landscape)
    reach = SMALL / np.array(frame.scales)
    places = [np.array(minimum.position) for minimum in landscape.minima]
    steep = [
        place
        for place in places
        if request.quantity == "loss"
        and frame.shows(place)
        and surface.steepness(landscape, scale, place, reach) > STEEP
    ]
    return np.reshape(steep, (-1, 2))


def _united(some: Array, more: Array) -> Array:
    """All values in order, each once, as `numpy.union1d`, which imports numpy.ma for 15 ms."""
    ordered = np.sort(np.concatenate((some, more)))
    return ordered[np.diff(ordered, prepend=-np.inf) > 0]


def _bands(
    request: GroundRequest, grid: Grid, scale: Scale
) -> Iterator[tuple[QPainterPath, QColor]]:
    """Each region, to be laid over those before it: side by side, their smoothed edges would let
    light in."""
    lowest, *others = band_fractions(scale)
    whole = QPainterPath()
    whole.addRect(request.frame.plot)
    if np.isfinite(grid.values).all():
        yield whole, shade(request.theme, lowest)
    else:
        yield whole, QColor(request.theme.window)
        outline = surface.defined(grid)
        path = outline_path(outline, request.frame.to_pixels(outline.points))
        yield path, shade(request.theme, lowest)
    for (_, outline), fraction in zip(surface.fills(grid, scale), others, strict=False):
        if len(outline.points):
            path = outline_path(outline, request.frame.to_pixels(outline.points))
            yield path, shade(request.theme, fraction)


def _lines(request: GroundRequest, grid: Grid, scale: Scale) -> Iterator[QPainterPath]:
    """The contours between the regions, of rings that crowd in a small basin every few."""
    found = [
        (outline, request.frame.to_pixels(outline.points))
        for _, outline in surface.lines(grid, scale)
        if len(outline.points)
    ]
    for outline, points in thinned(found, request.frame.to_pixels(_small_basins(request))):
        if len(points):
            yield outline_path(outline, points)


def _line_pen(request: GroundRequest) -> QPen:
    return hairline(request.frame, request.theme.map_line, LINE_OPACITY)


def _draw_outside(painter: QPainter, request: GroundRequest) -> None:
    """A veil over what lies outside the landscape's domain."""
    (x0, x1), (y0, y1) = request.landscape.domain[:2]
    corners = request.frame.to_pixels([(x0, y1), (x1, y0)])
    domain = QRectF(QPointF(*corners[0]), QPointF(*corners[1]))
    outside = QPainterPath()
    outside.setFillRule(Qt.FillRule.OddEvenFill)
    outside.addRect(request.frame.plot)
    outside.addRect(domain.intersected(request.frame.plot))
    painter.fillPath(outside, faded(request.theme.map_toward, OUTSIDE_VEIL))
