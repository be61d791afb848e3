"""Paints the rows of a memory: a few calls for all slots together, whatever their number."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.panels.lettering import Lettering
from app.panels.memory.columns import CAPTION, Columns, Rows
from app.panels.memory.contents import Contents
from app.panels.memory.scales import ArrowScale
from app.styles import Style
from app.theme import Theme
from core.notation import NOTHING, number, power_of_ten, short, vector
from landscapes.base import Array

CAPTION_MIDDLE = 7.0
LEGIBLE_BAR, CAPTION_GAP = 48.0, 6.0
"""Length of a full bar from which on there is room for what its ends stand for."""
HEAD = 5.5
DIGITS = 3
"""Figures of a priority, fewer where there is no room."""


@dataclasses.dataclass(frozen=True)
class Look:
    """The colours of one method's rows."""

    hue: QColor
    pale: QColor
    panel: QColor
    card: QColor
    groove: QColor
    text: QColor
    dim: QColor
    accent: QColor

    @classmethod
    def of(cls, style: Style, theme: Theme) -> Look:
        """Colours for a method's style on a theme."""
        hue, pale = QColor(style.colour), QColor(style.colour)
        if style.ghost:
            hue.setAlphaF(0.6)
        pale.setAlphaF(0.3)
        names = (theme.panel, theme.card, theme.groove, theme.text, theme.dim, theme.accent)
        return cls(hue, pale, *map(QColor, names))


@dataclasses.dataclass(frozen=True)
class Letters:
    """What rows are lettered in: their numbers, and the captions above them."""

    normal: Lettering
    small: Lettering


def paint_captions(painter: QPainter, columns: Columns, look: Look, small: Lettering) -> None:
    """What the columns of a lane are."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    small.use(painter, look.dim)
    middle = CAPTION_MIDDLE
    if not columns.tight:
        small.right(painter, columns.slot_right, middle, "slot")
    small.centred(painter, columns.arrow_middle, middle, "push")
    small.right(painter, columns.value_right, middle, "priority")
    for right, word in (
        (columns.age_right, "age"),
        (columns.birth_right, "taken"),
        (columns.vector_right, "push in numbers"),
    ):
        if right:
            small.right(painter, right, middle, word)


def paint_items(
    painter: QPainter,
    contents: Contents,
    rows: Rows,
    columns: Columns,
    look: Look,
    letters: Letters,
    slots: Array,
) -> None:
    """What some slots of a lane show for as long as they hold the same items."""
    held = contents.held
    middles = rows.middle(slots)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.card)
    for slot in slots.tolist():
        ground = QRectF(0, rows.top(slot), columns.right + 5, rows.card)
        painter.drawRoundedRect(ground, 4, 4)
    painter.setBrush(look.groove)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    _paint_bars(painter, columns, rows, middles, np.full(len(slots), columns.bar_width))
    normal = letters.normal
    normal.use(painter, look.dim)
    lines = list(zip(middles.tolist(), slots.tolist(), strict=True))
    normal.column(painter, columns.slot_right, [(y, str(slot + 1)) for y, slot in lines])
    full = held.births[slots] >= 0
    word = "empty" if normal.metrics.horizontalAdvance("empty") <= columns.value_room else NOTHING
    normal.column(
        painter,
        columns.value_right,
        [(y, word) for (y, _), taken in zip(lines, full, strict=True) if not taken],
    )
    painter.setOpacity(contents.opacity)
    filled, middles = slots[full], middles[full]
    if columns.birth_right:
        births = (f"{birth:,}" for birth in held.births[filled].tolist())
        normal.column(painter, columns.birth_right, zip(middles.tolist(), births, strict=True))
    if columns.vector_right:
        normal.use(painter, look.text)
        vectors = (vector(-item) for item in held.items[filled])
        normal.column(painter, columns.vector_right, zip(middles.tolist(), vectors, strict=True))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    paint_arrows(
        painter, look.hue, columns.arrow_middle, middles, -held.items[filled], contents.arrows
    )
    painter.setOpacity(1.0)


def _paint_bars(
    painter: QPainter, columns: Columns, rows: Rows, middles: Array, widths: Array
) -> None:
    """Bars of these widths, in the painter's brush."""
    left, height = columns.bar_left, rows.bar
    painter.drawRects(
        [
            QRectF(left, top, width, height)
            for top, width in zip((middles - height / 2).tolist(), widths.tolist(), strict=True)
        ]
    )


