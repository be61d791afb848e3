"""Paints the rows of a memory: a few calls for all slots together, whatever their number."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from app.figures.memory.captions import paint_range
from app.figures.memory.columns import MARK_RIGHT, Columns
from app.figures.memory.contents import Contents
from app.figures.memory.manner import Manner
from app.figures.memory.push_arrows import paint_arrows
from app.look.lettering import Lettering
from core.writing import NOTHING, number, vector
from landscapes.base import Array

LEGIBLE_BAR = 48.0
"""Length of a full bar from which on there is room for what its ends stand for."""
POINTER = 4.0
"""Half the width of ▼."""
COSINE, NORM_DIGITS = 28.0, 2
"""Room for a cosine to two digits, and figures of an item's norm."""
DIGITS = 3
"""Figures of a priority and of a push, fewer where there is no room."""


def paint_items(painter: QPainter, contents: Contents, manner: Manner, slots: Array) -> None:
    """What some slots of a lane show for as long as they hold the same items."""
    held, rows, columns, look = contents.held, manner.rows, manner.columns, manner.look
    middles = rows.middle(slots)
    written = middles - rows.above
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.card)
    for slot in slots.tolist():
        ground = QRectF(0, rows.top(slot), columns.right + 5, rows.card)
        painter.drawRoundedRect(ground, 4, 4)
    painter.setBrush(look.groove)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    _paint_bars(painter, manner, slots, np.full(len(slots), columns.bar_width))
    normal = manner.letters.normal
    normal.use(painter, look.dim)
    lines = list(zip(written.tolist(), slots.tolist(), strict=True))
    normal.column(painter, columns.slot_right, [(y, str(slot + 1)) for y, slot in lines])
    full = held.births[slots] >= 0
    word = "empty" if normal.metrics.horizontalAdvance("empty") <= columns.value_room else NOTHING
    normal.column(
        painter,
        columns.value_right,
        [(y, word) for (y, _), taken in zip(lines, full, strict=True) if not taken],
    )
    painter.setOpacity(contents.opacity)
    filled, places = slots[full], written[full].tolist()
    if columns.birth_right:
        births = (f"{birth + 1:,}" for birth in held.births[filled].tolist())
        normal.column(painter, columns.birth_right, zip(places, births, strict=True))
    if manner.of_network:
        painter.setOpacity(1.0)
        return
    if columns.vector_right:
        normal.use(painter, look.text)
        vectors = (fitted_vector(-item, columns, normal) for item in held.items[filled])
        normal.column(painter, columns.vector_right, zip(places, vectors, strict=True))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_arrows(
        painter, look.hue, columns.arrow_middle, middles[full], -held.items[filled], contents.arrows
    )
    painter.setOpacity(1.0)


def _paint_bars(painter: QPainter, manner: Manner, slots: Array, widths: Array) -> None:
    """Bars of these widths, in the painter's brush."""
    left, height = manner.columns.bar_left, manner.rows.bar
    tops = manner.rows.bar_top(slots).tolist()
    painter.drawRects(
        [QRectF(left, top, width, height) for top, width in zip(tops, widths.tolist(), strict=True)]
    )


def paint_now(painter: QPainter, contents: Contents, manner: Manner, slots: Array) -> None:
    """What changes at every step, for some slots of a lane, over what `paint_items` left."""
    held, columns, look = contents.held, manner.columns, manner.look
    normal = manner.letters.normal
    painter.setOpacity(contents.opacity)
    filled = slots[held.births[slots] >= 0]
    priorities, count = held.priorities[filled], len(filled)
    values = [held.first_priorities[filled], priorities, (held.threshold, held.newcomer)]
    ends = columns.bar_width * contents.bars.share(np.concatenate(values), contents.top)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, widths in ((look.pale, ends[:count]), (look.hue, ends[count : 2 * count])):
        painter.setBrush(colour)
        _paint_bars(painter, manner, filled, widths)
    normal.use(painter, look.text)
    places = (manner.rows.middle(filled) - manner.rows.above).tolist()
    texts = [fitted(priority, columns, normal) for priority in priorities.tolist()]
    normal.column(painter, columns.value_right, zip(places, texts, strict=True))
    if manner.of_network:
        _paint_facts(painter, contents, manner, filled, places)
    if columns.age_right and not (manner.of_network and columns.vector_right is None):
        ages = map(str, (held.time - held.births[filled]).tolist())
        normal.column(painter, columns.age_right, zip(places, ages, strict=True))
    _paint_marks(painter, contents, manner, filled)
    _paint_levels(painter, manner, slots, *ends[2 * count :].tolist())
    if columns.bar_width >= LEGIBLE_BAR and not manner.rows.stacked:
        paint_range(painter, contents, manner)
    painter.setOpacity(1.0)


