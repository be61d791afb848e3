"""The card that says who is who, with the loss at the cursor."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.theme import Theme
from app.map.drawing.cards import LEFT, RIGHT, Room, corner, corners, draw_card, placed
from app.map.drawing.colours import faded
from app.map.drawing.legend_layout import (
    Legend,
    LegendRow,
    Manner,
    Moment,
    in_corner,
    laid_out,
    lost_width,
    widths,
)
from app.map.drawing.sheet import KeptParts
from app.map.drawing.stamps import marker
from app.map.drawing.text import Fonts


def draw_legend(
    painter: QPainter,
    room: Room,
    theme: Theme,
    fonts: Fonts,
    legend: Legend,
    moment: Moment,
    parts: KeptParts,
    at: tuple[float, float] | None = None,
) -> QRectF:
    """The card where a person has put it (`at`), or in a corner; returns where it lies.

    The corner is the upper left one unless clearly fewer of the pixels to avoid lie in another,
    and where every corner hides some of those to spare the card is smaller. What does not change
    with time is kept among the `parts`.
    """
    frame, width = room.frame, room.frame.plot.width()

    def find() -> tuple[Legend, Manner]:
        return in_corner(room, fonts, legend) if at is None else laid_out(frame, fonts, legend)

    shown, manner = parts.found("legend", (legend, room, at is None), find)
    if not (shown.rows or moment.heading):
        return QRectF()
    labels, wide = widths(width, fonts, shown, manner, moment)
    size = QSizeF(wide + 2 * manner.padding, shown.height(manner))
    card = corner(room, size, manner.inset) if at is None else placed(frame, size, at)
    left, top = card.left() + manner.padding, card.top() + 0.6 * manner.padding
    line = QRectF(left, top, wide, manner.row)

    def paint(on_image: QPainter) -> None:
        draw_card(on_image, card, theme)
        _draw_lasting(on_image, QRectF(line), theme, fonts, shown, labels, manner)

    key = (shown, manner, card.getRect(), theme)
    parts.draw(painter, frame, "legend", key, corners(card), 2, paint)
    painter.setFont(getattr(fonts, manner.small))
    painter.setPen(QColor(theme.dim))
    painter.drawText(line, LEFT, moment.heading)
    if not manner.losses:
        return card
    painter.setFont(getattr(fonts, manner.font))
    beside = lost_width(fonts, shown, manner)
    for row, reading in zip(shown.rows, moment.readings, strict=False):
        line.translate(0, manner.row)
        painter.setPen(faded(theme.danger if reading.warning else theme.text, row.opacity))
        painter.drawText(line.adjusted(0, 0, -beside, 0), RIGHT, reading.text)
        if shown.lost:
            painter.setPen(faded(theme.danger if reading.lost else theme.dim, row.opacity))
            painter.drawText(line, RIGHT, f"{reading.lost:,}")
    return card


def _draw_lasting(
    painter: QPainter, line: QRectF, theme: Theme, fonts: Fonts, legend: Legend, labels: float,
    manner: Manner,
) -> None:  # fmt: skip
    """What stays while time goes on: labels with their lines and marks, and the notes."""
    painter.setFont(getattr(fonts, manner.small))
    painter.setPen(QColor(theme.dim))
    if legend.rows and manner.losses:
        beside = lost_width(fonts, legend, manner)
        painter.drawText(line.adjusted(0, 0, -beside, 0), RIGHT, "loss")
        painter.drawText(line, RIGHT, legend.lost)
    for row in legend.rows:
        line.translate(0, manner.row)
        draw_row(painter, line, theme, fonts, row, labels, manner)
    painter.setFont(getattr(fonts, manner.small))
    painter.setPen(QColor(theme.dim))
    for note in legend.notes:
        line.translate(0, manner.row)
        painter.drawText(line, LEFT, note)


def draw_row(
    painter: QPainter, line: QRectF, theme: Theme, fonts: Fonts, row: LegendRow, labels: float,
    manner: Manner,
) -> None:  # fmt: skip
    """A method's mark and its label, which has a width of `labels`."""
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
