"""When a memory stored, replaced or rejected: a strip over time that zooms, points and seeks."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QEvent, QLineF, QPointF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.figures.memory.events import (
    EVERY,
    FIGURES,
    FOOT,
    HEIGHT,
    Times,
    event_times,
    paint_events,
    paint_time,
)
from app.figures.memory.words import event_text
from app.look.lettering import Lettering
from app.look.styles import Style
from app.look.theme import Theme
from app.look.tool_tips import set_tip
from app.widgets.focus_ring import paint_focus
from core.recording.recording import NONE, REJECTED, REPLACED, STORED, Track
from landscapes.base import Array

NEAREST = 4.0
"""Pixels within which the hand picks an event."""
SHORTEST_WINDOW = 8.0
"""Steps that are shown at least, however far one zooms in."""


class EventStrip(QWidget):
    """Events of one method and start over the steps.

    `seek_asked(time)` on a click; `item_pointed(birth)` while the hand is at an event that kept
    its item, −1 otherwise; `window_changed(left, right)` when a person zooms or drags. Wheel
    zooms around the hand, a drag moves, a double click shows all; PgUp and PgDn go from event to
    event.
    """

    seek_asked = Signal(int)
    item_pointed = Signal(int)
    window_changed = Signal(float, float)

    def __init__(self, style: Style, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._style, self._theme = style, theme
        self._track: Track | None = None
        self._start, self._filled, self._time = 0, 0, 0
        self._lit: int | None = None
        self._window: tuple[float, float] | None = None
        self._ground: QPixmap | None = None
        self._pressed: float | None = None
        self._before: int | None = None
        self._dragged = False
        self._small = Lettering(self.font(), FIGURES)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        set_tip(
            self,
            "Events over time: tall stored, middle replaced, short rejected;\n"
            "where many steps share a pixel, each kind by its share.\n"
            "Click: go there. Wheel: zoom. Drag: move. Double click: show all. PgUp, PgDn: "
            "previous and next event.",
        )

    def sizeHint(self) -> QSize:
        return QSize(296, HEIGHT)

    def set_look(self, style: Style, theme: Theme) -> None:
        """Paint in another style or theme."""
        self._style, self._theme, self._ground = style, theme, None
        self.update()

    def show_events(self, track: Track, start: int) -> None:
        """Show the events of a start, as many steps as are computed."""
        if (track, start, track.filled) != (self._track, self._start, self._filled):
            self._track, self._start, self._filled = track, start, track.filled
            self._ground = None
            self.update()

    def show_time(self, time: int, lit: int | None) -> None:
        """Show the time cursor, and the event at which the lit item was taken."""
        if (time, lit) != (self._time, self._lit):
            self._time, self._lit = time, lit
            self.update()

    @property
    def window_shown(self) -> tuple[float, float]:
        """The times at the left and right end."""
        steps = self._track.steps if self._track else 1
        if self._window is None:
            return 0.0, float(steps)
        left, right = self._window
        return min(left, max(0.0, steps - SHORTEST_WINDOW)), min(right, float(steps))

    def set_window(self, left: float, right: float) -> None:
        """Show these times; all of them when they span the run."""
        steps = float(self._track.steps) if self._track else 1.0
        self._window = None if left <= 0 and right >= steps else (left, right)
        self._ground = None
        self.update()

    @property
    def _times(self) -> Times:
        return Times(*self.window_shown, self.width())

    def x_of(self, time: float) -> Any:
        """Where a time, or each of many, is in pixels."""
        return self._times.x_of(time)

    def time_at(self, x: float) -> float:
        """The time at a place."""
        return self._times.time_at(x)

    def event_times(self, kinds: tuple[int, ...] = EVERY) -> Array:
        """The times at which something of these kinds happened."""
        if self._track is None:
            return np.zeros(0, dtype=int)
        return event_times(self._track, self._start, kinds)

    def event_near(self, x: float) -> int:
        """The time of the event nearest to a place, kept ones first; −1 where none is near."""
        for kinds in ((STORED, REPLACED), (REJECTED,)):
            times = self.event_times(kinds)
            apart = np.abs(self._times.x_of(times) - x)
            if len(times) and apart.min() <= NEAREST:
                return int(times[apart.argmin()])
        return -1

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawPixmap(QPointF(0, 0), self._painted_ground())
        bottom = HEIGHT - FOOT
        if self._lit is not None:
            painter.setPen(QPen(QColor(self._theme.accent), 2))
            x = self.x_of(self._lit + 1)
            painter.drawLine(QLineF(x, 1, x, bottom))
        paint_time(painter, self.x_of(self._time), self._theme)
        paint_focus(painter, self, self._theme)

    def _painted_ground(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._ground is None or self._ground.size() != self.size() * ratio:
            self._ground = QPixmap(self.size() * ratio)
            self._ground.setDevicePixelRatio(ratio)
            self._ground.fill(QColor(self._theme.panel))
            painter = QPainter(self._ground)
            self._paint_ground(painter)
            painter.end()
        return self._ground

    def _paint_ground(self, painter: QPainter) -> None:
        events = {kind: self.event_times((kind,)) for kind in EVERY}
        look = (self._style, self._theme, self._small)
        paint_events(painter, self._times, events, *look)
        if self._window is not None:
            middle = HEIGHT - FOOT / 2 + 1
            told = "zoomed · double click: all"
            self._small.centred(painter, self.width() / 2, middle, told)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turns = event.angleDelta().y() / 120
        if not turns:
            return
        around, (left, right) = self.time_at(event.position().x()), self.window_shown
        steps = float(self._track.steps) if self._track else 1.0
        width = min(max((right - left) * 0.8**turns, SHORTEST_WINDOW), steps)
        share = (around - left) / max(1e-9, right - left)
        self._move_window(around - share * width, width)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed, self._dragged = event.position().x(), False
        self._before = self._time

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        x = event.position().x()
        if self._pressed is None or not event.buttons():
            self._point(x)
            return
        if not self._dragged and abs(x - self._pressed) < 5:
            return
        self._dragged = True
        left, right = self.window_shown
        self._move_window(left - (self.time_at(x) - self.time_at(self._pressed)), right - left)
        self._pressed = x

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._pressed is not None and not self._dragged:
            x = event.position().x()
            near = self.event_near(x)
            self.seek_asked.emit(near if near >= 0 else round(max(0.0, self.time_at(x))))
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._move_window(0.0, float(self._track.steps) if self._track else 1.0)
        if self._before is not None:  # where its first click has led away from
            self.seek_asked.emit(self._before)
            self._before = None

    def leaveEvent(self, event: QEvent) -> None:
        self.item_pointed.emit(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        times = self.event_times((STORED, REPLACED))
        if event.key() == Qt.Key.Key_PageDown:
            later = times[times > self._time]
            if len(later):
                self.seek_asked.emit(int(later[0]))
        elif event.key() == Qt.Key.Key_PageUp:
            earlier = times[times < self._time]
            if len(earlier):
                self.seek_asked.emit(int(earlier[-1]))
        else:
            super().keyPressEvent(event)

    def _point(self, x: float) -> None:
        time = self.event_near(x)
        event, slot = NONE, -1
        if time >= 0 and self._track is not None:
            event = int(self._track["memory_events"][time - 1, self._start])
            slot = int(self._track["memory_slots"][time - 1, self._start])
        self.item_pointed.emit(time - 1 if event in (STORED, REPLACED) else -1)
        said = event_text(event, slot)
        self.setStatusTip(f"step {time}: {said}" if said else "")

    def _move_window(self, left: float, width: float) -> None:
        steps = float(self._track.steps) if self._track else 1.0
        left = min(max(0.0, left), steps - width)
        self.set_window(left, left + width)
        self.window_changed.emit(left, left + width)
