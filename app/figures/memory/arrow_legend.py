"""How long the arrows among a memory's rows are: a few lengths with their numbers."""

from __future__ import annotations

import numpy as np
from PySide6.QtGui import QColor, QPainter

from app.figures.memory.push_arrows import paint_arrows
from app.figures.memory.scales import ArrowScale
from app.look.lettering import Lettering
from app.look.theme import Theme
from core.writing import tick

HEIGHT = 18
GAP, NEAR = 18.0, 6.0
"""Pixels between the arrows, and between an arrow and its norm."""


def paint_arrow_legend(
    painter: QPainter, width: float, scale: ArrowScale, theme: Theme, small: Lettering
) -> None:
    """Arrows of round norms, up to the largest that is held, as long as they are in the rows."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    dim, middle = QColor(theme.dim), HEIGHT / 2
    small.use(painter, dim)
    small.left(painter, 0, middle, "push −item")
    x = small.width("push −item") + GAP
    for norm in scale.references():
        half, text = scale.length(norm), tick(norm)
        if x + 2 * half + NEAR + small.width(text) > width:
            break  # an arrow without its number says nothing
        pushes = np.array([[norm, 0.0]])
        paint_arrows(painter, dim, x + half, np.array([middle]), pushes, scale)
        small.use(painter, dim)
        small.left(painter, x + 2 * half + NEAR, middle, text)
        x += 2 * half + NEAR + small.width(text) + GAP
