"""What the memories hold: an arrow per item from the place where it was taken, and the mean's push.

An arrow shows the push, −item: the way the item moves the point. Its opacity is the item's
priority relative to the largest one held by the same memory.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen

from app.map.arrows import ArrowScale, barbed_lines, pushes, tapered_arrows
from app.map.cast import Actor
from app.map.colours import faded, mixed
from app.map.paths import polygons_path, segments_path, visible_segments
from app.map.trail_layer import CROWD, casing_colour
from app.map.view import Frame
from app.theme import Theme
from core.quantities import mean_item
from core.recording import Track
from landscapes.base import Array

FAINTEST = 0.22
CROWD_STEPS = 4  # opacities of thin arrows
BOLD_STEPS = 6  # and of bold ones
ITEM_WIDTH, MEAN_WIDTH = 1.8, 3.4


@dataclasses.dataclass(frozen=True)
class Held:
    """The items held by one method's memories at one time, N in all, most important last.

    `starts`, `slots` and `births` (N,), `origins` and `vectors` (N, 2) in the plane, and
    `weights` (N,): the priority relative to the memory's largest, 0 … 1.
    """

    starts: Array
    slots: Array
    births: Array
    origins: Array
    vectors: Array
    weights: Array

    def of(self, chosen: Array) -> Held:
        """Some of them."""
        return Held(*(getattr(self, field.name)[chosen] for field in dataclasses.fields(self)))


def held_items(track: Track, time: int, starts: Array) -> Held | None:
    """What a method's memories hold at a time; None where the track does not tell."""
    index = memory_index(track, time)
    if index is None:
        return None
    births = track["memory_births"][index][starts]
    items = track["memory_items"][index][starts]
    row, slot = np.nonzero((births >= 0) & np.isfinite(items).all(-1))
    priorities = track["memory_priorities"][index][starts]
    finite = np.where(np.isfinite(priorities), priorities, 0.0)
    largest = finite.max(-1, initial=0.0)[row]
    weights = np.divide(finite[row, slot], largest, out=np.ones(len(row)), where=largest > 0)
    order = np.argsort(weights, kind="stable")
    row, slot, weights = row[order], slot[order], weights[order]
    born = births[row, slot]
    return Held(
        starts[row], slot, born, track["positions"][born, starts[row]], items[row, slot], weights
    )


def memory_index(track: Track, time: int) -> int | None:
    """Where the memory of a time stands in the track; the newest alone may have been kept."""
    if "memory_items" not in track:
        return None
    kept = len(track["memory_items"])
    if kept > 1 or track.steps == 0:
        return time
    return 0 if time == track.filled else None


class MemoryBrush:
    """Draws the memories at one time on one map."""

    def __init__(self, painter: QPainter, frame: Frame, scale: ArrowScale, theme: Theme) -> None:
        self._painter = painter
        self._frame = frame
        self._scale = scale
        self._theme = theme

    def draw_crowd(self, actor: Actor, time: int, starts: Array) -> None:
        """Thin arrows for the items of many starts."""
        held = held_items(actor.track, time, starts[:CROWD])
        if held is None or not len(held.births):
            return
        origins = self._frame.to_pixels(held.origins)
        arrows = pushes(self._frame, self._scale, -held.vectors)
        steps = np.minimum((held.weights * CROWD_STEPS).astype(np.intp), CROWD_STEPS - 1)
        for step in range(CROWD_STEPS):
            chosen = steps == step
            lines = barbed_lines(origins[chosen], arrows[chosen])
            lines = visible_segments(lines[:, 0], lines[:, 1], self._frame.plot)
            if len(lines):
                opacity = FAINTEST + (0.7 - FAINTEST) * (step + 0.5) / CROWD_STEPS
                pen = QPen(faded(actor.style.colour, opacity * actor.opacity), 1)
                pen.setCosmetic(True)
                self._painter.strokePath(segments_path(lines), pen)

    def draw_items(self, actor: Actor, held: Held) -> None:
        """Bold arrows for the items of one start: outlines first, the important ones on top."""
        if not len(held.births):
            return
        origins = self._frame.to_pixels(held.origins)
        arrows = pushes(self._frame, self._scale, -held.vectors)
        steps = np.minimum((held.weights * BOLD_STEPS).astype(np.intp), BOLD_STEPS - 1)
        light = mixed(actor.style.colour, "#ffffff", 0.35 if self._theme.is_dark else 0.0)
        for step in range(BOLD_STEPS):
            chosen = steps == step
            if not chosen.any():
                continue
            share = FAINTEST + (1 - FAINTEST) * (step + 1) / BOLD_STEPS
            self._fill(origins[chosen], arrows[chosen], ITEM_WIDTH, light, share * actor.opacity)

    def draw_mean(self, actor: Actor, time: int, start: int) -> None:
        """The push of the memory's mean, −κ·mean, as a bold arrow at the head."""
        index, strength = memory_index(actor.track, time), actor.strength(time)
        if index is None or strength == 0:
            return
        head = actor.track["positions"][time, start]
        push = -strength * mean_item(actor.track["memory_items"][index, start])
        if np.isfinite(head).all() and np.isfinite(push).all() and push.any():
            origin = self._frame.to_pixels(head)[None]
            arrow = pushes(self._frame, self._scale, push[None])
            self._fill(origin, arrow, MEAN_WIDTH, QColor(actor.style.colour), actor.opacity)

    def draw_highlight(self, actor: Actor, held: Held, birth: int) -> None:
        """Let one item glow, and ring the place where it was taken."""
        chosen = held.of(held.births == birth)
        if not len(chosen.births):
            return
        origins = self._frame.to_pixels(chosen.origins)
        arrows = pushes(self._frame, self._scale, -chosen.vectors)
        ink = QColor(self._theme.map_ink)
        for grow, opacity in ((6.0, 0.16), (3.5, 0.3), (1.6, 1.0)):
            shape = polygons_path(tapered_arrows(origins, arrows, ITEM_WIDTH, grow))
            self._painter.fillPath(shape, faded(ink, opacity))
        shape = polygons_path(tapered_arrows(origins, arrows, ITEM_WIDTH + 0.6))
        self._painter.fillPath(shape, QColor(actor.style.colour))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, colour in ((4.0, casing_colour(self._theme)), (2.0, ink)):
            self._painter.setPen(QPen(colour, width))
            self._painter.drawEllipse(QPointF(*origins[0]), 6.5, 6.5)

    def _fill(
        self, origins: Array, arrows: Array, width: float, colour: QColor, opacity: float
    ) -> None:
        casing = faded(casing_colour(self._theme), 0.75 * opacity)
        halo = polygons_path(tapered_arrows(origins, arrows, width, 1.0))
        halo.addPath(_dots(origins, 0.5 * width + 1.6))
        shape = polygons_path(tapered_arrows(origins, arrows, width))
        shape.addPath(_dots(origins, 0.5 * width + 0.7))
        self._painter.fillPath(halo, casing)
        self._painter.fillPath(shape, faded(colour, opacity))


def _dots(centres: Array, radius: float) -> QPainterPath:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.WindingFill)
    for x, y in centres.tolist():
        path.addEllipse(QPointF(x, y), radius, radius)
    return path
