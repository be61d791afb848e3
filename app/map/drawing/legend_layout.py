"""What the legend says, and how large its card is: as large as the map allows."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

from PySide6.QtCore import QRectF, QSizeF

from app.map.drawing.cards import INSET, PADDING, corner, hidden
from app.map.drawing.text import Fonts
from app.map.drawing.view import Frame
from landscapes.base import Array

MOST_OF_HEIGHT = 0.5
MOST_OF_MAP = 0.24
"""The share of the map that the legend may cover."""
NOMINAL = "0.00000"
"""A loss as wide as most: how large a card is must not change with time."""


@dataclasses.dataclass(frozen=True)
class Manner:
    """How a legend is laid out; lengths are in logical pixels.

    `lines` shows lines under the marks, `losses` the losses on the right, `notes` the notes below.
    """

    inset: float
    padding: float
    row: float
    swatch: float
    mark: float
    gap: float
    labels: float
    font: str
    small: str
    lines: bool = True
    losses: bool = True
    notes: bool = True


MANNERS = (
    Manner(INSET, PADDING, 20.0, 26.0, 4.6, 8.0, 190.0, "normal", "small"),
    Manner(8.0, 7.0, 15.0, 18.0, 3.8, 6.0, 130.0, "small", "tiny"),
    Manner(
        3.0, 4.0, 13.0, 8.0, 3.6, 5.0, 90.0, "tiny", "tiny", lines=False, losses=False, notes=False
    ),
)
"""From roomy to bare: the first that names every method and leaves the map in sight is taken."""


@dataclasses.dataclass(frozen=True)
class LegendRow:
    """One method: how it is drawn, its label, and a number or a word on the right."""

    colour: str
    dash: tuple[float, ...] | None
    marker: str
    label: str
    reading: str
    opacity: float = 1.0
    warning: bool = False

    @property
    def lasting(self) -> LegendRow:
        """The same without what changes with time."""
        return dataclasses.replace(self, reading="", warning=False)

    @property
    def nominal(self) -> LegendRow:
        """The same with the room that a loss takes at most times."""
        return dataclasses.replace(self, reading=NOMINAL, warning=False)


@dataclasses.dataclass(frozen=True)
class Legend:
    """What the card says: a heading (may be empty), rows with a loss each, and notes below.

    `widest` is the heading at the time at which it is longest.
    """

    heading: str
    rows: tuple[LegendRow, ...]
    notes: tuple[str, ...] = ()
    widest: str = ""

    @property
    def nominal(self) -> Legend:
        """The same at a time that stands for all."""
        return Legend(self.widest, tuple(row.nominal for row in self.rows), self.notes)

    def height(self, manner: Manner) -> float:
        """Of the card."""
        return (1 + len(self.rows) + len(self.notes)) * manner.row + 1.2 * manner.padding

    def fitted(self, plot_height: float, manner: Manner) -> Legend:
        """As many rows as fit in half the map's height, and a note of how many are left.

        A manner may have no room for notes.
        """
        notes = self.notes if manner.notes else ()
        lines = int(MOST_OF_HEIGHT * plot_height / manner.row)
        most = max(1, lines - 1 - len(notes))
        if len(self.rows) <= most:
            return dataclasses.replace(self, notes=notes)
        left = len(self.rows) - most + 1
        notes = (*notes, f"and {left} more")
        return Legend(self.heading, self.rows[: most - 1], notes, self.widest)


def laid_out(frame: Frame, fonts: Fonts, legend: Legend) -> tuple[Legend, Manner]:
    """What of a legend is shown, and how: it is smaller where the map is small.

    On a map too small for any row only the heading is left.
    """
    width, height = frame.plot.width(), frame.plot.height()
    manner, has_rows = _manner(width, height, fonts, legend.nominal)
    return (legend.fitted(height, manner) if has_rows else Legend(legend.heading, ())), manner


@lru_cache(maxsize=64)
def _manner(width: float, height: float, fonts: Fonts, nominal: Legend) -> tuple[Manner, bool]:
    """The manner for a plot of a size, and whether there is room for rows at all."""

    def is_small(shown: Legend) -> bool:
        _, wide = widths(width, fonts, shown, manner)
        area = (wide + 2 * manner.padding) * shown.height(manner)
        return area <= MOST_OF_MAP * width * height

    for manner in MANNERS:
        shown = nominal.fitted(height, manner)
        if shown.rows == nominal.rows and is_small(shown):
            return manner, True
    return manner, is_small(shown)


def size_of(frame: Frame, fonts: Fonts, legend: Legend, manner: Manner) -> QSizeF:
    """Of the card."""
    wide = widths(frame.plot.width(), fonts, legend, manner)[1]
    return QSizeF(wide + 2 * manner.padding, legend.height(manner))


def in_corner(
    frame: Frame, fonts: Fonts, whole: Legend, largest: tuple[Legend, Manner], avoid: Array,
    spare: Array,
) -> tuple[Legend, Manner, QRectF]:  # fmt: skip
    """The largest card, or one that hides less of what is to be spared and still says as much.

    Which one that is does not change with time.
    """

    def card(shown: Legend, manner: Manner) -> QRectF:
        return corner(frame, size_of(frame, fonts, shown, manner), manner.inset, avoid)

    (legend, manner), found = largest, largest
    least = hidden(card(legend.nominal, manner), spare)
    for smaller in MANNERS[MANNERS.index(manner) + 1 :]:
        if not (least and legend.rows and smaller.losses):
            break
        shown = whole.fitted(frame.plot.height(), smaller)
        hides = hidden(card(shown.nominal, smaller), spare)
        if hides < least:
            found, least = (shown, smaller), hides
    return *found, card(*found)


def widths(plot_width: float, fonts: Fonts, legend: Legend, manner: Manner) -> tuple[float, float]:
    """Width of the labels and of a whole line."""
    normal = fonts.metrics(manner.font).horizontalAdvance
    small = fonts.metrics(manner.small).horizontalAdvance
    heading = small(legend.heading)
    notes = max(map(small, legend.notes), default=0.0)
    if not legend.rows:
        return 0.0, max(heading, notes)
    labels = max(normal(row.label) for row in legend.rows) + 1
    wide = manner.swatch + manner.gap
    if not manner.losses:
        labels = min(labels, manner.labels)
        return labels, max(wide + labels, heading, notes)
    readings = max(small("loss"), normal(NOMINAL), *(normal(row.reading) for row in legend.rows))
    labels = min(labels, manner.labels, max(0.3 * plot_width, 24.0))
    wide += labels + 2 * manner.gap + readings
    return labels, max(wide, heading + 3 * manner.gap + small("loss"), notes)
