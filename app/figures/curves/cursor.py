"""What lies over a chart's curves: the cursor line with its dots, and where there is no curve the
reason."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QLineF, QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.figures.curves.curves import Curve
from app.figures.curves.plane import Plane
from app.look.lettering import Lettering
from app.look.theme import Theme

DOT = 3.0


def paint_cursor(
    painter: QPainter, plane: Plane, curves: Sequence[Curve], cursor: int, theme: Theme
) -> None:
    """A line at the time cursor, with a dot where every curve is."""
    left, right = plane.window
    if not left <= cursor <= right:
        return
    area, x = plane.area, plane.x_of(cursor)
    painter.setPen(QPen(QColor(theme.text), 1))
    painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.panel), 1))
    for curve in curves:
        y = plane.y_of(curve.lines[0].at(cursor))
        if area.top() <= y <= area.bottom():
            painter.setBrush(QColor(curve.style.colour))
            painter.drawEllipse(QPointF(x, y), DOT, DOT)


def paint_message(
    painter: QPainter, plane: Plane, text: str, letters: Lettering, theme: Theme
) -> None:
    """A few words in the middle, on as many lines as they need."""
    painter.setFont(letters.font)
    painter.setPen(QColor(theme.dim))
    centre = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
    painter.drawText(plane.area.adjusted(8, 0, -8, 0), centre, text)
