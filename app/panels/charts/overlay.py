"""What lies over a chart's curves and moves: the cursor line with its dots, and the zoom box."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.theme import Theme

if TYPE_CHECKING:
    from app.panels.charts.plot_view import PlotView

DOT = 3.0


def paint_cursor(painter: QPainter, view: PlotView, cursor: int, theme: Theme) -> None:
    """A line at the time cursor, with a dot where every curve is."""
    left, right = view.window_shown
    if not left <= cursor <= right:
        return
    area, x = view.area, view.x_of(cursor)
    painter.setPen(QPen(QColor(theme.text), 1))
    painter.drawLine(QLineF(x, area.top(), x, area.bottom()))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.panel), 1))
    for curve in view.curves:
        y = view.y_of(curve.lines[0].at(cursor))
        if area.top() <= y <= area.bottom():
            painter.setBrush(QColor(curve.style.colour))
            painter.drawEllipse(QPointF(x, y), DOT, DOT)


def paint_rubber(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """The box that a person draws to zoom into."""
    colour = QColor(theme.accent)
    painter.setPen(QPen(colour, 1))
    colour.setAlphaF(0.15)
    painter.setBrush(colour)
    painter.drawRect(box)
