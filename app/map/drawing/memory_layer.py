"""What the memories hold: an arrow per item from the place where it was taken, and the mean's push.

An arrow shows the push, −item: the way the item moves the point. Its opacity is the item's
priority relative to the largest one held by the same memory.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.theme import Theme
from app.map.drawing.arrows import (
    BARE,
    ArrowScale,
    barbed_lines,
    dotted_arrows,
    pushes,
    tapered_arrows,
)
from app.map.drawing.cast import Actor
from app.map.drawing.colours import edge_colour, faded, mixed
from app.map.drawing.device import hairline
from app.map.drawing.lines import draw_lines
from app.map.drawing.paths import are_near, polygons_path, rings_path, visible_segments
from app.map.drawing.sheet import KeptParts
from app.map.drawing.view import Frame
from core.recording.recording import Track
from landscapes.base import Array

FAINTEST, CROWD_STRONGEST = 0.22, 0.45  # opacities
CROWD_STEPS = 3  # opacities of thin arrows
BOLD_STEPS = 5  # and of bold ones
ITEM_WIDTH, MEAN_WIDTH = 1.8, 3.6


class Held(NamedTuple):
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
        return Held(
            self.starts[chosen], self.slots[chosen], self.births[chosen],
            self.origins[chosen], self.vectors[chosen], self.weights[chosen],
        )  # fmt: skip


def held_items(track: Track, time: int, starts: Array) -> Held | None:
    """What a method's memories hold at a time; None where the track does not tell."""
    index = track.row("memory_items", time)
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


class MemoryBrush:
    """Draws the memories at one time on one map."""

    def __init__(self, painter: QPainter, frame: Frame, scale: ArrowScale, theme: Theme) -> None:
        self._painter = painter
        self._frame = frame
        self._scale = scale
        self._theme = theme

    def draw_crowd(self, actor: Actor, held: Held) -> None:
        """Thin arrows for the items of many starts."""
        if not len(held.births):
            return
        origins = self._frame.to_pixels(held.origins)
        arrows = pushes(self._frame, self._scale, -held.vectors)
        shafts, barbs = barbed_lines(origins, arrows)
        barbed = np.hypot(arrows[:, 0], arrows[:, 1]) >= BARE
        near = are_near(shafts)
        for step, chosen in _by_weight(held.weights, CROWD_STEPS):
            tips = barbs[chosen][barbed[chosen]].reshape(-1, 2, 2)
            lines = np.concatenate([shafts[chosen], tips])
            if not near:
                lines = visible_segments(lines[:, 0], lines[:, 1], self._frame.plot)
            opacity = FAINTEST + (CROWD_STRONGEST - FAINTEST) * step
            self._painter.setPen(hairline(self._frame, actor.style.colour, opacity * actor.opacity))
            draw_lines(self._painter, lines)

    def draw_items(self, actor: Actor, held: Held, parts: KeptParts) -> None:
        """Arrows for the items of one start, the important ones on top; many are slimmer.

        What a memory holds often stays the same for many steps.
        """
        if not len(held.births):
            return
        origins = self._frame.to_pixels(held.origins)
        arrows = pushes(self._frame, self._scale, -held.vectors)
        steps = tuple(_by_weight(held.weights, BOLD_STEPS))

        def paint(painter: QPainter) -> None:
            width = ITEM_WIDTH - 0.05 * min(max(len(origins) - 5, 0), 14)
            shape = _Arrows(origins, arrows, width)
            light = mixed(actor.style.colour, "#ffffff", 0.35 if self._theme.is_dark else 0.0)
            edge = edge_colour(actor.style.colour, self._theme)
            shape.outline(painter, faded(edge, 0.5 * actor.opacity))
            for step, chosen in steps:
                opacity = FAINTEST + (1.0 - FAINTEST) * step
                shape.fill(painter, faded(light, opacity * actor.opacity), chosen)

        ends = np.concatenate([origins, origins + arrows])
        parts.draw(
            self._painter, self._frame, f"items {actor.index}",
            (ends.tobytes(), str(steps), actor.style.colour, actor.opacity), ends, 8.0, paint,
        )  # fmt: skip

    def draw_mean(self, actor: Actor, time: int, start: int) -> None:
        """The push of the memory's mean, −κ·mean, as a bold arrow at the head."""
        strength, mean = actor.strength(time), actor.mean(time, start)
        if mean is None or strength == 0:
            return
        with np.errstate(over="ignore"):
            head, push = actor.position(time, start), -strength * mean
        origin = self._frame.to_pixels(head)[None]
        if are_near(origin) and np.isfinite(push).all() and push.any():
            arrow = pushes(self._frame, self._scale, push[None])
            # Edged like the head that it starts from, or it would drown among its items.
            for grow, colour, opacity in (
                (1.8, self._theme.map_halo, 0.9),
                (1.0, self._theme.map_ink, 1.0),
                (0.0, actor.style.colour, 1.0),
            ):
                shape = polygons_path(tapered_arrows(origin, arrow, MEAN_WIDTH, grow))
                self._painter.fillPath(shape, faded(colour, opacity * actor.opacity))

    def draw_highlight(self, actor: Actor, held: Held, birth: int) -> None:
        """Let one item glow, and ring the place where it was taken."""
        chosen = held.of(held.births == birth)
        if not len(chosen.births):
            return
        origins = self._frame.to_pixels(chosen.origins)
        arrows = pushes(self._frame, self._scale, -chosen.vectors)
        ink, edge = QColor(self._theme.map_ink), QColor(self._theme.map_halo)
        glow = ((6.5, faded(ink, 0.2)), (4.2, faded(ink, 0.35)), (2.6, edge), (1.7, ink))
        for grow, colour in glow:
            shape = polygons_path(tapered_arrows(origins, arrows, ITEM_WIDTH, grow))
            self._painter.fillPath(shape, colour)
        shape = polygons_path(tapered_arrows(origins, arrows, ITEM_WIDTH + 0.6))
        self._painter.fillPath(shape, QColor(actor.style.colour))
        self._painter.setBrush(Qt.BrushStyle.NoBrush)
        for width, colour in ((4.2, edge), (2.2, ink)):
            self._painter.setPen(QPen(colour, width))
            self._painter.drawEllipse(QPointF(*origins[0]), 6.5, 6.5)


class _Arrows:
    """Bold arrows with a dot at their origin and an outline, ready to be filled."""

    def __init__(self, origins: Array, arrows: Array, width: float) -> None:
        self._shapes, self._outlines = (
            dotted_arrows(origins, arrows, width, grow, 0.5 * width + more)
            for grow, more in ((0.0, 0.7), (1.0, 1.6))
        )

    def outline(self, painter: QPainter, colour: QColor) -> None:
        """Lay the outline of all of them down, before any is filled."""
        painter.fillPath(rings_path(self._outlines), colour)

    def fill(self, painter: QPainter, colour: QColor, chosen: slice = slice(None)) -> None:
        """Fill some of them."""
        painter.fillPath(rings_path(self._shapes, chosen), colour)


def _by_weight(weights: Array, steps: int) -> Iterator[tuple[float, slice]]:
    """Ascending weights cut into steps that are drawn alike: each one's share and its part."""
    edges = np.searchsorted(weights, _edges(steps)).tolist()
    edges[-1] = len(weights)
    for step in range(steps):
        if edges[step] < edges[step + 1]:
            yield (step + 1) / steps, slice(edges[step], edges[step + 1])


@cache
def _edges(steps: int) -> Array:
    return np.arange(steps + 1) / steps
