"""The one painter of the map: the window and the video draw every frame with it.

Nothing here is a widget or a pixmap, so it paints on any device, of any size, in any thread;
one MapPainter belongs to one thread, because it keeps images between frames.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from app.look.theme import Theme
from app.map.drawing.anatomy_layer import draw_anatomy
from app.map.drawing.arrow_scale import draw_arrow_scale
from app.map.drawing.arrows import ArrowScale
from app.map.drawing.base_layer import BaseLayer
from app.map.drawing.cast import Actor, cast_of
from app.map.drawing.colours import faded
from app.map.drawing.crowd import CROWD, spread
from app.map.drawing.curvature_layer import draw_ellipse, rise_at
from app.map.drawing.ground import GroundRequest
from app.map.drawing.layers import Layers
from app.map.drawing.legend import Legend, LegendRow, draw_legend
from app.map.drawing.marks import STILL, draw_crowd_heads, draw_heads, draw_minima, draw_starts
from app.map.drawing.memory_layer import MemoryBrush, held_items
from app.map.drawing.off_view import draw_off_view
from app.map.drawing.sheet import KeptParts
from app.map.drawing.text import Fonts
from app.map.drawing.ticks import reading
from app.map.drawing.trail_layer import TrailLayer
from app.map.drawing.trails import TrailRequest
from app.map.drawing.view import Frame, View
from app.running.shown import Highlight, Picture
from core.measures.surface import domain_scale
from landscapes.base import Array

__all__ = ["Layers", "MapPainter", "View"]

COURSE = 48
"""Points of a trail that decide where the cards lie."""
START_COUNTS, END_COUNTS = 12, 6
ELLIPSE_NOTE = "ellipse: one level of loss"


class MapPainter:
    """Paints pictures in one theme; keeps the ground and the trails as images between frames."""

    def __init__(self, theme: Theme, font: QFont | None = None) -> None:
        self.theme = theme
        self.fonts = Fonts(font)
        self._base = BaseLayer(self.fonts)
        self._trails = TrailLayer()
        self.parts = KeptParts()

    @property
    def pending(self) -> bool:
        """Whether the last frame showed a former ground, stretched."""
        return self._base.pending

    def advance(self, milliseconds: float) -> bool:
        """Work on the pending ground for about so long; whether it is time for a new frame."""
        return self._base.advance(milliseconds)

    def paint(
        self,
        painter: QPainter,
        width: float,
        height: float,
        scale: float,
        view: View,
        picture: Picture,
        cursor: int,
        start: int,
        layers: Layers,
        highlight: Highlight | None = None,
        *,
        starts: Array | None = None,
        patient: bool = False,
    ) -> None:
        """Paint the time `cursor` of a picture.

        `width` and `height` are in the painter's logical pixels, each of which is `scale` pixels
        of the device. `start` is the selected start. `starts` (S, 2) shows other starts than the
        picture's, for those that a hand is moving. `patient` lets a new ground wait: the former
        one is shown, `pending` turns true and `advance` paints it.
        """
        landscape = picture.experiment.landscape
        if landscape.dimension != 2:
            self._draw_refusal(painter, QRectF(0, 0, width, height), landscape.dimension)
            return
        scene = _Scene(self, painter, Frame.fit(view, width, height, scale), picture, cursor, start)
        quantity = "sharpness" if layers.sharpness else "loss"
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._base.draw(
            painter,
            GroundRequest(landscape, scene.frame, self.theme, quantity, layers.contours),
            patient,
        )
        painter.save()
        painter.setClipRect(scene.frame.plot)
        if layers.trails:
            request = TrailRequest(
                tuple(actor.trail for actor in scene.cast), scene.frame, start, self.theme
            )
            self._trails.draw(painter, request, cursor)
        starts = scene.starts() if starts is None else starts
        scene.draw_still(layers, starts)
        if layers.memory:
            scene.draw_memory(highlight)
        if layers.ellipses:
            scene.draw_ellipses()
        if layers.heads:
            scene.draw_heads()
        if layers.anatomy:
            draw_anatomy(painter, scene.frame, self.theme, self.fonts, scene.arrows,
                         layers.anatomy, layers.anatomy_active)  # fmt: skip
        painter.restore()
        scene.draw_cards(layers, starts)
        scene.draw_off_view(layers, starts)
        painter.restore()

    def _draw_refusal(self, painter: QPainter, box: QRectF, dimension: int) -> None:
        """Words in place of a map that cannot be."""
        painter.fillRect(box, QColor(self.theme.panel))
        painter.setFont(self.fonts.normal)
        painter.setPen(QColor(self.theme.dim))
        words = f"A map needs 2 dimensions; this landscape has {dimension}."
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)


class _Scene:
    """One frame: a picture at one time, and the methods that take part in it."""

    def __init__(
        self,
        owner: MapPainter,
        painter: QPainter,
        frame: Frame,
        picture: Picture,
        cursor: int,
        start: int,
    ) -> None:
        self.painter = painter
        self.frame = frame
        self.picture = picture
        self.cursor = cursor
        self.start = start
        self.theme = owner.theme
        self.fonts = owner.fonts
        self.parts = owner.parts
        self.cast = cast_of(picture, owner.theme)
        self.arrows = ArrowScale.of(picture.experiment.landscape)
        self.others = np.flatnonzero(np.arange(picture.experiment.start_count) != start)

    def starts(self) -> Array:
        """The picture's starts (S, 2)."""
        if self.cast:
            return np.asarray(self.cast[0].track["positions"][0])
        return self.picture.experiment.start_positions()

    def draw_still(self, layers: Layers, starts: Array) -> None:
        """The known minima and the starts."""
        minima = self.picture.experiment.landscape.minima if layers.minima else ()
        places = [starts, *(minimum.position for minimum in minima)]
        points = self.frame.to_pixels(np.concatenate([np.reshape(place, (-1, 2))
                                                      for place in places]))  # fmt: skip

        def paint(painter: QPainter) -> None:
            draw_minima(painter, self.frame, self.theme, minima)
            draw_starts(painter, self.frame, self.theme, starts, self.start)

        key = (points.tobytes(), tuple(minimum.is_global for minimum in minima), self.start)
        self.parts.draw(self.painter, self.frame, "still", key, points, STILL, paint)

    def draw_memory(self, highlight: Highlight | None) -> None:
        """Arrows of all starts, those of the selected one bold, and the highlighted item."""
        brush = MemoryBrush(self.painter, self.frame, self.arrows, self.theme)
        starts = np.append(spread(self.others, CROWD), self.start)
        held = [
            (actor, items)
            for actor in self.cast
            if actor.has_memory
            and (items := held_items(actor.track, actor.time(self.cursor), starts)) is not None
        ]
        chosen = held
        if len(starts) > 1:
            for actor, items in held:
                brush.draw_crowd(actor, items.of(items.starts != self.start))
            chosen = [(actor, items.of(items.starts == self.start)) for actor, items in held]
        for actor, items in chosen:
            brush.draw_items(actor, items, self.parts)
        for actor in self.cast:
            if actor.has_memory:
                brush.draw_mean(actor, actor.time(self.cursor), self.start)
        for actor, items in chosen:
            if highlight is not None and highlight.method == actor.index:
                brush.draw_highlight(actor, items, highlight.birth)

    def draw_heads(self) -> None:
        """Where every method stands, the selected start's on top."""
        for actor in self.cast:
            points = actor.track["positions"][actor.time(self.cursor)][self.others]
            if len(points):
                colour = faded(actor.style.colour, 0.95 * actor.opacity)
                draw_crowd_heads(
                    self.painter, self.frame, points, actor.style.marker, colour, self.theme
                )
        heads = []
        for actor in self.cast:
            point = actor.position(self.cursor, self.start)
            if np.isfinite(point).all():
                colour = faded(actor.style.colour, actor.opacity)
                heads.append((self.frame.pixel(point), actor.style.marker, colour))
        draw_heads(self.painter, self.frame, heads, self.theme)

    def draw_ellipses(self) -> None:
        """The curvature under each head of the selected start."""
        landscape = self.picture.experiment.landscape
        scale = domain_scale(landscape)
        for actor in self.cast:
            point = actor.position(self.cursor, self.start)
            if np.isfinite(point).all():
                with np.errstate(all="ignore"):
                    rise = rise_at(scale, float(landscape.loss(point)))
                colour = faded(actor.style.colour, actor.opacity)
                draw_ellipse(self.painter, self.frame, self.theme, landscape, point, colour, rise)

    def draw_off_view(self, layers: Layers, starts: Array) -> None:
        """Where the selected start and its heads are, if that is not in view."""
        heads = []
        for actor in self.cast if layers.heads else ():
            point = actor.position(self.cursor, self.start)
            if np.isfinite(point).all():
                heads.append((point, faded(actor.style.colour, actor.opacity)))
        start = starts[self.start] if self.start < len(starts) else None
        draw_off_view(self.painter, self.frame, self.theme, self.fonts, start, heads)

    def draw_cards(self, layers: Layers, starts: Array) -> None:
        """Legend, step counter and the arrows' scale."""
        count = self.picture.experiment.start_count
        notes = []
        if layers.legend and count > 1:
            notes.append(f"start {self.start + 1:,} of {count:,}")
        if layers.legend and layers.trails and count > CROWD + 1:
            notes.append(f"{CROWD + 1} of {count:,} trails are drawn")
        if layers.legend and layers.ellipses:
            notes.append(ELLIPSE_NOTE)
        heading = widest = ""
        if layers.step_counter:
            steps = self.picture.experiment.steps
            heading, widest = f"step {self.cursor:,} / {steps:,}", f"step {steps:,} / {steps:,}"
        rows = tuple(self._row(actor) for actor in self.cast) if layers.legend else ()
        legend = Legend(heading, rows, tuple(notes), widest)
        course = self._course(starts)
        where = (self.painter, self.frame, self.theme, self.fonts)
        card = draw_legend(*where, legend, course, self.parts)
        if layers.legend and layers.memory and any(actor.has_memory for actor in self.cast):
            draw_arrow_scale(*where, self.arrows, course, self.parts, card)

    def _course(self, starts: Array) -> Array:
        """Pixels (N, 2) along all that is known of the selected start's trails.

        Where the start is marked and where heads come to rest counts several times. It does not
        depend on the cursor: cards that step aside for a passing head would not be read.
        """
        plot, found = self.frame.plot, [np.empty((0, 2))]
        for actor in self.cast:
            every = max(1, actor.track.filled // COURSE)
            positions = actor.track["positions"][: actor.track.filled + 1, self.start]
            found += [positions[::every], np.repeat(positions[-1:], END_COUNTS, axis=0)]
        low, high = plot.topLeft().toTuple(), plot.bottomRight().toTuple()
        start = np.clip(self.frame.to_pixels(starts[self.start : self.start + 1]), low, high)
        return np.concatenate(
            [self.frame.to_pixels(np.concatenate(found)), np.repeat(start, START_COUNTS, axis=0)]
        )

    def _row(self, actor: Actor) -> LegendRow:
        diverged = actor.diverged_at(self.cursor, self.start)
        loss = float(actor.track["losses"][actor.time(self.cursor), self.start])
        word = reading(loss) if diverged is None else f"diverged at {diverged:,}"
        style = actor.style
        return LegendRow(
            style.colour, style.dash, style.marker, actor.label, word,
            opacity=0.5 if actor.stale else 1.0, warning=diverged is not None,
        )  # fmt: skip