def paint_now(
    painter: QPainter,
    contents: Contents,
    rows: Rows,
    columns: Columns,
    look: Look,
    letters: Letters,
    slots: Array,
) -> None:
    """What changes at every step, for some slots of a lane, over what `paint_items` left."""
    held, normal = contents.held, letters.normal
    painter.setOpacity(contents.opacity)
    filled = slots[held.births[slots] >= 0]
    middles, priorities, count = rows.middle(filled), held.priorities[filled], len(filled)
    values = [held.first_priorities[filled], priorities, (held.threshold, held.newcomer)]
    ends = columns.bar_width * contents.bars.share(np.concatenate(values), contents.top)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, widths in ((look.pale, ends[:count]), (look.hue, ends[count : 2 * count])):
        painter.setBrush(colour)
        _paint_bars(painter, columns, rows, middles, widths)
    normal.use(painter, look.text)
    places = middles.tolist()
    texts = [fitted(priority, columns, normal) for priority in priorities.tolist()]
    normal.column(painter, columns.value_right, zip(places, texts, strict=True))
    if columns.age_right:
        ages = map(str, (held.time - held.births[filled]).tolist())
        normal.column(painter, columns.age_right, zip(places, ages, strict=True))
    _paint_marks(painter, contents, rows, columns, look, filled)
    _paint_levels(painter, rows, columns, look, *ends[2 * count :].tolist())
    if columns.bar_width >= LEGIBLE_BAR:
        left, right = bar_range(contents)
        letters.small.use(painter, look.dim)
        letters.small.left(painter, columns.bar_left, CAPTION_MIDDLE, left)
        end = columns.bar_right - (CAPTION_GAP if columns.tight else 0.0)
        letters.small.right(painter, end, CAPTION_MIDDLE, right)
    painter.setOpacity(1.0)


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


def _paint_marks(
    painter: QPainter, contents: Contents, rows: Rows, columns: Columns, look: Look, filled: Array
) -> None:
    """The item the hand points at, and the one that this step has taken."""
    held = contents.held
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if (filled == held.slot).any():
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.hue)
        inset = 0.2 * rows.card
        mark = QRectF(1, rows.top(held.slot) + inset, 3, rows.card - 2 * inset)
        painter.drawRoundedRect(mark, 1.5, 1.5)
    if contents.birth_lit is None:
        return
    for slot in filled[held.births[filled] == contents.birth_lit].tolist():
        painter.setPen(QPen(look.accent, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ground = QRectF(0.5, rows.top(slot) + 0.5, columns.right + 4, rows.card - 1)
        painter.drawRoundedRect(ground, 4, 4)


def paint_arrows(
    painter: QPainter, colour: QColor, x: float, middles: Array, pushes: Array, scale: ArrowScale
) -> None:
    """Pushes (N, D) around (x, middle), in the plane of the first two axes: x right, y up."""
    plane = pushes[:, :2].tolist() if pushes.shape[-1] > 1 else [(p, 0.0) for (p,) in pushes]
    lines, heads = [], []
    for middle, (right, up) in zip(middles.tolist(), plane, strict=True):
        norm = math.hypot(right, up)
        if norm > 0:  # not so for NaN
            along, half = QPointF(right, -up) / norm, scale.length(norm)
            line, head = _arrow(QPointF(x, middle), along, half, HEAD * scale.size)
            lines.append(line)
            heads.append(head)
    pen = QPen(colour, max(1.0, 1.5 * scale.size))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)  # so that no arrow leaves its row
    painter.setPen(pen)
    painter.drawLines(lines)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    for head in heads:
        painter.drawPolygon(head)


def _arrow(
    centre: QPointF, along: QPointF, half: float, longest: float
) -> tuple[QLineF, list[QPointF]]:
    """Shaft and head of an arrow that looks along a unit vector."""
    tip, size = centre + along * half, min(longest, 2.0 + 0.5 * half)
    across = QPointF(-along.y(), along.x()) * (0.5 * size)
    neck = tip - along * (0.87 * size)
    shaft = QLineF(centre - along * half, centre + along * (half - min(longest, half + 2)))
    return shaft, [tip, neck + across, neck - across]


def _paint_levels(
    painter: QPainter, rows: Rows, columns: Columns, look: Look, beaten: float, new: float
) -> None:
    """What a newcomer has to beat and what the next one brings, across all bars of a lane."""
    bottom = rows.total - rows.height + rows.card
    beaten, new = columns.bar_left + beaten, columns.bar_left + new
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if beaten == beaten:
        painter.setPen(QPen(look.dim, 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(beaten, CAPTION, beaten, bottom))
    if new == new:
        painter.setPen(QPen(look.text, 1.0))
        painter.drawLine(QLineF(new, CAPTION - 3, new, bottom))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.text)
        painter.drawPolygon(
            [
                QPointF(new - 4, CAPTION - 7),
                QPointF(new + 4, CAPTION - 7),
                QPointF(new, CAPTION - 1),
            ]
        )


def bar_range(contents: Contents) -> tuple[str, str]:
    """What the left and the right end of the bars stand for."""
    top = contents.top
    exponent = math.floor(math.log10(top) + 1e-9)
    if contents.bars.logarithmic:
        return power_of_ten(exponent - contents.bars.decades), power_of_ten(exponent)
    if -3 <= exponent < 4:
        return "0", short(top)
    return "0", f"{top / 10.0**exponent:.0f}·{power_of_ten(exponent)}"
