"""Paints the rows of a memory: a few calls for all slots together, whatever their number."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from app.map.paths import polygons_path, segments_path
from app.panels.lettering import Lettering
from app.panels.memory.columns import CAPTION, ROW, Columns, row_middle, row_top
from app.panels.memory.contents import Contents
from app.panels.memory.scales import ArrowScale
from app.styles import Style
from app.theme import Theme
from core.notation import number, power_of_ten, short, vector
from landscapes.base import Array

BAR = 6.0
CAPTION_MIDDLE = 7.0
HEAD = 5.5


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


def paint_ground(
    painter: QPainter, slots: int, columns: Columns, look: Look, small: Lettering
) -> None:
    """What does not change with time: captions, row grounds, grooves, slot numbers."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    small.use(painter, look.dim)
    middle = CAPTION_MIDDLE
    small.right(painter, columns.slot_right, middle, "slot")
    small.centred(painter, columns.arrow_middle, middle, "push")
    small.right(painter, columns.age_right, middle, "age")
    small.right(painter, columns.birth_right, middle, "taken")
    small.right(painter, columns.value_right, middle, "priority")
    if columns.vector_right:
        small.right(painter, columns.vector_right, middle, "push in numbers")
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.card)
    for slot in range(slots):
        painter.drawRoundedRect(QRectF(0, row_top(slot), columns.right + 8, ROW - 2), 4, 4)
    painter.setBrush(look.groove)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    for slot in range(slots):
        top = row_middle(slot) - BAR / 2
        painter.drawRect(QRectF(columns.bar_left, top, columns.bar_width, BAR))
    small.use(painter, look.dim)
    for slot in range(slots):
        small.right(painter, columns.slot_right, row_middle(slot), str(slot + 1))


def paint_rows(
    painter: QPainter,
    contents: Contents,
    columns: Columns,
    look: Look,
    normal: Lettering,
    small: Lettering,
    first: int,
    last: int,
) -> None:
    """What changes with time, for the rows `first` up to `last`."""
    held = contents.held
    painter.setOpacity(0.45 if contents.faded else 1.0)
    slots = np.arange(first, min(last, len(held.births)))
    filled = slots[held.births[slots] >= 0]
    _paint_bars(painter, contents, columns, look, filled)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_marks(painter, contents, columns, look, filled)
    middles = row_middle(filled)
    paint_arrows(
        painter, look.hue, columns.arrow_middle, middles, -held.items[filled], contents.arrows
    )
    _paint_numbers(painter, contents, columns, look, normal, filled)
    empty = slots[held.births[slots] < 0]
    if len(empty):
        small.use(painter, look.dim)
        small.column(painter, columns.value_right, [(row_middle(slot), "empty") for slot in empty])
    _paint_levels(painter, contents, columns, look, small)


def _paint_marks(
    painter: QPainter, contents: Contents, columns: Columns, look: Look, filled: Array
) -> None:
    """The item the hand points at, and the one that this step has taken."""
    held = contents.held
    if held.slot in filled:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.hue)
        painter.drawRoundedRect(QRectF(1, row_top(held.slot) + 4, 3, ROW - 10), 1.5, 1.5)
    for slot in filled[held.births[filled] == contents.birth_lit]:
        painter.setPen(QPen(look.accent, 1.0))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ground = QRectF(0.5, row_top(int(slot)) + 0.5, columns.right + 7, ROW - 3)
        painter.drawRoundedRect(ground, 4, 4)


def _paint_bars(
    painter: QPainter, contents: Contents, columns: Columns, look: Look, filled: Array
) -> None:
    """The priority of now over that of the birth, so that the decay is seen."""
    held, scale = contents.held, contents.bars
    top = scale.top(held)
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, values in ((look.pale, held.first_priorities), (look.hue, held.priorities)):
        widths = columns.bar_width * scale.share(values[filled], top)
        painter.setBrush(colour)
        painter.drawRects(
            [
                QRectF(columns.bar_left, middle - BAR / 2, width, BAR)
                for middle, width in zip(row_middle(filled), widths.tolist(), strict=True)
            ]
        )


