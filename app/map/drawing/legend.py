"""The card that says who is who, with the loss at the cursor, as large as the map allows."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.theme import Theme
from app.map.drawing.cards import INSET, LEFT, PADDING, RIGHT, corner, corners, draw_card, placed
from app.map.drawing.colours import faded
from app.map.drawing.sheet import KeptParts
from app.map.drawing.stamps import marker
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
        _, wide = _widths(width, fonts, shown, manner)
        area = (wide + 2 * manner.padding) * shown.height(manner)
        return area <= MOST_OF_MAP * width * height

    for manner in MANNERS:
        shown = nominal.fitted(height, manner)
        if shown.rows == nominal.rows and is_small(shown):
            return manner, True
    return manner, is_small(shown)


def draw_legend(
    painter: QPainter,
    frame: Frame,
    theme: Theme,
    fonts: Fonts,
    legend: Legend,
    avoid: Array,
    parts: KeptParts,
    at: tuple[float, float] | None = None,
) -> QRectF:
    """The card where a person has put it (`at`), or in a corner; returns where it lies.

    The corner is the upper left one unless clearly fewer of the pixels `avoid` (N, 2) lie in
    another.
    What does not change with time is kept among the `parts`.
    """
    legend, manner = laid_out(frame, fonts, legend)
    if not (legend.rows or legend.heading):
        return QRectF()
    labels, wide = _widths(frame.plot.width(), fonts, legend, manner)
    size = QSizeF(wide + 2 * manner.padding, legend.height(manner))
    card = placed(frame, size, at) if at else corner(frame, size, manner.inset, avoid)
    left, top = card.left() + manner.padding, card.top() + 0.6 * manner.padding
    line = QRectF(left, top, wide, manner.row)
    lasting = Legend("", tuple(row.lasting for row in legend.rows), legend.notes)

    def paint(on_image: QPainter) -> None:
        draw_card(on_image, card, theme)
        _draw_lasting(on_image, QRectF(line), theme, fonts, lasting, labels, manner)

    key = (lasting, manner, card.getRect(), theme)
    parts.draw(painter, frame, "legend", key, corners(card), 2, paint)
    painter.setFont(getattr(fonts, manner.small))
    painter.setPen(QColor(theme.dim))
    painter.drawText(line, LEFT, legend.heading)
    if not manner.losses:
        return card
    painter.setFont(getattr(fonts, manner.font))
    for row in legend.rows:
        line.translate(0, manner.row)
        painter.setPen(faded(theme.danger if row.warning else theme.text, row.opacity))
        painter.drawText(line, RIGHT, row.reading)
    return card


def _draw_lasting(
    painter: QPainter, line: QRectF, theme: Theme, fonts: Fonts, legend: Legend, labels: float,
    manner: Manner,
) -> None:  # fmt: skip
    """What stays while time goes on: labels with their lines and marks, and the notes."""
    painter.setFont(getattr(fonts, manner.small))
    painter.setPen(QColor(theme.dim))
    if legend.rows and manner.losses:
        painter.drawText(line, RIGHT, "loss")
    for row in legend.rows:
        line.translate(0, manner.row)
        _draw_row(painter, line, theme, fonts, row, labels, manner)
    painter.setFont(getattr(fonts, manner.small))
    painter.setPen(QColor(theme.dim))
    for note in legend.notes:
        line.translate(0, manner.row)
        painter.drawText(line, LEFT, note)


def _widths(plot_width: float, fonts: Fonts, legend: Legend, manner: Manner) -> tuple[float, float]:
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


def _draw_row(
    painter: QPainter, line: QRectF, theme: Theme, fonts: Fonts, row: LegendRow, labels: float,
    manner: Manner,
) -> None:  # fmt: skip
    y = line.center().y()
    colour = faded(row.colour, row.opacity)
    pen = QPen(colour, 2.4)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if row.dash is not None:
        pen.setDashPattern(row.dash)
    if manner.lines:
        painter.setPen(pen)
        painter.drawLine(QPointF(line.left(), y), QPointF(line.left() + manner.swatch, y))
    painter.save()
    painter.translate(line.left() + 0.5 * manner.swatch, y)
    painter.scale(manner.mark, manner.mark)
    painter.fillPath(marker(row.marker), QColor(theme.panel))
    painter.scale(0.76, 0.76)
    painter.fillPath(marker(row.marker), colour)
    painter.restore()
    painter.setFont(getattr(fonts, manner.font))
    painter.setPen(faded(theme.text, row.opacity))
    metrics = fonts.metrics(manner.font)
    text = metrics.elidedText(row.label, Qt.TextElideMode.ElideMiddle, labels)
    painter.drawText(line.adjusted(manner.swatch + manner.gap, 0, 0, 0), LEFT, text)
