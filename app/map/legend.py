"""The cards that lie on the map: who is who with the loss at the cursor, and the arrows' scale."""

from __future__ import annotations

import dataclasses
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.map.arrows import ArrowScale, tapered_arrows
from app.map.colours import faded
from app.map.paths import polygons_path
from app.map.sheet import KeptParts
from app.map.stamps import marker
from app.map.text import Fonts
from app.map.ticks import number
from app.map.view import Frame
from app.theme import Theme
from landscapes.base import Array

INSET, PADDING, ROW, SWATCH = 12.0, 10.0, 20.0, 26.0
LABEL_LIMIT = 190.0
MOST_OF_HEIGHT = 0.5
CLEARLY = 3  # points that a card must spare to leave its usual corner
CARD_OPACITY = 0.88
CAPTION = "length of a push"


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


@dataclasses.dataclass(frozen=True)
class Legend:
    """What the card says: a heading (may be empty), rows with a loss each, and notes below."""

    heading: str
    rows: tuple[LegendRow, ...]
    notes: tuple[str, ...] = ()

    def fitted(self, frame: Frame) -> Legend:
        """As many rows as fit in the upper part of the map, and a note of how many are left."""
        most = max(1, int(MOST_OF_HEIGHT * frame.plot.height() / ROW) - 1 - len(self.notes))
        if len(self.rows) <= most:
            return self
        left = len(self.rows) - most + 1
        return Legend(self.heading, self.rows[: most - 1], (*self.notes, f"and {left} more"))


def draw_legend(
    painter: QPainter,
    frame: Frame,
    theme: Theme,
    fonts: Fonts,
    legend: Legend,
    avoid: Array,
    parts: KeptParts,
) -> QRectF:
    """The card in an upper corner; returns where it lies.

    It is the left one unless clearly fewer of the pixels `avoid` (N, 2) lie in the right one.
    What does not change with time is kept among the `parts`.
    """
    legend = legend.fitted(frame)
    if not (legend.rows or legend.heading):
        return QRectF()
    labels, wide = _widths(frame, fonts, legend)
    lines = 1 + len(legend.rows) + len(legend.notes)
    height = lines * ROW + 1.2 * PADDING
    card = _corner(frame, frame.plot.top() + INSET, wide + 2 * PADDING, height, avoid)
    line = QRectF(card.left() + PADDING, card.top() + 0.6 * PADDING, wide, ROW)
    lasting = Legend("", tuple(row.lasting for row in legend.rows), legend.notes)

    def paint(on_image: QPainter) -> None:
        draw_card(on_image, card, theme)
        _draw_lasting(on_image, QRectF(line), theme, fonts, lasting, labels)

    parts.draw(painter, frame, "legend", (lasting, card.getRect(), theme), _corners(card), 2, paint)
    painter.setFont(fonts.small)
    painter.setPen(QColor(theme.dim))
    painter.drawText(line, _LEFT, legend.heading)
    painter.setFont(fonts.normal)
    for row in legend.rows:
        line.translate(0, ROW)
        painter.setPen(faded(theme.danger if row.warning else theme.text, row.opacity))
        painter.drawText(line, _RIGHT, row.reading)
    return card


def _corners(card: QRectF) -> Array:
    return np.array([card.topLeft().toTuple(), card.bottomRight().toTuple()])


def _draw_lasting(
    painter: QPainter, line: QRectF, theme: Theme, fonts: Fonts, legend: Legend, labels: float
) -> None:
    """What stays while time goes on: labels with their lines and marks, and the notes."""
    painter.setFont(fonts.small)
    painter.setPen(QColor(theme.dim))
    if legend.rows:
        painter.drawText(line, _RIGHT, "loss")
    for row in legend.rows:
        line.translate(0, ROW)
        _draw_row(painter, line, theme, fonts, row, labels)
    painter.setFont(fonts.small)
    painter.setPen(QColor(theme.dim))
    for note in legend.notes:
        line.translate(0, ROW)
        painter.drawText(line, _LEFT, note)


def _widths(frame: Frame, fonts: Fonts, legend: Legend) -> tuple[float, float]:
    """Width of the labels and of a whole line."""
    normal, small = fonts.normal_metrics.horizontalAdvance, fonts.small_metrics.horizontalAdvance
    heading = small(legend.heading)
    notes = max(map(small, legend.notes), default=0.0)
    if not legend.rows:
        return 0.0, max(heading, notes)
    readings = max(small("loss"), *(normal(row.reading) for row in legend.rows))
    labels = max(normal(row.label) for row in legend.rows) + 1
    labels = min(labels, LABEL_LIMIT, max(0.3 * frame.plot.width(), 24.0))
    wide = SWATCH + 8 + labels + 16 + readings
    return labels, max(wide, heading + 24 + small("loss"), notes)


