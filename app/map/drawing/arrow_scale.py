"""The card that says how long a push of some round lengths is drawn."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter

from app.look.theme import Theme
from app.map.drawing.arrows import ArrowScale, tapered_arrows
from app.map.drawing.cards import INSET, LEFT, PADDING, Room, corner, corners, draw_card
from app.map.drawing.paths import polygons_path
from app.map.drawing.sheet import KeptParts
from app.map.drawing.text import Fonts
from core.writing import tick

CAPTION = "length of a push"
MOST_OF_MAP = 0.085
"""The share of the map that it may cover."""


def draw_arrow_scale(
    painter: QPainter,
    room: Room,
    theme: Theme,
    fonts: Fonts,
    scale: ArrowScale,
    parts: KeptParts,
    taken: QRectF,
) -> QRectF:
    """The card in a lower corner, chosen alike: how long arrows of three round lengths are.

    It leaves what is `taken` by another card free, and is not there on a small map.
    """
    samples = _samples(scale, fonts)
    wide = sum(sample.width for sample in samples) + 16 * (len(samples) - 1)
    wide = max(wide, fonts.width("small", CAPTION))
    high = 15 + 14 + 15 + 1.4 * PADDING
    size, plot = QSizeF(wide + 2 * PADDING, high), room.frame.plot
    if size.width() * high > MOST_OF_MAP * plot.width() * plot.height():
        return QRectF()
    card = corner(room, size, INSET, low=True, taken=(taken,))

    def paint(on_image: QPainter) -> None:
        draw_card(on_image, card, theme)
        _draw_samples(on_image, card, theme, fonts, samples, wide)

    key = (scale, card.getRect(), theme)
    parts.draw(painter, room.frame, "scale", key, corners(card), 2, paint)
    return card


class _Sample(NamedTuple):
    """An arrow of a length in pixels, what it stands for, and the room both take."""

    length: float
    text: str
    width: float


@lru_cache(maxsize=32)
def _samples(scale: ArrowScale, fonts: Fonts) -> tuple[_Sample, ...]:
    norms, advance = scale.references(), fonts.small_metrics.horizontalAdvance
    found = []
    for norm, length in zip(norms, scale.pixels(np.array(norms)).tolist(), strict=True):
        text = tick(norm)
        found.append(_Sample(length, text, max(length, advance(text))))
    return tuple(found)


def _draw_samples(
    painter: QPainter, card: QRectF, theme: Theme, fonts: Fonts, samples: tuple[_Sample, ...],
    wide: float,
) -> None:  # fmt: skip
    painter.setFont(fonts.small)
    painter.setPen(QColor(theme.dim))
    x, y = card.left() + PADDING, card.top() + 0.7 * PADDING
    painter.drawText(QRectF(x, y, wide, 15), LEFT, CAPTION)
    for sample in samples:
        arrow = tapered_arrows(np.array([[x, y + 23]]), np.array([[sample.length, 0.0]]), 1.8)
        painter.fillPath(polygons_path(arrow), QColor(theme.text))
        painter.drawText(QRectF(x, y + 29, sample.width + 12, 15), LEFT, sample.text)
        x += sample.width + 16