def _paint_facts(
    painter: QPainter, contents: Contents, manner: Manner, filled: Array, places: list[float]
) -> None:
    """How much the items of a network agree with their mean, and how long they are."""
    columns, normal, held = manner.columns, manner.letters.normal, contents.held
    if held.cosines is None or held.norms is None:
        return
    told = [f"{cosine:.2f}" for cosine in held.cosines[filled].tolist()]
    # A sign takes the place of the nought, so that it never runs into the number of the slot.
    told = [text.replace("-0.", "−.").replace("-", "−") for text in told]
    if manner.rows.stacked:
        told = [text.removeprefix("0") for text in told]
    right = columns.arrow_middle + COSINE / 2
    normal.column(painter, right, zip(places, told, strict=True))
    room = columns.vector_right or columns.age_right
    if room:
        norms = (number(norm, NORM_DIGITS) for norm in held.norms[filled].tolist())
        normal.column(painter, room, zip(places, norms, strict=True))


def fitted(priority: float, columns: Columns, normal: Lettering) -> str:
    """A priority with as many figures as there is room for."""
    text = number(priority, DIGITS)
    if len(text) <= DIGITS + 1:
        return text
    for digits in range(DIGITS, 0, -1):
        text = number(priority, digits)
        if normal.metrics.horizontalAdvance(text) <= columns.value_room:
            break
    return text


def fitted_vector(push: Array, columns: Columns, normal: Lettering) -> str:
    """A push in numbers with as many figures as there is room for, its end left out if need be."""
    text = ""
    for digits in range(DIGITS, 0, -1):
        text = vector(push, digits)
        if normal.metrics.horizontalAdvance(text) <= columns.vector_room:
            return text
    return normal.elided(text, columns.vector_room)


def _paint_marks(painter: QPainter, contents: Contents, manner: Manner, filled: Array) -> None:
    """The item the hand points at, and the one that this step has taken."""
    held, rows, look = contents.held, manner.rows, manner.look
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if (filled == held.slot).any():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.hue)
        inset = 0.2 * rows.card
        mark = QRectF(1, rows.top(held.slot) + inset, MARK_RIGHT - 1, rows.card - 2 * inset)
        painter.drawRoundedRect(mark, 1.5, 1.5)
    if contents.birth_lit is None:
        return
    for slot in filled[held.births[filled] == contents.birth_lit].tolist():
        painter.setPen(QPen(look.accent, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ground = QRectF(0.5, rows.top(slot) + 0.5, manner.columns.right + 4, rows.card - 1)
        painter.drawRoundedRect(ground, 4, 4)


def _paint_levels(
    painter: QPainter, manner: Manner, slots: Array, beaten: float, new: float
) -> None:
    """What a newcomer has to beat and what the next one brings, across the bars of a lane."""
    look, left, top = manner.look, manner.columns.bar_left, manner.rows.caption
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if beaten == beaten:
        notch = QPen(look.panel, 1.0)  # no bar ends before it
        painter.setPen(notch if manner.rows.stacked else QPen(look.dim, 1.0, Qt.PenStyle.DotLine))
        painter.drawLines(_level(manner, slots, left + beaten, top))
    if new == new:
        new += left
        painter.setPen(QPen(look.text, 1.0))
        painter.drawLines(_level(manner, slots, new, top - 3))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.text)
        painter.drawPolygon(
            [
                QPointF(new - POINTER, top - 7),
                QPointF(new + POINTER, top - 7),
                QPointF(new, top - 1),
            ]
        )


def _level(manner: Manner, slots: Array, x: float, top: float) -> list[QLineF]:
    """One line across all bars; a stroke in each of them where numbers stand between them."""
    rows = manner.rows
    if not rows.stacked:
        return [QLineF(x, top, x, rows.total - rows.height + rows.card)]
    return [QLineF(x, bar, x, bar + rows.bar - 1) for bar in rows.bar_top(slots).tolist()]
