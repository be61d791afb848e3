"""What is told at the hand: the values of all curves in a small table, and which is nearest."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.figures.curves.curves import Curve
from app.figures.curves.plane import Plane
from app.look.lettering import Lettering
from app.look.theme import Theme

LINE, SWATCH, PAD, LABEL = 16.0, 14.0, 8.0, 110.0
NEAREST = 10.0
"""Pixels within which the hand is at a curve."""


@dataclasses.dataclass(frozen=True)
class ReadoutRow:
    """One curve's values at a time."""

    method: int
    colour: str
    label: str
    text: str


@dataclasses.dataclass(frozen=True)
class Readout:
    """What the table says at a time: the names of its columns, and a row for each curve."""

    time: int
    columns: tuple[str, ...]
    rows: tuple[ReadoutRow, ...]


def readout_rows(curves: Sequence[Curve], time: int) -> list[ReadoutRow]:
    """The values of every curve at a time, the greatest first."""
    rows = []
    for curve in curves:
        values = [line.at(time) for line in curve.lines]
        if any(value == value for value in values):
            text = "  ".join(line.text(time) for line in curve.lines)
            row = ReadoutRow(curve.method, curve.style.colour, curve.label, text)
            rows.append((values[0], row))
    rows.sort(key=lambda pair: -pair[0] if pair[0] == pair[0] else float("inf"))
    return [row for _, row in rows]


def nearest_method(curves: Sequence[Curve], plane: Plane, place: QPointF, time: int) -> int:
    """The method whose curve passes nearest to a place, at that place's time; −1: none is near."""
    best, nearest = -1, NEAREST
    for curve in curves:
        for line in curve.lines:
            apart = abs(plane.y_of(line.at(time)) - place.y())
            if apart < nearest:  # never so for NaN
                best, nearest = curve.method, apart
    return best


def paint_readout(
    painter: QPainter,
    plane: Plane,
    readout: Readout,
    letters: Lettering,
    emphasis: int | None,
    theme: Theme,
) -> None:
    """A thin line at a time and the table next to it, on the side with more room."""
    rows = readout.rows
    if not rows:
        return
    area, x = plane.area, plane.x_of(readout.time)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(theme.dim), 1, Qt.PenStyle.DotLine))
    painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
    label_width = min(LABEL, max(letters.width(row.label) for row in rows))
    value_width = max(letters.width(row.text) for row in rows)
    width = PAD + SWATCH + label_width + 12 + value_width + PAD
    most = max(1, int((area.height() - PAD) // LINE) - 1)
    left_out = len(rows) - most + 1 if len(rows) > most else 0
    rows = rows[: most - 1] if left_out else rows
    lines = len(rows) + 1 + bool(left_out)
    box = QRectF(0, area.top() + 2, width, LINE * lines + PAD)
    right_of = x < area.center().x()
    box.moveLeft(x + 10 if right_of else x - 10 - width)
    box.moveLeft(min(max(box.left(), 2.0), max(2.0, area.right() + 8 - width)))
    _paint_box(painter, box, theme)
    middle = box.top() + PAD / 2 + LINE / 2
    letters.use(painter, QColor(theme.dim))
    letters.left(painter, box.left() + PAD, middle, f"step {readout.time:,}")
    letters.right(painter, box.right() - PAD, middle, "  ".join(readout.columns))
    for row in rows:
        middle += LINE
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(row.colour))
        painter.drawEllipse(QPointF(box.left() + PAD + 3.5, middle), 3.5, 3.5)
        near = emphasis is None or row.method == emphasis
        letters.use(painter, QColor(theme.text if near else theme.dim))
        label = letters.shortened(row.label, LABEL)
        letters.left(painter, box.left() + PAD + SWATCH, middle, label)
        letters.column(painter, box.right() - PAD, [(middle, row.text)])
    if left_out:
        letters.use(painter, QColor(theme.dim))
        words = f"and {left_out} more: see the table"
        letters.left(painter, box.left() + PAD + SWATCH, middle + LINE, words)


def _paint_box(painter: QPainter, box: QRectF, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QColor(theme.card)
    ground.setAlphaF(0.94)
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 6, 6)
