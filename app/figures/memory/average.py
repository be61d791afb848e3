"""The memory of the policy `ema`, painted: no slots, one running average."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter

from app.figures.memory.columns import ROW
from app.figures.memory.manner import Look
from app.figures.memory.push_arrows import paint_arrows
from app.figures.memory.scales import ArrowScale
from app.look.lettering import Lettering
from core.measures.lengths import lengths
from core.writing import number, vector
from landscapes.base import Array

LEFT, INSET = 60, 8


def paint_average(
    painter: QPainter, width: float, mean: Array, arrows: ArrowScale, look: Look, normal: Lettering
) -> None:
    """The push of mean(B), shape (D,), as an arrow and in numbers, in a row."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(look.card)
    painter.drawRoundedRect(QRectF(0, 0, width, ROW - 2), 4, 4)
    middle = (ROW - 2) / 2
    paint_arrows(painter, look.hue, 40.0, np.array([middle]), -mean[None], arrows)
    length = f"‖·‖ {number(float(lengths(mean)), 3)}"
    measured = normal.metrics.horizontalAdvance
    right = width - INSET
    room = right - LEFT - INSET - measured(length)
    push = f"mean push {vector(-mean)}"
    if measured(push) > room:  # the arrow says what it is
        push = normal.elided(vector(-mean), room)
    normal.use(painter, look.text)
    normal.left(painter, LEFT, middle, push)
    normal.use(painter, look.dim)
    normal.right(painter, right, middle, length)
