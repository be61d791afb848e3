"""A person's hand on the map: presses and moves become starts, another view, or a highlight."""

from __future__ import annotations

from typing import Protocol

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QCursor, QMouseEvent

from app.look.theme import Theme
from app.map.drawing.layers import Layers
from app.map.drawing.view import Frame, View
from app.map.pointing import ItemAt, item_at, start_at
from app.running.shown import Highlight
from app.session.history import History
from app.session.session import Session
from landscapes.base import Array

_ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
_PANNING = (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton)


class MapUnderHand(Protocol):
    """What the hand has to know of the map it lies on, and can do to it."""

    @property
    def frame(self) -> Frame: ...
    @property
    def view(self) -> View: ...
    @property
    def starts(self) -> Array: ...
    @property
    def is_plane(self) -> bool: ...
    @property
    def theme(self) -> Theme: ...
    @property
    def layers(self) -> Layers: ...

    def set_view(self, view: View) -> None: ...
    def reset_view(self) -> None: ...
    def point_at(self, pixel: QPointF | None, item: ItemAt | None = None) -> None: ...
    def cursor(self) -> QCursor: ...
    def setCursor(self, cursor: QCursor) -> None: ...  # noqa: N802, as Qt spells it


class Hand:
    """Knows what is being dragged. Starts and highlights go to the session, views to the canvas."""

    def __init__(self, canvas: MapUnderHand, session: Session) -> None:
        self._canvas = canvas
        self._session = session
        self._dragged: int | None = None
        self._panned_from: QPointF | None = None
        self._before: tuple[History, int] | None = None
        self._pointing = False

    def press(self, event: QMouseEvent) -> None:
        """Begin to pan, or take hold of a start."""
        place = event.position()
        if event.button() in _PANNING:
            self._panned_from = place
        elif event.button() == Qt.MouseButton.LeftButton:
            self._before = self._session.bookmark(), self._session.selected_start
            if self._on_map(place):
                self._dragged = self._taken(place, adding=bool(event.modifiers() & _ADDING))
        self._show_cursor(place)

    def move(self, place: QPointF) -> None:
        """Pan or drag on; otherwise look at what lies under the pointer."""
        if self._panned_from is not None:
            self._pan(self._panned_from, place)
            self._panned_from = place
        elif self._dragged is not None:
            self._move_start(self._dragged, place)
        if self._dragged is None and self._panned_from is None:
            self._look_at(place)
        else:
            self._canvas.point_at(place if self._on_map(place) else None)
        self._show_cursor(place)

    def release(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() in _PANNING:
            self._panned_from = None
        else:
            self._dragged = None
        self._show_cursor(event.position())

    def double_click(self, event: QMouseEvent) -> None:
        """Show the whole domain; what the first of the two clicks did to a start was not meant."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._before is not None:
            (bookmark, start), self._before = self._before, None
            self._session.return_to(bookmark)
            self._session.select_start(start)
        self._canvas.reset_view()

    def leave(self) -> None:
        """Point at nothing."""
        self._canvas.point_at(None)
        self._highlight(None)

    def remove_start(self) -> None:
        """Take the selected start away, unless it is the only one."""
        starts = self._canvas.starts
        if len(starts) > 1 and self._canvas.is_plane:
            self._set_starts(np.delete(starts, self._session.selected_start, axis=0))

    def _taken(self, place: QPointF, adding: bool) -> int:
        """The start under the hand, or a new one, or else the selected one, which comes here."""
        session, starts = self._session, self._canvas.starts
        found = start_at(self._canvas.frame, starts, place, session.selected_start)
        if found is None and adding:
            found = len(starts)
            self._set_starts(np.vstack([starts, self._point(place)]))
        elif found is None:
            found = session.selected_start
            self._move_start(found, place)
        session.select_start(found)
        return found

    def _move_start(self, index: int, place: QPointF) -> None:
        starts = self._canvas.starts.copy()
        if index < len(starts):
            starts[index] = self._point(place)
            self._set_starts(starts)

    def _set_starts(self, starts: Array) -> None:
        if not np.array_equal(starts, self._canvas.starts):
            self._session.set_starts(starts.tolist())

    def _point(self, place: QPointF) -> tuple[float, float]:
        """The point of the plane under a pixel, or the one on the map's edge nearest to it."""
        frame = self._canvas.frame
        plot = frame.plot
        inside = QPointF(
            min(max(place.x(), plot.left()), plot.right()),
            min(max(place.y(), plot.top()), plot.bottom()),
        )
        return frame.to_data(inside)

    def _pan(self, before: QPointF, after: QPointF) -> None:
        frame = self._canvas.frame
        (x0, y0), (x1, y1) = frame.to_data(before), frame.to_data(after)
        self._canvas.set_view(self._canvas.view.moved(x0 - x1, y0 - y1))

    def _look_at(self, place: QPointF) -> None:
        canvas, session = self._canvas, self._session
        item = None
        if self._on_map(place) and canvas.layers.memory:
            item = item_at(
                canvas.frame,
                session.picture,
                canvas.theme,
                session.cursor,
                session.selected_start,
                place,
            )
        self._highlight(None if item is None else Highlight(item.method, item.birth))
        canvas.point_at(place if self._on_map(place) else None, item)

    def _highlight(self, highlight: Highlight | None) -> None:
        """Point at an item; let go only of what was pointed at from here."""
        if highlight is not None or self._pointing:
            self._session.set_highlight(highlight)
        self._pointing = highlight is not None

    def _on_map(self, place: QPointF) -> bool:
        return self._canvas.is_plane and self._canvas.frame.plot.contains(place)

    def _show_cursor(self, place: QPointF) -> None:
        canvas, shape = self._canvas, Qt.CursorShape.ArrowCursor
        if self._dragged is not None or self._panned_from is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._on_map(place):
            held = start_at(canvas.frame, canvas.starts, place, self._session.selected_start)
            shape = Qt.CursorShape.CrossCursor if held is None else Qt.CursorShape.OpenHandCursor
        if canvas.cursor().shape() != shape:
            canvas.setCursor(QCursor(shape))
