"""When a memory stored, replaced or rejected: painted over the steps of a run."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from app.look.lettering import Lettering
from app.look.styles import Style
from app.look.theme import Theme
from core.recording.recording import REJECTED, REPLACED, STORED, Track
from landscapes.base import Array

HEIGHT, FOOT = 32, 12
FIGURES = 10
"""Pixels of the figures at the foot."""
TALL = {STORED: 1.0, REPLACED: 0.68, REJECTED: 0.3}
EVERY = (STORED, REPLACED, REJECTED)


class Times(NamedTuple):
    """The times from `left` to `right` on a strip of a width in pixels."""

    left: float
    right: float
    width: float

    def x_of(self, time: Any) -> Any:
        """Where a time, or each of many, is in pixels."""
        return 2 + (time - self.left) / max(1e-9, self.right - self.left) * (self.width - 4)

    def time_at(self, x: float) -> float:
        """The time at a place."""
        return self.left + (x - 2) / max(1.0, self.width - 4) * (self.right - self.left)


def event_times(track: Track, start: int, kinds: tuple[int, ...] = EVERY) -> Array:
    """The times (N,) at which something of these kinds happened to a start's memory."""
    if "memory_events" not in track:
        return np.zeros(0, dtype=int)
    events = track["memory_events"][: track.filled, start]
    return np.flatnonzero(np.isin(events, kinds)) + 1


def column_heights(columns: dict[int, Array], width: int) -> dict[int, Array]:
    """How high each kind of event stands in each of `width` columns of pixels, 0 … 1, shape (W,).

    `columns` are those of each kind's events. A column that holds one event is as high as its kind
    is tall; one that holds many is as high as they are on average, each kind with its share.
    """
    counts = {kind: np.bincount(at, minlength=width) for kind, at in columns.items()}
    every = np.maximum(1, sum(counts.values()))
    return {kind: TALL[kind] * count / every for kind, count in counts.items()}


def paint_events(
    painter: QPainter, times: Times, events: dict[int, Array], style: Style, theme: Theme,
    figures: Lettering,
) -> None:  # fmt: skip
    """A strip of `events`, times of each kind; rejected ones are dim. Its ends are told below."""
    bottom, width = HEIGHT - FOOT, int(times.width)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(QPen(QColor(theme.line), 1))
    painter.drawLine(QLineF(0, bottom + 0.5, width, bottom + 0.5))
    hue, dim = QColor(style.colour), QColor(theme.dim)
    columns = {kind: _columns(times, found) for kind, found in events.items()}
    heights = column_heights(columns, width)
    painter.setPen(Qt.PenStyle.NoPen)
    for colour, shares in ((hue, sum(heights.values())), (dim, heights[REJECTED])):
        painter.setBrush(colour)
        tall = (shares * (bottom - 2)).tolist()
        painter.drawRects(
            [QRectF(x, bottom - high, 1, high) for x, high in enumerate(tall) if high]
        )
    figures.use(painter, dim)
    middle = HEIGHT - FOOT / 2 + 1
    figures.left(painter, 0, middle, f"{times.left:,.0f}")
    figures.right(painter, width, middle, f"{times.right:,.0f}")


def paint_time(painter: QPainter, x: float, theme: Theme) -> None:
    """The time cursor on a strip."""
    painter.setPen(QPen(QColor(theme.text), 1))
    painter.drawLine(QLineF(x, 0, x, HEIGHT - FOOT + 0.5))  # the figures below stay legible


def _columns(times: Times, found: Array) -> Array:
    """The columns of pixels in which events stand."""
    xs = np.asarray(times.x_of(found))
    seen = np.round(xs[(xs >= 0) & (xs <= times.width)])
    return np.minimum(seen, int(times.width) - 1).astype(int)