def _corner(frame: Frame, top: float, width: float, height: float, avoid: Array) -> QRectF:
    plot = frame.plot
    left = QRectF(plot.left() + INSET, top, width, height)
    right = QRectF(left)
    right.moveRight(plot.right() - INSET)
    return right if _count(left, avoid) > _count(right, avoid) + CLEARLY else left


def _count(card: QRectF, points: Array) -> int:
    x, y = points.T
    inside = (x > card.left()) & (x < card.right()) & (y > card.top()) & (y < card.bottom())
    return int(inside.sum())


def draw_arrow_scale(
    painter: QPainter,
    frame: Frame,
    theme: Theme,
    fonts: Fonts,
    scale: ArrowScale,
    avoid: Array,
    parts: KeptParts,
) -> QRectF:
    """The card in a lower corner, chosen alike: how long arrows of three round lengths are."""
    samples = _samples(scale, fonts)
    wide = sum(sample.width for sample in samples) + 16 * (len(samples) - 1)
    wide = max(wide, fonts.small_metrics.horizontalAdvance(CAPTION))
    high = 15 + 14 + 15 + 1.4 * PADDING
    if wide + 2 * PADDING + 2 * INSET > frame.plot.width() or high > 0.22 * frame.plot.height():
        return QRectF()
    card = _corner(frame, frame.plot.bottom() - INSET - high, wide + 2 * PADDING, high, avoid)

    def paint(on_image: QPainter) -> None:
        draw_card(on_image, card, theme)
        _draw_samples(on_image, card, theme, fonts, samples, wide)

    parts.draw(painter, frame, "scale", (scale, card.getRect(), theme), _corners(card), 2, paint)
    return card


@dataclasses.dataclass(frozen=True)
class _Sample:
    """An arrow of a length in pixels, what it stands for, and the room both take."""

    length: float
    text: str
    width: float


@lru_cache(maxsize=32)
def _samples(scale: ArrowScale, fonts: Fonts) -> tuple[_Sample, ...]:
    norms, advance = scale.references(), fonts.small_metrics.horizontalAdvance
    found = []
    for norm, length in zip(norms, scale.pixels(np.array(norms)).tolist(), strict=True):
        text = number(norm)
        found.append(_Sample(length, text, max(length, advance(text))))
    return tuple(found)


def _draw_samples(
    painter: QPainter, card: QRectF, theme: Theme, fonts: Fonts, samples: tuple[_Sample, ...],
    wide: float,
) -> None:  # fmt: skip
    painter.setFont(fonts.small)
    painter.setPen(QColor(theme.dim))
    x, y = card.left() + PADDING, card.top() + 0.7 * PADDING
    painter.drawText(QRectF(x, y, wide, 15), _LEFT, CAPTION)
    for sample in samples:
        arrow = tapered_arrows(np.array([[x, y + 23]]), np.array([[sample.length, 0.0]]), 1.8)
        painter.fillPath(polygons_path(arrow), QColor(theme.text))
        painter.drawText(QRectF(x, y + 29, sample.width + 12, 15), _LEFT, sample.text)
        x += sample.width + 16


def draw_card(painter: QPainter, card: QRectF, theme: Theme) -> None:
    """The ground of a card, through which the map can be made out."""
    painter.setPen(QPen(faded(theme.line, 0.9), 1))
    painter.setBrush(faded(theme.panel, CARD_OPACITY))
    painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 7, 7)


_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT = _MIDDLE | Qt.AlignmentFlag.AlignLeft
_RIGHT = _MIDDLE | Qt.AlignmentFlag.AlignRight


def _draw_row(
    painter: QPainter, line: QRectF, theme: Theme, fonts: Fonts, row: LegendRow, labels: float
) -> None:
    y = line.center().y()
    colour = faded(row.colour, row.opacity)
    pen = QPen(colour, 2.4)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if row.dash is not None:
        pen.setDashPattern(row.dash)
    painter.setPen(pen)
    painter.drawLine(QPointF(line.left(), y), QPointF(line.left() + SWATCH, y))
    painter.save()
    painter.translate(line.left() + 0.5 * SWATCH, y)
    painter.scale(4.6, 4.6)
    painter.fillPath(marker(row.marker), QColor(theme.panel))
    painter.scale(0.76, 0.76)
    painter.fillPath(marker(row.marker), colour)
    painter.restore()
    painter.setFont(fonts.normal)
    painter.setPen(faded(theme.text, row.opacity))
    text = fonts.normal_metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, labels)
    painter.drawText(line.adjusted(SWATCH + 8, 0, 0, 0), _LEFT, text)
