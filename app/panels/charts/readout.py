"""The values of all curves at the hand, in a small table beside it."""

from __future__ import annotations

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.panels.charts.plot import Plot, x_of
from app.panels.lettering import Lettering
from app.theme import Theme
from core.notation import number

LINE, SWATCH, PAD = 16.0, 14.0, 8.0


def readout_rows(plot: Plot, time: int) -> list[tuple[str, str, str]]:
    """Colour, label and values of every curve at a time, the greatest value first."""
    rows = []
    for curve in plot.curves:
        values = [line.at(time) for line in plot.shown_lines(curve)]
        if any(value == value for value in values):
            text = "  ".join(number(value) for value in values)
            rows.append((values[0], curve.style.colour, curve.label, text))
    rows.sort(key=lambda row: -row[0] if row[0] == row[0] else float("inf"))
    return [(colour, label, text) for _, colour, label, text in rows]


def paint_readout(
    painter: QPainter, plot: Plot, time: int, area: QRectF, theme: Theme, letters: Lettering
) -> None:
    """A thin line at a time and the table next to it, on the side with more room."""
    rows = readout_rows(plot, time)
    if not rows:
        return
    x = float(x_of(time, plot.window, area))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(theme.dim), 1, Qt.PenStyle.DotLine))
    painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
    labels = [letters.elided(label, 110) for _, label, _ in rows]
    label_width = max(letters.width(label) for label in labels)
    value_width = max(letters.width(text) for _, _, text in rows)
    width = PAD + SWATCH + label_width + 12 + value_width + PAD
    most = max(1, int((area.height() - PAD) // LINE) - 1)
    rows, labels = rows[:most], labels[:most]
    box = QRectF(0, area.top() + 2, width, LINE * (len(rows) + 1) + PAD)
    right_of = x < area.center().x()
    box.moveLeft(x + 10 if right_of else x - 10 - width)
    box.moveLeft(min(max(box.left(), 2.0), max(2.0, area.right() + 8 - width)))
    _paint_box(painter, box, theme)
    middle = box.top() + PAD / 2 + LINE / 2
    letters.use(painter, QColor(theme.dim))
    letters.left(painter, box.left() + PAD, middle, f"step {time:,}")
    names = "  ".join(line.name for line in plot.shown_lines(plot.curves[0]))
    letters.right(painter, box.right() - PAD, middle, names)
    for (colour, _, text), label in zip(rows, labels, strict=True):
        middle += LINE
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(QPointF(box.left() + PAD + 3.5, middle), 3.5, 3.5)
        letters.use(painter, QColor(theme.text))
        letters.left(painter, box.left() + PAD + SWATCH, middle, label)
        letters.column(painter, box.right() - PAD, [(middle, text)])


def _paint_box(painter: QPainter, box: QRectF, theme: Theme) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground = QColor(theme.card)
    ground.setAlphaF(0.94)
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.setBrush(ground)
    painter.drawRoundedRect(box, 6, 6)
