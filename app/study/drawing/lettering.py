"""Texts of a plot: placed in boxes, shortened where the room ends."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

_H = {"left": Qt.AlignmentFlag.AlignLeft, "centre": Qt.AlignmentFlag.AlignHCenter,
      "right": Qt.AlignmentFlag.AlignRight}  # fmt: skip
Where = Literal["left", "centre", "right"]


def write(
    painter: QPainter, box: QRectF, text: str, font: QFont, colour: QColor | str,
    where: Where = "left", *, middle: bool = False,
) -> None:  # fmt: skip
    """A text in the vertical middle of a box; too long a one loses its end, or its `middle`."""
    mode = Qt.TextElideMode.ElideMiddle if middle else Qt.TextElideMode.ElideRight
    shown = QFontMetricsF(font).elidedText(text, mode, box.width())
    painter.setFont(font)
    painter.setPen(QColor(colour))
    # No flag that wraps: a text is one line.
    painter.drawText(box, _H[where] | Qt.AlignmentFlag.AlignVCenter, shown)


def width(text: str, font: QFont) -> float:
    """How wide a text is, in pixels."""
    return QFontMetricsF(font).horizontalAdvance(text)
