"""One frame on its way to the map: the cast of a scene, and what is drawn of it on the ground."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QPainter

from app.map.drawing.cast import cast_of
from app.map.drawing.colours import faded
from app.map.drawing.crowd import FEW
from app.map.drawing.marks import STILL, draw_crowd_heads, draw_heads, draw_minima, draw_starts
from app.map.drawing.memory_layer import Held, MemoryBrush, held_items
from app.map.drawing.off_view import draw_off_view
from app.map.drawing.scene import Scene
from app.map.drawing.sheet import KeptParts
from app.map.drawing.text import Fonts
from app.map.drawing.trail_layer import TrailLayer
from app.map.drawing.trails import TrailRequest
from app.map.drawing.view import Frame
from core.measures.grading import graded
from core.measures.surface import Scale, domain_scale
from landscapes.base import Array, Landscape

if TYPE_CHECKING:  # only networks have planes
    from app.map.drawing.plane_trails import Off
    from app.map.planes.projected import OnPlane


class Stage:
    """A scene with the methods that take part in it, in a frame of the map."""

    def __init__(
        self, painter: QPainter, frame: Frame, scene: Scene, fonts: Fonts, parts: KeptParts
    ) -> None:
        self.painter = painter
        self.frame = frame
        self.fonts = fonts
        self.parts = parts
        self.theme, self.layers, self.highlight = scene.theme, scene.layers, scene.highlight
        self.picture, self.cursor, self.start = scene.picture, scene.cursor, scene.start
        self.cast = parts.found(
            "cast", (scene.picture, scene.theme), lambda: cast_of(scene.picture, scene.theme)
        )
        self.on_plane = scene.on_plane
        self.arrows = scene.arrows
        count = scene.picture.experiment.start_count
        self.others = np.flatnonzero(np.arange(count) != scene.start)
        self.starts = self._picture_starts() if scene.starts is None else scene.starts

    @property
    def trails(self) -> TrailRequest:
        """The way of every method, up to any time."""
        cast, frame, start, theme = self.cast, self.frame, self.start, self.theme
        return self.parts.found(
            "trails", (cast, frame, start, theme),
            lambda: TrailRequest(tuple(actor.trail for actor in cast), frame, start, theme),
        )  # fmt: skip

    def draw_trails(self, layer: TrailLayer, scale: Scale) -> None:
        """The ways up to the cursor, on a ground whose colours mean what the scale says."""
        plane = self.on_plane
        if plane is None or not (self.layers.fading or self.layers.true_loss):
            layer.draw(self.painter, self.trails, self.cursor)
            return
        from app.map.drawing.plane_trails import PlaneWays

        times = [actor.time(self.cursor) for actor in self.cast]
        drops = [drop for actor in self.cast if (drop := plane.drops[actor.index]) is not None]
        ways = PlaneWays(self.trails, self.offs(plane), scale)
        layer.on_plane.draw(self.painter, ways, plane, drops, times)

    def offs(self, plane: OnPlane) -> tuple[Off, ...]:
        """What the plane hides of each method's trail, as far as it is shown."""
        from app.map.drawing.plane_trails import off_plane

        return tuple(off_plane(plane, actor.index, self.layers) for actor in self.cast)

    def draw_on_map(self) -> None:
        """What lies on the ground and the trails, held to the map."""
        layers = self.layers
        self.draw_still()
        if layers.memory:
            self.draw_memory()
        if layers.ellipses:
            self.draw_ellipses()
        if layers.heads:
            self.draw_heads()
        if any(actor.index == layers.anatomy[0].method for actor in self.cast if layers.anatomy):
            from app.map.drawing.anatomy_layer import draw_anatomy  # while a step is taken apart

            draw_anatomy(self.painter, self.frame, self.theme, self.fonts, self.arrows,
                         layers.anatomy, layers.anatomy_active)  # fmt: skip

    def _picture_starts(self) -> Array:
        """The picture's starts (S, 2)."""
        if self.cast:
            return np.asarray(self.cast[0].track["positions"][0])
        return self.picture.experiment.start_positions()

    def draw_still(self) -> None:
        """The known minima and the starts."""
        landscape = self.landscape
        minima = landscape.minima if self.layers.minima else ()
        if self.picture.experiment.drift is not None and self.layers.minima:
            from app.map.drawing.minima_ways import draw_ways_of_minima  # of what drifts

            # They move, and would have the starts painted anew in every frame.
            draw_ways_of_minima(self.painter, self.frame, self.theme, self.picture, self.cursor)
            draw_minima(self.painter, self.frame, self.theme, landscape)
            minima = ()
        places = [self.starts, *(minimum.position for minimum in minima)]
        points = self.frame.to_pixels(np.concatenate([np.reshape(place, (-1, 2))
                                                      for place in places]))  # fmt: skip

        def paint(painter: QPainter) -> None:
            if minima:
                draw_minima(painter, self.frame, self.theme, landscape)
            draw_starts(painter, self.frame, self.theme, self.starts, self.start)

        if self.layers.minima and self.layers.minima_names:
            from app.map.drawing.minima_names import draw_names  # where a person asks for them

            draw_names(self.painter, self.frame, self.theme, self.fonts, landscape, self.parts)
        key = (points.tobytes(), landscape if minima else None, self.start)
        self.parts.draw(self.painter, self.frame, "still", key, points, STILL, paint)

    @property
    def landscape(self) -> Landscape:
        """The landscape where it stands at the cursor."""
        return self.picture.experiment.landscape_at(self.cursor)

    def draw_memory(self) -> None:
        """Arrows of the selected start, bold, and of a few others; and the highlighted item."""
        brush = MemoryBrush(self.painter, self.frame, self.arrows, self.theme)
        others = self.others if len(self.others) < FEW else self.others[:0]
        starts = np.append(others, self.start)
        held = [
            (actor, items)
            for actor in self.cast
            if actor.has_memory
            and (items := held_items(actor.track, actor.time(self.cursor), starts)) is not None
        ]
        held = [(actor, self.shown(items)) for actor, items in held]
        chosen = held
        if len(others):
            for actor, items in held:
                brush.draw_crowd(actor, items.of(items.starts != self.start))
            chosen = [(actor, items.of(items.starts == self.start)) for actor, items in held]
        for actor, items in chosen:
            brush.draw_items(actor, items, self.parts)
        for actor in self.cast:
            if actor.has_memory and self.is_shown(actor.position(self.cursor, self.start)):
                brush.draw_mean(actor, actor.time(self.cursor), self.start)
        for actor, items in chosen:
            if self.highlight is not None and self.highlight.method == actor.index:
                brush.draw_highlight(actor, items, self.highlight.birth)

    def shown(self, held: Held) -> Held:
        """Those of the items whose places can be seen."""
        return held

    def is_shown(self, point: Array) -> bool:
        """Whether a point (2,) of the plane is finite and can be seen."""
        return bool(np.isfinite(point).all())

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
        from app.map.drawing.curvature_layer import (
            draw_ellipse,
            rise_at,
        )  # where they are asked for

        experiment = self.picture.experiment
        colours = self.layers.colours
        scale = graded(domain_scale(experiment.landscape), colours.levels, colours.spacing)
        for actor in self.cast:
            point = actor.position(self.cursor, self.start)
            if self.is_shown(point):
                landscape = experiment.landscape_at(actor.time(self.cursor))
                with np.errstate(all="ignore"):
                    rise = rise_at(scale, float(landscape.loss(point)))
                colour = faded(actor.style.colour, actor.opacity)
                draw_ellipse(self.painter, self.frame, self.theme, landscape, point, colour, rise)

    def draw_off_view(self) -> None:
        """Where the selected start and its heads are, if that is not in view."""
        heads = []
        for actor in self.cast if self.layers.heads else ():
            point = actor.position(self.cursor, self.start)
            if np.isfinite(point).all():
                heads.append((point, faded(actor.style.colour, actor.opacity)))
        start = self.starts[self.start] if self.start < len(self.starts) else None
        draw_off_view(self.painter, self.frame, self.theme, self.fonts, start, heads)
