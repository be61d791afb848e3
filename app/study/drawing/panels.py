"""Maps of several methods side by side: as many in a row as leaves each of them largest."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from app.study.drawing.lettering import write
from app.study.drawing.look import Look
from app.study.drawing.shapes import draw_swatch
from core.experiment.experiment import MethodSpec

HEAD, BETWEEN = 20.0, 16.0
NARROWEST, WIDEST = 190.0, 400.0
"""Pixels of a panel, and of a map, between which their number in a row is chosen."""


def columns(count: int, room: QRectF, aspect: float) -> int:
    """How many of `count` panels stand in a row; `aspect` is a panel's best width by height."""

    def side(across: int) -> float:
        down = -(-count // across)
        wide = (room.width() - (across - 1) * BETWEEN) / across
        high = (room.height() - (down - 1) * BETWEEN) / down - HEAD
        return min(wide, high * aspect)

    return max(range(1, count + 1), key=side)


def height(count: int, wide: float, aspect: float, beside: float, below: float) -> float:
    """How high `count` panels in a width are best, when each of them keeps so much room `beside`
    and `below` its map of an `aspect`."""
    most = max(1, int((wide + BETWEEN) // (NARROWEST + BETWEEN)))
    down = -(-count // min(count, most))
    across = -(-count // down)
    map_wide = min(WIDEST, (wide - (across - 1) * BETWEEN) / across - beside)
    return down * (map_wide / aspect + below + HEAD) + (down - 1) * BETWEEN


def panels(count: int, room: QRectF, aspect: float) -> list[QRectF]:
    """A rectangle for each of `count` panels, without the heads above them."""
    across = columns(count, room, aspect)
    down = -(-count // across)
    wide = (room.width() - (across - 1) * BETWEEN) / across
    high = (room.height() - (down - 1) * BETWEEN) / down
    return [
        QRectF(
            room.left() + (k % across) * (wide + BETWEEN),
            room.top() + (k // across) * (high + BETWEEN) + HEAD,
            wide,
            high - HEAD,
        )
        for k in range(count)
    ]


def draw_head(
    painter: QPainter, panel: QRectF, methods: tuple[MethodSpec, ...], card: int, look: Look
) -> None:
    """The method's name above its map."""
    style = look.style(methods, card)
    draw_swatch(painter, QRectF(panel.left(), panel.top() - HEAD, 12, HEAD), style)
    box = QRectF(panel.left() + 18, panel.top() - HEAD, panel.width() - 18, HEAD)
    write(painter, box, methods[card].label, look.fonts.small, look.theme.text, middle=True)
