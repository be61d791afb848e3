"""What stands above the rows of a memory: what the columns are, what the ends of bars mean."""

from __future__ import annotations

import math

from PySide6.QtGui import QPainter

from app.figures.memory.columns import COLUMN_GAP
from app.figures.memory.contents import Contents
from app.figures.memory.manner import Manner
from core.writing import power_of_ten, tick

CAPTION_MIDDLE = 7.0
"""Height of the captions' middle."""


def paint_captions(painter: QPainter, manner: Manner) -> None:
    """What the columns of a lane are."""
    columns, small, middle = manner.columns, manner.letters.small, CAPTION_MIDDLE
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    small.use(painter, manner.look.dim)
    if not manner.rows.stacked:
        small.right(painter, columns.slot_right, middle, "slot")
    push, priority = columns.arrow_middle, columns.value_right
    first = "cos" if manner.of_network else "push"
    if push + small.width(first) / 2 + COLUMN_GAP <= priority - small.width("priority"):
        small.centred(painter, push, middle, first)
    small.right(painter, priority, middle, "priority")
    norm_beside = manner.of_network and columns.vector_right is None
    for right, word in (
        (columns.age_right, "norm" if norm_beside else "age"),
        (columns.birth_right, "taken"),
        (columns.vector_right, "norm" if manner.of_network else "push in numbers"),
    ):
        if right:
            small.right(painter, right, middle, word)


def paint_range(painter: QPainter, contents: Contents, manner: Manner) -> None:
    """What both ends of the bars stand for; where numbers stand above their bars, a tip says it."""
    columns, small = manner.columns, manner.letters.small
    left, right = bar_range(contents)
    small.use(painter, manner.look.dim)
    small.left(painter, columns.bar_left, CAPTION_MIDDLE, left)
    small.right(painter, columns.bar_right, CAPTION_MIDDLE, right)


def bar_range(contents: Contents) -> tuple[str, str]:
    """What the left and the right end of the bars stand for."""
    top = contents.top
    exponent = math.floor(math.log10(top) + 1e-9)
    if contents.bars.logarithmic:
        return power_of_ten(exponent - contents.bars.decades), power_of_ten(exponent)
    return "0", tick(top)
