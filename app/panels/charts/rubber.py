"""The box that a person draws in a chart to zoom into."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.theme import Theme


def paint_rubber(painter: QPainter, box: QRectF, theme: Theme) -> None:
    """The box that a person draws to zoom into."""
    colour = QColor(theme.accent)
    painter.setPen(QPen(colour, 1))
    colour.setAlphaF(0.15)
    painter.setBrush(colour)
    painter.drawRect(box)
