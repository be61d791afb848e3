"""Where the maps of a grid lie: one for each method, all of one size, in the columns that suit."""

from __future__ import annotations

import dataclasses
import math
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF

from app.map.drawing.view import BOTTOM, LEFT, RIGHT, TOP, Frame, View
from core.experiment.experiment import MethodSpec

TITLE, SMALL_TITLE = 22.0, 17.0
"""Height of the line above a cell, in a usual and in a small picture."""
HEADING = 20.0
"""Height of the line above all cells."""
GAP = 16.0
"""Between two columns: labels of two neighbours' ticks stay apart."""
SMALL_GAP, EDGE = 6.0, 6.0
NARROW, LOW = 380.0, 260.0
"""A picture of less width has no ticks of y and no colour bar, one of less height none of x."""
WHOLE, SHORTEST = 240.0, 0.5
"""The least side of a cell in which arrows have their whole length, and how short they may be."""
LEAST = 8.0
"""The least side of a cell, in a picture that has no room for its methods."""


class Cell(NamedTuple):
    """One method's map: `method` counts the experiment's methods, `frame` is in the picture."""

    method: int
    frame: Frame

    @property
    def corner(self) -> QPointF:
        """Its upper left pixel."""
        return self.frame.plot.topLeft()


class Cells(NamedTuple):
    """The cells of a picture, row by row.

    `around` is the frame of all of them together, and `single` is what the frame of each would be
    in a picture that holds nothing but itself. `title` is the height of the line above each.
    """

    cells: tuple[Cell, ...]
    columns: int
    around: Frame
    single: Frame
    title: float

    @property
    def has_ticks_of_x(self) -> bool:
        """Whether there is room for them below."""
        return self.around.height >= LOW

    @property
    def has_sides(self) -> bool:
        """Whether there is room for ticks of y on the left, and for the colour bar."""
        return self.around.width >= NARROW

    @property
    def shrunk(self) -> float:
        """The share of their usual length that arrows have."""
        plot = self.single.plot
        return min(1.0, max(SHORTEST, min(plot.width(), plot.height()) / WHOLE))

    def at(self, place: QPointF) -> Cell:
        """The cell under a pixel, or the one that is nearest."""
        return min(self.cells, key=lambda cell: _distance(cell.frame.plot, place))

    def of(self, method: int | None) -> Cell:
        """A method's cell, or the first where it has none."""
        found = [cell for cell in self.cells if cell.method == method]
        return (found or self.cells)[0]

    @property
    def lowest(self) -> tuple[Cell, ...]:
        """The last cell of every column."""
        return self.cells[-self.columns :]


def cells_of(
    methods: tuple[MethodSpec, ...], view: View, width: float, height: float, ratio: float = 1.0,
    *, heading: bool = True,
) -> Cells | None:  # fmt: skip
    """The cells of the enabled methods, in as many columns as show the view largest.

    None where no method is enabled. Cells begin and end between pixels of the device.
    """
    shown = tuple(index for index, spec in enumerate(methods) if spec.enabled)
    return _cells(shown, view, width, height, ratio, heading) if shown else None


@lru_cache(maxsize=16)
def _cells(
    shown: tuple[int, ...], view: View, width: float, height: float, ratio: float, heading: bool
) -> Cells:
    left, right = (LEFT, RIGHT) if width >= NARROW else (EDGE, EDGE)
    roomy = height >= LOW
    below, title, gap = (BOTTOM, TITLE, GAP) if roomy else (EDGE, SMALL_TITLE, SMALL_GAP)
    if min(width, height) < NARROW:
        title, gap = SMALL_TITLE, SMALL_GAP if width < NARROW else gap
    top = HEADING + 0.5 * TOP if heading else 0.5 * TOP

    def side(columns: int) -> tuple[float, float]:
        rows = math.ceil(len(shown) / columns)
        wide = (width - left - right - gap * (columns - 1)) / columns
        high = (height - top - below - (title + EDGE) * rows + EDGE) / rows
        return max(wide, LEAST), max(high, LEAST)

    def size(columns: int) -> tuple[float, int]:
        """How large the view is shown, and how few places stay empty."""
        plot = QRectF(0, 0, *side(columns))
        scales = Frame.filling(plot, view, plot.width(), plot.height()).scales
        return math.sqrt(scales[0] * scales[1]), -(-len(shown) % columns)

    columns = max(range(1, len(shown) + 1), key=size)
    wide, high = (math.floor(each * ratio) / ratio for each in side(columns))
    cells = []
    for number, method in enumerate(shown):
        row, column = divmod(number, columns)
        x, y = left + column * (wide + gap), top + title + row * (high + title + EDGE)
        corner = QPointF(*(round(each * ratio) / ratio for each in (x, y)))
        plot = QRectF(corner.x(), corner.y(), wide, high)
        cells.append(Cell(method, Frame.filling(plot, view, width, height, ratio)))
    whole = cells[0].frame.plot.united(cells[min(columns, len(cells)) - 1].frame.plot)
    whole = whole.united(cells[-1].frame.plot)
    first = cells[0].frame
    single = Frame(wide, high, QRectF(0, 0, wide, high), first.x, first.y, ratio, bare=True)
    around = dataclasses.replace(first, plot=whole)
    return Cells(tuple(cells), columns, around, single, title)


def _distance(plot: QRectF, place: QPointF) -> float:
    across = max(plot.left() - place.x(), place.x() - plot.right(), 0.0)
    along = max(plot.top() - place.y(), place.y() - plot.bottom(), 0.0)
    return math.hypot(across, along)