def paint_arrows(
    painter: QPainter, colour: QColor, x: float, middles: Array, pushes: Array, scale: ArrowScale
) -> None:
    """Pushes (N, D) around (x, middle), in the plane of the first two axes: x right, y up."""
    plane = np.zeros((len(pushes), 2))
    plane[:, : min(2, pushes.shape[-1])] = pushes[:, :2]
    norms = np.hypot(plane[:, 0], plane[:, 1])
    drawn = norms > 0
    if not drawn.any():
        return
    along = plane[drawn] / norms[drawn, None] * (1, -1)
    half = scale.lengths(norms[drawn])[:, None]
    centres = np.stack([np.full(drawn.sum(), x), np.asarray(middles, float)[drawn]], -1)
    tips, neck = centres + along * half, centres + along * (half - np.minimum(HEAD, half + 2))
    painter.setPen(QPen(colour, 1.5))
    painter.drawPath(segments_path(np.stack([centres - along * half, neck], 1)))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(polygons_path(_heads(tips, along, np.minimum(HEAD, 2.0 + 0.5 * half))))


def _heads(tips: Array, along: Array, sizes: Array) -> Array:
    """Triangles (N, 4, 2), closed, whose tips look along unit vectors."""
    across = along[:, ::-1] * (-1, 1)
    left, right = (tips - sizes * (0.87 * along + side * 0.5 * across) for side in (1, -1))
    return np.stack([tips, left, right, tips], 1)


def _paint_numbers(
    painter: QPainter,
    contents: Contents,
    columns: Columns,
    look: Look,
    normal: Lettering,
    filled: Array,
) -> None:
    held, middles = contents.held, row_middle(filled).tolist()
    births = held.births[filled].tolist()

    def column(x: float, texts: Iterable[str]) -> None:
        normal.column(painter, x, zip(middles, texts, strict=True))

    normal.use(painter, look.text)
    column(columns.value_right, (number(p, 3) for p in held.priorities[filled].tolist()))
    column(columns.age_right, (str(held.time - birth) for birth in births))
    if columns.vector_right:
        column(columns.vector_right, (vector(-item) for item in held.items[filled]))
    normal.use(painter, look.dim)
    column(columns.birth_right, (f"{birth:,}" for birth in births))


def _paint_levels(
    painter: QPainter, contents: Contents, columns: Columns, look: Look, small: Lettering
) -> None:
    """What the newcomer brings and what it has to beat, across all bars, with the bars' range."""
    held, scale = contents.held, contents.bars
    if not len(held.births):
        return
    top = scale.top(held)
    bottom = row_top(len(held.births)) - 2.0
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if math.isfinite(held.threshold):
        x = columns.bar_left + columns.bar_width * float(scale.share(held.threshold, top))
        painter.setPen(QPen(look.dim, 1.0, Qt.PenStyle.DotLine))
        painter.drawLine(QLineF(x, CAPTION, x, bottom))
    if math.isfinite(held.newcomer):
        x = columns.bar_left + columns.bar_width * float(scale.share(held.newcomer, top))
        painter.setPen(QPen(look.text, 1.0))
        painter.drawLine(QLineF(x, CAPTION - 3, x, bottom))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.text)
        painter.drawPolygon(
            QPolygonF([QPointF(x - 4, CAPTION - 7), QPointF(x + 4, CAPTION - 7),
                       QPointF(x, CAPTION - 1)])
        )  # fmt: skip
    small.use(painter, look.dim)
    left, right = bar_range(contents)
    small.left(painter, columns.bar_left, CAPTION_MIDDLE, left)
    small.right(painter, columns.bar_right, CAPTION_MIDDLE, right)


def bar_range(contents: Contents) -> tuple[str, str]:
    """What the left and the right end of the bars stand for."""
    top = contents.bars.top(contents.held)
    exponent = math.floor(math.log10(top) + 1e-9)
    if contents.bars.logarithmic:
        return power_of_ten(exponent - contents.bars.decades), power_of_ten(exponent)
    if -3 <= exponent < 4:
        return "0", short(top)
    return "0", f"{top / 10.0**exponent:.0f}·{power_of_ten(exponent)}"
