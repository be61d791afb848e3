"""The straight way as two curves each: loss above, with its barrier, and accuracy below."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look import fonts
from app.look.appearance import Appearance
from app.look.lettering import Lettering
from app.look.theme import Theme
from app.map.drawing.paths import polyline_path
from app.map.drawing.ticks import linear_ticks
from app.panels.between.ends import PARTS, Between
from landscapes.base import Array

LEFT, RIGHT, HEAD, FOOT = 52.0, 14.0, 22.0, 20.0
DASHES = {"train": None, "test": (4.0, 3.0)}
WORDS = {"train": "train", "test": "test"}


@dataclasses.dataclass(frozen=True)
class _Box:
    """A rectangle in which 0 … 1 goes across and an interval goes up."""

    rect: QRectF
    low: float
    high: float

    def pixels(self, at: Array, values: Array) -> Array:
        """Pixels (N, 2)."""
        x = self.rect.left() + np.asarray(at) * self.rect.width()
        share = (np.asarray(values) - self.low) / (self.high - self.low)
        return np.stack([x, self.rect.bottom() - share * self.rect.height()], -1)


class WayView(QWidget):
    """Draws what lies `between`, or says why there is nothing; `ends` names both sides."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("between-way")
        self.setAccessibleName("Loss and accuracy along the straight way")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(300, 240)
        self._appearance = appearance
        self._small = Lettering(fonts.sans(), 11)
        self._bold = Lettering(fonts.sans(), 12, bold=True)
        self.between: Between | None = None
        self.message = ""
        self.ends = ("", "")
        self.colours = ("", "")
        appearance.theme_changed.connect(self.update)

    def sizeHint(self) -> QSize:
        return QSize(520, 380)

    def show_way(self, between: Between | None, message: str = "") -> None:
        """Show another way, or words in its place."""
        self.between, self.message = between, message
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, theme = QPainter(self), self._appearance.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(theme.panel))
        if self.between is None:
            painter.setFont(self._small.font)
            painter.setPen(QColor(theme.dim))
            painter.drawText(
                QRectF(self.rect()), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap,
                self.message,
            )  # fmt: skip
            return
        half = 0.5 * (self.height() - FOOT)
        ways = {part: getattr(self.between, part) for part in PARTS}
        losses = {part: each.losses for part, each in ways.items()}
        accuracies = {part: each.accuracies for part, each in ways.items()}
        at, width = ways["train"].at, self.width() - LEFT - RIGHT
        upper = QRectF(LEFT, HEAD, width, half - HEAD - 8)
        lower = QRectF(LEFT, half + HEAD, width, half - HEAD - 4)
        box = self._curves(painter, theme, upper, "Loss", at, losses, None)
        if box is not None:
            self._barrier(painter, theme, box)
        self._curves(
            painter, theme, lower, "Accuracy", at, accuracies, lambda v: f"{100 * v:.0f} %"
        )
        self._names(painter, theme)

    def _curves(
        self, painter: QPainter, theme: Theme, rect: QRectF, title: str, at: Array,
        curves: dict[str, Array], words: Callable[[float], str] | None,
    ) -> _Box | None:  # fmt: skip
        self._bold.use(painter, QColor(theme.text))
        self._bold.left(painter, rect.left(), rect.top() - 12, title)
        values = np.concatenate(list(curves.values()))
        values = values[np.isfinite(values)]
        self._key(painter, theme, rect)
        if not len(values):
            return None
        low, high = float(values.min()), float(values.max())
        low, high = (low, high) if high - low > 1e-9 else (low - 0.5, high + 0.5)
        room = 0.06 * (high - low)
        box = _Box(rect, low - room, high + room)
        self._small.use(painter, QColor(theme.dim))
        for tick in linear_ticks((box.low, box.high), max(2, int(rect.height() // 36))):
            _, y = box.pixels(np.array(0.0), np.array(tick.value))
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
            painter.setPen(QColor(theme.dim))
            self._small.right(
                painter, rect.left() - 7, y, words(tick.value) if words else tick.label
            )
        for part, curve in curves.items():
            pen = QPen(QColor(theme.accent), 2)
            if DASHES[part]:
                pen.setDashPattern(list(DASHES[part] or ()))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.strokePath(polyline_path(box.pixels(at, curve), rect), pen)
        return box

    def _key(self, painter: QPainter, theme: Theme, rect: QRectF) -> None:
        right = rect.right()
        for part in reversed(PARTS):
            self._small.use(painter, QColor(theme.dim))
            self._small.right(painter, right, rect.top() - 12, WORDS[part])
            right -= self._small.width(WORDS[part]) + 6
            pen = QPen(QColor(theme.accent), 2)
            if DASHES[part]:
                pen.setDashPattern(list(DASHES[part] or ()))
            painter.setPen(pen)
            painter.drawLine(QPointF(right - 22, rect.top() - 12), QPointF(right, rect.top() - 12))
            right -= 36

    def _barrier(self, painter: QPainter, theme: Theme, box: _Box) -> None:
        """From the straight line between the two ends' losses up to where the loss is farthest
        above it."""
        assert self.between is not None
        way = self.between.train
        chord = way.losses[0] + way.at * (way.losses[-1] - way.losses[0])
        if not np.isfinite(way.losses).all():
            return
        top = int((way.losses - chord).argmax())
        ends = box.pixels(way.at[[0, -1]], chord[[0, -1]])
        painter.setPen(QPen(QColor(theme.dim), 1, Qt.PenStyle.DotLine))
        painter.drawLine(QPointF(*ends[0]), QPointF(*ends[1]))
        foot, head = box.pixels(way.at[[top, top]], np.array([chord[top], way.losses[top]]))
        painter.setPen(QPen(QColor(theme.warning), 2))
        painter.drawLine(QPointF(*foot), QPointF(*head))

    def _names(self, painter: QPainter, theme: Theme) -> None:
        y, room = self.height() - 0.5 * FOOT, 0.5 * (self.width() - 36)
        for side, (name, colour) in enumerate(zip(self.ends, self.colours, strict=True)):
            text = self._small.shortened(name, room - 14)
            wide = self._small.width(text)
            x = 12.0 if side == 0 else self.width() - 12.0 - wide
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colour or theme.dim))
            dot = x + 4 if side == 0 else x - 10
            painter.drawEllipse(QPointF(dot, y), 4, 4)
            self._small.use(painter, QColor(theme.text))
            self._small.left(painter, x + (14 if side == 0 else 0), y, text)
