"""A chart as a figure: one quantity of all methods over the steps, and where the cursor is.

The window's charts go through pyqtgraph, which draws nothing off the screen; this paints the same
curves on the same scale on any device, of any size, in any thread.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.figures.curves.band_path import SHARE, band_path, edges_of, thinned, topped
from app.figures.curves.choice import values_of
from app.figures.curves.cursor import paint_cursor, paint_message
from app.figures.curves.curves import Curve, Curves, Line
from app.figures.curves.drawn import Drawn, drawn_of, ticks_up
from app.figures.curves.peaks import peaks
from app.figures.curves.places import (
    WORD_GAP,
    even_places,
    labels,
    spacing,
)
from app.figures.curves.plane import Plane
from app.figures.curves.sample import Sample, brief, caption
from app.look import fonts
from app.look.lettering import Lettering
from app.look.theme import Theme
from app.map.drawing.colours import faded
from app.map.drawing.device import TRANSLUCENT, keeps_shapes
from app.map.drawing.paths import polyline_path
from app.map.drawing.scene import Scene
from core.measures.series import SERIES

TITLE, SMALL = 12, 11
"""Pixels of its words."""
HEAD, LEFT, RIGHT, BOTTOM = 24.0, 46.0, 12.0, 20.0
"""Room for the title above the curves, for labels on the left and below, and on the right."""
GRID = 0.6
THICK = 1.6
EDGE, OVER = 12.0, 4.0
"""Pixels left of the title, and by how much the last label reaches beyond its axis."""
APART = 10.0
"""Pixels between the title and what is said beside it."""


class ChartPainter:
    """Paints the chart of a quantity, by its key in `core.measures.series.SERIES`.

    It keeps the curves of the newest run, and as an image what the cursor does not change.
    """

    def __init__(self, key: str = "loss") -> None:
        self._series = SERIES[key]
        self._title = Lettering(fonts.sans(), TITLE, bold=True)
        self._small = Lettering(fonts.sans(), SMALL)
        self._curves = Curves()
        self._followed: tuple[object, ...] = ()
        self._drawn: Drawn | None = None
        self._still: tuple[object, QImage] = (None, QImage())

    def paint(self, painter: QPainter, box: QRectF, scene: Scene, ratio: float = 1.0) -> None:
        """Paint into a box of logical pixels, each `ratio` of the device; what is around the
        curves is left as it is."""
        drawn, theme = self._follow(scene), scene.theme
        area = box.adjusted(LEFT, HEAD, -RIGHT, -BOTTOM)
        plane = Plane(area, (0.0, float(drawn.steps)), drawn.span, drawn.scale)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_kept(painter, box, plane, theme, ratio)
        self._paint_head(painter, box, scene, drawn)
        if not np.isfinite(values_of(drawn.curves)).any():
            paint_message(painter, plane, "There is no value", self._small, theme)
        paint_cursor(painter, plane, drawn.curves, scene.cursor, theme)
        painter.restore()

    def _follow(self, scene: Scene) -> Drawn:
        picture = scene.picture
        known = (picture, scene.theme, *(track and track.filled for track in picture.tracks))
        if self._drawn is None or known != self._followed:
            self._drawn = drawn_of(self._series, scene, self._curves)
            self._followed = known
        return self._drawn

    def _paint_kept(
        self, painter: QPainter, box: QRectF, plane: Plane, theme: Theme, ratio: float
    ) -> None:
        """Axes and curves: shapes where the device keeps them, else an image of them."""
        drawn = self._drawn
        assert drawn is not None
        if keeps_shapes(painter):
            self._paint_still(painter, plane, drawn, theme)
            return
        key = (drawn, box.getRect(), theme, ratio)
        kept, image = self._still
        if kept != key:
            width, height = (round(side * ratio) for side in (box.width(), box.height()))
            image = QImage(max(1, width), max(1, height), TRANSLUCENT)
            image.fill(Qt.GlobalColor.transparent)
            on_image = QPainter(image)
            on_image.setRenderHint(QPainter.RenderHint.Antialiasing)
            on_image.scale(ratio, ratio)
            on_image.translate(-box.topLeft())
            self._paint_still(on_image, plane, drawn, theme)
            on_image.end()
            self._still = (key, image)
        painter.save()
        painter.scale(1.0 / ratio, 1.0 / ratio)
        painter.drawImage(round(box.left() * ratio), round(box.top() * ratio), image)
        painter.restore()

    def _paint_head(self, painter: QPainter, box: QRectF, scene: Scene, drawn: Drawn) -> None:
        """Its title, and beside it whose values they are, as far as there is room."""
        title, small, middle = self._title, self._small, box.top() + 9.0
        title.use(painter, QColor(scene.theme.text))
        title.left(painter, box.left() + EDGE, middle, self._series.title)
        sample = Sample(scene.picture.experiment.start_count, self._curves.picked, None)
        worst = self._series.worst is not None
        said = caption(sample, drawn.curves, scene.cursor, lost_are_worst=worst)
        floored = "above the minimum" if drawn.scale.floor < 0 else ""
        left = box.left() + EDGE + title.width(self._series.title) + APART
        room = box.right() - RIGHT - left
        together = [" · ".join(filter(None, (words, floored))) for words in (said, brief(said))]
        fitting = [each for each in (*together, floored) if small.width(each) <= room]
        small.use(painter, QColor(scene.theme.dim))
        if fitting:
            small.running(painter, box.right() - RIGHT, middle, fitting[0])

    def _paint_still(self, painter: QPainter, plane: Plane, drawn: Drawn, theme: Theme) -> None:
        self._paint_axes(painter, plane, theme)
        painter.save()
        painter.setClipRect(plane.area.adjusted(0, -1, 0, 1))
        for curve in drawn.curves:
            for line in curve.lines:
                if line.low is not None:
                    self._paint_band(painter, plane, curve, line)
        for curve in drawn.curves:
            painter.setPen(_pen(curve))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            for line in curve.lines:
                painter.drawPath(polyline_path(_points(plane, line), plane.area))
        painter.restore()

    def _paint_band(self, painter: QPainter, plane: Plane, curve: Curve, line: Line) -> None:
        """What lies between the quartiles."""
        area, (low, high) = plane.area, plane.span
        times = np.arange(len(line.values)) + float(line.first)
        edges = topped(edges_of(line, plane.scale), high)
        times, edges = thinned(times, edges, area.width())
        across = area.left() + times / plane.window[1] * area.width()
        down = area.bottom() - (edges - low) / (high - low) * area.height()
        # What reaches beyond the ends of the axis is cut there: a rasteriser counts no farther.
        down = np.clip(down, area.top() - 4, area.bottom() + 4)
        painter.fillPath(band_path(across, down), faded(curve.style.colour, SHARE * curve.opacity))

    def _paint_axes(self, painter: QPainter, plane: Plane, theme: Theme) -> None:
        area, small = plane.area, self._small
        line, grid = QColor(theme.line), faded(theme.line, GRID)
        for y, text in ticks_up(plane):
            painter.setPen(QPen(grid, 1))
            painter.drawLine(QLineF(area.left(), y, area.right(), y))
            small.use(painter, QColor(theme.dim))
            small.right(painter, area.left() - 6, y, text)
        painter.setPen(QPen(line, 1))
        painter.drawLine(QLineF(area.left(), area.bottom(), area.right(), area.bottom()))
        small.use(painter, QColor(theme.dim))
        middle = area.bottom() + 11
        for x, text in self._along(plane):
            small.centred(painter, x, middle, text)
        small.right(painter, area.right() + OVER, middle, _end(plane))

    def _along(self, plane: Plane) -> list[tuple[float, str]]:
        """Ticks of the steps, those left out that would run into the last, which has the axis's
        name."""
        area, steps, small = plane.area, plane.window[1], self._small
        room = small.width(f"{steps:,.0f}") + WORD_GAP
        step = max(1.0, spacing(steps * room / max(1.0, area.width())))
        places = even_places(0.0, steps, step)
        told = labels(places, step, logarithmic=False)
        end = area.right() + OVER - small.width(_end(plane)) - 6
        found = [(plane.x_of(place), text) for place, text in zip(places, told, strict=True)]
        return [(x, text) for x, text in found if x + small.width(text) / 2 <= end]


def _end(plane: Plane) -> str:
    return f"step {plane.window[1]:,.0f}"


def _points(plane: Plane, line: Line) -> np.ndarray:
    """A line's points in pixels (n, 2), no more than can be told apart; NaN where it is broken."""
    area, (low, high) = plane.area, plane.span
    raised = plane.scale.raised(line.values)
    places = np.log10(raised) if plane.scale.logarithmic else raised
    times = np.arange(len(places)) + float(line.first)
    times, places = peaks(times, places, int(area.width()))
    across = area.left() + times / plane.window[1] * area.width()
    return np.stack([across, area.bottom() - (places - low) / (high - low) * area.height()], -1)


def _pen(curve: Curve) -> QPen:
    pen = QPen(faded(curve.style.colour, curve.opacity), THICK)
    pen.setJoinStyle(Qt.PenJoinStyle.BevelJoin)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if curve.style.dash:
        pen.setDashPattern(curve.style.dash)
    return pen
