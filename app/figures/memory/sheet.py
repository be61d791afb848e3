"""All memories of a run at one time, as a figure: what the window's panel shows, on any device."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.figures.memory.arrangement import APART, GAP, LANE_GAP, MORE, Arrangement, arranged
from app.figures.memory.arrow_legend import paint_arrow_legend
from app.figures.memory.average import paint_average
from app.figures.memory.captions import paint_captions
from app.figures.memory.columns import ROW, Columns
from app.figures.memory.contents import FADED, Contents
from app.figures.memory.events import EVERY, FIGURES, Times, event_times, paint_events, paint_time
from app.figures.memory.header import HEIGHT as HEADER
from app.figures.memory.header import LEFT, Header, HeaderLetters, paint_header
from app.figures.memory.manner import Letters, Look, Manner
from app.figures.memory.row_painter import paint_items, paint_now
from app.figures.memory.scales import ArrowScale, BarScale
from app.look import fonts
from app.look.lettering import Lettering
from app.look.styles import Style, styles
from app.map.drawing.scene import Scene
from core.experiment.experiment import MethodSpec
from core.measures.held import remembered, tells_slots
from core.measures.memories import has_memory, has_slots, is_average, memory_mean
from core.recording.recording import Track

TITLE, SMALL = 12, 11
HEAD, LEFT_EDGE, RIGHT_EDGE = 24.0, 12.0, 12.0
"""Room for the title above the memories, and beside them."""
CAPTIONS, SMALL_CAPTIONS = 11, 9
"""Pixels of the captions of columns, and of those above numbers that stand above their bars."""
NO_CHEVRON = LEFT - 14.0
NOBODY = "No method here has a memory."


@dataclasses.dataclass(frozen=True)
class _Card:
    """A method with a memory, and its run."""

    index: int
    spec: MethodSpec
    track: Track
    style: Style

    @property
    def slots(self) -> int | None:
        """How many rows it has; None: it is an average."""
        if is_average(self.spec):
            return None
        return int(self.spec.values["capacity"]) if tells_slots(self.spec, self.track) else 0


class MemoryPainter:
    """Paints the memories of a scene; keeps the scales of the newest run, which take time."""

    def __init__(self) -> None:
        font = fonts.sans()
        self._title = Lettering(font, TITLE, bold=True)
        self._small = Lettering(font, SMALL)
        self._figures = Lettering(font, FIGURES)
        self._header = HeaderLetters(font)
        self._letters = cache(lambda pixels: Lettering(font, pixels))
        self._scales: tuple[object, ArrowScale, tuple[BarScale, ...]] = (None, ArrowScale(), ())

    def taken(self, scene: Scene, width: float, height: float) -> float:
        """How much of a box's height is taken by what is shown in it."""
        memories = tuple(card.slots for card in _cards(scene))
        if not memories:
            return HEAD + 3.0 * SMALL
        room = width - LEFT_EDGE - RIGHT_EDGE
        found = arranged(memories, room, height - HEAD)
        more = MORE if found.shown < len(memories) else 0.0
        return HEAD + found.total(memories[: found.shown]) + more

    def paint(self, painter: QPainter, box: QRectF, scene: Scene) -> None:
        """Paint into a box of logical pixels; what is around is left as it is."""
        cards, theme = _cards(scene), scene.theme
        painter.save()
        painter.setClipRect(box)
        self._title.use(painter, QColor(theme.text))
        self._title.left(painter, box.left() + LEFT_EDGE, box.top() + 9.0, "Memory")
        inside = box.adjusted(LEFT_EDGE, HEAD, -RIGHT_EDGE, 0)
        if not cards:
            self._small.use(painter, QColor(theme.dim))
            painter.drawText(inside, int(Qt.TextFlag.TextWordWrap), NOBODY)
        else:
            self._paint_cards(painter, inside, scene, cards)
        painter.restore()

    def _paint_cards(
        self, painter: QPainter, box: QRectF, scene: Scene, cards: list[_Card]
    ) -> None:
        memories = tuple(card.slots for card in cards)
        found = arranged(memories, box.width(), box.height())
        arrows, bars = self._scaled(scene, cards)
        arrows = arrows._replace(size=found.row / ROW)
        top, lines = box.top(), found.lines(memories)
        for place, card in enumerate(cards[: found.shown]):
            column, line = place % found.columns, place // found.columns
            if place and not column:
                top += lines[line - 1] + 2 * GAP
            painter.save()
            painter.translate(box.left() + column * (found.width + APART), top)
            self._paint_card(painter, found, scene, card, arrows, bars[place])
            painter.restore()
        top += lines[(found.shown - 1) // found.columns] + 2 * GAP
        painter.translate(box.left(), top)
        if found.shown < len(cards):
            self._small.use(painter, QColor(scene.theme.dim))
            self._small.left(painter, 0, 8.0, f"and {len(cards) - found.shown} more")
        elif found.has_legend and any(has_slots(card.spec, card.track) for card in cards):
            paint_arrow_legend(painter, box.width(), arrows, scene.theme, self._small)

    def _paint_card(
        self, painter: QPainter, found: Arrangement, scene: Scene, card: _Card, arrows: ArrowScale,
        bars: BarScale,
    ) -> None:  # fmt: skip
        spec, track, start, theme = card.spec, card.track, scene.start, scene.theme
        time = min(scene.cursor, track.filled)
        stale = card.index in scene.picture.stale
        look = Look.of(card.style, theme)
        is_mean = is_average(spec)
        now = None if is_mean else remembered(scene.picture.experiment, spec, track, time, start)
        header = Header.of_average(spec, time) if is_mean else Header.of(spec, now, time)
        header = header.fitting(found.width - NO_CHEVRON, self._header)
        where = (found.width, header, card.style, theme, self._header)
        paint_header(painter, *where, left=NO_CHEVRON)
        painter.translate(0, HEADER + GAP)
        if is_mean and has_memory(spec, track):
            mean = memory_mean(spec, track, slice(time, time + 1), slice(start, start + 1))[0, 0]
            painter.setOpacity(FADED if stale else 1.0)
            paint_average(painter, found.width, mean, arrows, look, self._letters(SMALL))
            return
        if now is None or not len(now.births):
            return
        if found.has_rows:
            contents = Contents(spec, track, start, now, bars, arrows, None, stale)
            self._paint_rows(painter, found, contents, look)
        if found.has_strips:
            times = Times(0.0, float(track.steps), float(int(found.width)))
            events = {kind: event_times(track, start, (kind,)) for kind in EVERY}
            paint_events(painter, times, events, card.style, theme, self._figures)
            paint_time(painter, times.x_of(time), theme)

    def _paint_rows(
        self, painter: QPainter, found: Arrangement, contents: Contents, look: Look
    ) -> None:
        rows = found.rows(len(contents.held.births))
        small = SMALL_CAPTIONS if rows.stacked else CAPTIONS
        letters = Letters(self._letters(rows.lettering), self._letters(small))
        steps, long = contents.track.steps, contents.bars.long_figures
        of_network = contents.held.norms is not None
        columns = Columns.of(int(found.lane), steps, rows.slots, small=long, norms=of_network)
        manner = Manner(rows, columns, look, letters, of_network)
        every = np.arange(rows.slots)
        for lane in range(rows.lanes):
            slots = every[rows.lane(lane)]
            painter.save()
            painter.translate(lane * (found.lane + LANE_GAP), 0)
            paint_captions(painter, manner)
            paint_items(painter, contents, manner, slots)
            paint_now(painter, contents, manner, slots)
            painter.restore()
        painter.translate(0, rows.total + GAP)

    def _scaled(self, scene: Scene, cards: list[_Card]) -> tuple[ArrowScale, tuple[BarScale, ...]]:
        key = (scene.start, *((card.spec, card.track, card.track.filled) for card in cards))
        if key != self._scales[0]:
            runs = [(card.spec, card.track) for card in cards]
            bars = tuple(BarScale.of(spec, track, scene.start) for spec, track in runs)
            self._scales = (key, ArrowScale.of(runs, scene.start), bars)
        return self._scales[1:]


def _cards(scene: Scene) -> list[_Card]:
    picture = scene.picture
    looks = styles(picture.experiment.methods, scene.theme)
    return [
        _Card(index, spec, track, style)
        for index, (spec, track, style) in enumerate(
            zip(picture.experiment.methods, picture.tracks, looks, strict=True)
        )
        if spec.row.memory is not None and track is not None
    ]
