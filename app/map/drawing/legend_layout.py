"""What the legend says, and how large its card is: as large as the map allows."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

from PySide6.QtCore import QSizeF

from app.map.drawing.cards import INSET, PADDING, Room, corner, hidden
from app.map.drawing.text import Fonts
from app.map.drawing.view import Frame

MOST_OF_HEIGHT = 0.5
MOST_OF_MAP = 0.24
"""The share of the map that the legend may cover."""
NOMINAL = "0.00000"
"""A loss as wide as most: how large a card is must not change with time."""


class Manner(NamedTuple):
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
    *(
        Manner(8.0, 7.0, 15.0, 18.0, 3.8, 6.0, 130.0, "small", "tiny", notes=notes)
        for notes in (True, False)
    ),
    *(
        Manner(
            *(3.0, 4.0, 13.0, 8.0, 3.6, 5.0),
            labels,
            "tiny",
            "tiny",
            lines=False,
            losses=False,
            notes=False,
        )
        for labels in (150.0, 90.0)
    ),
)
"""From roomy to bare: the first that names every method whole, or else at all, and leaves the map
in sight is taken."""


class LegendRow(NamedTuple):
    """One method: how it is drawn, and its label."""

    colour: str
    dash: tuple[float, ...] | None
    marker: str
    label: str
    opacity: float = 1.0


class Reading(NamedTuple):
    """What stands on the right of a row at a time: a number or a word, and of several starts how
    many are lost, where it is said."""

    text: str
    warning: bool = False
    lost: int = 0


class Moment(NamedTuple):
    """What the card says at a time: a heading (may be empty), and a reading for each row."""

    heading: str
    readings: tuple[Reading, ...]


class Legend(NamedTuple):
    """What the card says at any time: rows with a loss each, and notes below.

    `widest` is the heading at the time at which it is longest; `lost` that of the column of starts
    that are lost, empty where there is none.
    """

    rows: tuple[LegendRow, ...]
    notes: tuple[str, ...] = ()
    widest: str = ""
    lost: str = ""

    @property
    def nominal(self) -> Moment:
        """A time that stands for all: losses take the room that they take at most times."""
        return Moment(self.widest, (Reading(NOMINAL),) * len(self.rows))

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
            return self._replace(notes=notes)
        left = len(self.rows) - most + 1
        notes = (*notes, f"and {left} more")
        return self._replace(rows=self.rows[: most - 1], notes=notes)


def laid_out(frame: Frame, fonts: Fonts, legend: Legend) -> tuple[Legend, Manner]:
    """What of a legend is shown, and how: it is smaller where the map is small.

    On a map too small for any row only the heading is left.
    """
    width, height = frame.plot.width(), frame.plot.height()
    cut: tuple[Legend, Manner] | None = None
    for manner in MANNERS:
        shown = legend.fitted(height, manner)
        size = size_of(width, fonts, shown, manner, shown.nominal)
        is_small = size.width() * size.height() <= MOST_OF_MAP * width * height
        if is_small and shown.rows == legend.rows:
            if _is_whole(width, fonts, shown, manner):
                return shown, manner
            cut = cut or (shown, manner)
    return cut or ((shown if is_small else Legend((), (), legend.widest)), manner)


def _is_whole(width: float, fonts: Fonts, shown: Legend, manner: Manner) -> bool:
    """Whether no label is cut: it is the end of one that tells it from its sisters."""
    room = widths(width, fonts, shown, manner, shown.nominal)[0]
    return all(fonts.width(manner.font, row.label) <= room for row in shown.rows)


def in_corner(room: Room, fonts: Fonts, legend: Legend) -> tuple[Legend, Manner]:
    """The same of a card in a corner: a smaller one where that hides less of what is to be spared
    and still says as much. Which one that is does not change with time."""

    def hides(shown: Legend, manner: Manner) -> int:
        size = size_of(room.frame.plot.width(), fonts, shown, manner, shown.nominal)
        return hidden(corner(room, size, manner.inset), room.spare)

    shown, manner = found = laid_out(room.frame, fonts, legend)
    least = hides(*found)
    for smaller in MANNERS[MANNERS.index(manner) + 1 :]:
        if not (least and shown.rows and smaller.losses and smaller.notes):
            break
        tried = legend.fitted(room.frame.plot.height(), smaller), smaller
        count = hides(*tried)
        if count < least:
            found, least = tried, count
    return found


def size_of(
    plot_width: float, fonts: Fonts, legend: Legend, manner: Manner, moment: Moment
) -> QSizeF:
    """Of the card at a time."""
    wide = widths(plot_width, fonts, legend, manner, moment)[1]
    return QSizeF(wide + 2 * manner.padding, legend.height(manner))


def widths(
    plot_width: float, fonts: Fonts, legend: Legend, manner: Manner, moment: Moment
) -> tuple[float, float]:
    """Width of the labels and of a whole line at a time."""
    normal, small = (partial(fonts.width, font) for font in (manner.font, manner.small))
    heading = small(moment.heading)
    notes = max(map(small, legend.notes), default=0.0)
    if not legend.rows:
        return 0.0, max(heading, notes)
    labels = max(normal(row.label) for row in legend.rows) + 1
    wide = manner.swatch + manner.gap
    if not manner.losses:
        labels = min(labels, manner.labels)
        return labels, max(wide + labels, heading, notes)
    told = [normal(reading.text) for reading in moment.readings[: len(legend.rows)]]
    readings = max(small("loss"), normal(NOMINAL), *told) + lost_width(fonts, legend, manner)
    labels = min(labels, manner.labels, max(0.3 * plot_width, 24.0))
    wide += labels + 2 * manner.gap + readings
    heading += lost_width(fonts, legend, manner)
    return labels, max(wide, heading + 3 * manner.gap + small("loss"), notes)


def lost_width(fonts: Fonts, legend: Legend, manner: Manner) -> float:
    """What the column of starts that are lost takes, with its distance from the losses."""
    return fonts.width(manner.small, legend.lost) + 2 * manner.gap if legend.lost else 0.0
