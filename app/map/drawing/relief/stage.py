"""What stands on a surface: as on the map, but what a hill hides steps back."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QPainter

from app.map.drawing.colours import faded
from app.map.drawing.marks import draw_crowd_heads, draw_heads, draw_minimum, draw_starts
from app.map.drawing.memory_layer import Held
from app.map.drawing.minima_names import draw_names
from app.map.drawing.minima_ways import draw_ways_of_minima
from app.map.drawing.relief.frame import ReliefFrame
from app.map.drawing.scene import Scene
from app.map.drawing.sheet import KeptParts
from app.map.drawing.stage import Stage
from app.map.drawing.text import Fonts
from landscapes.base import Array

DIMMED = 0.5
"""How much of a mark is seen behind a hill."""


class ReliefStage(Stage):
    """A scene on a surface; the cards lie where they lie on the map."""

    def __init__(
        self, painter: QPainter, frame: ReliefFrame, scene: Scene, fonts: Fonts, parts: KeptParts
    ) -> None:
        super().__init__(painter, frame, scene, fonts, parts)
        self._relief = frame

    def draw_still(self) -> None:
        """The known minima and the starts."""
        landscape = self.landscape
        if self.picture.experiment.drift is not None and self.layers.minima:
            draw_ways_of_minima(self.painter, self.frame, self.theme, self.picture, self.cursor)
        for minimum in reversed(landscape.minima if self.layers.minima else ()):
            opacity = self._opacity(np.array(minimum.position))
            if opacity:
                self.painter.setOpacity(opacity)
                draw_minimum(self.painter, self.frame, self.theme, landscape, minimum)
        if self.layers.minima and self.layers.minima_names:
            self.painter.setOpacity(1.0)
            draw_names(self.painter, self.frame, self.theme, self.fonts, landscape, self.parts)
        _, inside, seen = self._relief.placed(self.starts)
        for which, opacity in ((inside & ~seen, DIMMED), (seen, 1.0)):
            chosen = np.flatnonzero(which)
            selected = int(np.searchsorted(chosen, self.start)) if which[self._own] else len(chosen)
            self.painter.setOpacity(opacity)
            draw_starts(self.painter, self.frame, self.theme, self.starts[chosen], selected)
        self.painter.setOpacity(1.0)

    def draw_heads(self) -> None:
        """Where every method stands, the selected start's on top."""
        heads = []
        for actor in self.cast:
            points = actor.track["positions"][actor.time(self.cursor)]
            others = points[self.others]
            _, _, seen = self._relief.placed(others)
            if seen.any():
                colour = faded(actor.style.colour, 0.95 * actor.opacity)
                draw_crowd_heads(
                    self.painter, self.frame, others[seen], actor.style.marker, colour, self.theme
                )
            point = actor.position(self.cursor, self.start)
            opacity = self._opacity(point)
            if opacity:
                colour = faded(actor.style.colour, actor.opacity * opacity)
                heads.append((self.frame.pixel(point), actor.style.marker, colour))
        draw_heads(self.painter, self.frame, heads, self.theme)

    def shown(self, held: Held) -> Held:
        """The items whose places can be seen."""
        _, _, seen = self._relief.placed(held.origins)
        return held.of(seen)

    def is_shown(self, point: Array) -> bool:
        """Whether no hill hides a point (2,), and it is over the block."""
        return self._opacity(point) == 1.0

    @property
    def _own(self) -> int:
        """The selected start, or the last where there are fewer."""
        return min(self.start, len(self.starts) - 1)

    def _opacity(self, point: Array) -> float:
        """Of what stands at a point (2,): 0 beside the block."""
        _, inside, seen = self._relief.placed(point)
        return 1.0 if seen else DIMMED if inside else 0.0
