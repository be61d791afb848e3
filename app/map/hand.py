"""A person's hand on the map: what it takes hold of, and where that goes as the hand moves.

A start moves when it is dragged, the ground when it is dragged beside a start, the legend when it
is dragged by itself; a mere click moves nothing. A double click calls the selected start.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, Protocol

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent

from app.map.drawing.scene import Scene
from app.map.drawing.view import Frame, View
from app.map.pointing import ItemAt, item_at, start_at
from app.running.shown import Highlight
from app.session.session import Session
from landscapes.base import Array

ADDING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
SLACK = 3.0
"""Pixels that a press may slip before it drags what it holds."""
_PANNING = (Qt.MouseButton.MiddleButton, Qt.MouseButton.RightButton)
Thing = Literal["start", "legend", "ground"]
_FREE = {
    "start": Qt.CursorShape.SizeAllCursor,
    "legend": Qt.CursorShape.SizeAllCursor,
    "ground": Qt.CursorShape.OpenHandCursor,
}


class MapUnderHand(Protocol):
    """What the hand has to know of the map it lies on, and can do to it."""

    @property
    def frame(self) -> Frame: ...
    @property
    def looked_at(self) -> View: ...
    @property
    def starts(self) -> Array: ...
    @property
    def is_plane(self) -> bool: ...
    @property
    def moves_starts(self) -> bool: ...
    @property
    def scene(self) -> Scene: ...
    @property
    def legend_card(self) -> QRectF: ...

    def set_view(self, view: View) -> None: ...
    def place_legend(self, corner: QPointF | None) -> None: ...
    def point_at(self, pixel: QPointF | None, item: ItemAt | None = None) -> None: ...
    def show_cursor(self, shape: Qt.CursorShape) -> None: ...


class _Grip(NamedTuple):
    """What a press took hold of: a start by number, the legend, or the ground.

    `offset` leads from the pointer to the thing's place. Until it has left the slack around
    `pressed` nothing `moves`.
    """

    thing: Thing
    pressed: QPointF
    offset: QPointF
    start: int = -1
    moves: bool = False


class Hand:
    """Knows what is being dragged. Starts and highlights go to the session, views to the map."""

    def __init__(self, canvas: MapUnderHand, session: Session) -> None:
        self._canvas = canvas
        self._session = session
        self._grip: _Grip | None = None
        self._pointing = False

    def press(self, event: QMouseEvent) -> None:
        """Take hold of what lies under the pointer; with Ctrl or Shift, of a new start there."""
        self._session.hold(True)
        self._press(event)

    def _press(self, event: QMouseEvent) -> None:
        place, self._grip = event.position(), None
        if event.button() in _PANNING:
            self._grip = _Grip("ground", place, QPointF())
        elif event.button() == Qt.MouseButton.LeftButton:
            adds = event.modifiers() & ADDING and self._canvas.moves_starts
            if adds and self._thing(place) == "ground":
                self._add_start(place)
            self._take(place)
        self.show_cursor(place, event.modifiers())

    def move(
        self, place: QPointF, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Drag on; with nothing in the hand, look at what lies under the pointer."""
        grip = self._grip
        if grip is None:
            self._look_at(place)
        else:
            if not grip.moves and (place - grip.pressed).manhattanLength() >= SLACK:
                grip = self._grip = grip._replace(moves=True)
            if grip.moves:
                self._drag(grip, place)
            self._canvas.point_at(place if self._on_map(place) else None)
        self.show_cursor(place, modifiers)

    def release(self, event: QMouseEvent) -> None:
        """Let go."""
        self._grip = None
        self._session.hold(False)
        self.show_cursor(event.position(), event.modifiers())

    def double_click(self, event: QMouseEvent) -> None:
        """Call the selected start to the ground here, or send the legend back to its own place."""
        place = event.position()
        self._session.hold(True)
        if event.button() == Qt.MouseButton.LeftButton and not event.modifiers() & ADDING:
            match self._thing(place):
                case "ground" if self._canvas.moves_starts:
                    self._move_start(self._session.selected_start, place)
                case "legend":
                    self._canvas.place_legend(None)
        self._press(event)

    def leave(self) -> None:
        """Point at nothing."""
        self._canvas.point_at(None)
        self._highlight(None)

    def remove_start(self) -> None:
        """Take the selected start away, unless it is the only one."""
        starts = self._canvas.starts
        if len(starts) > 1 and self._canvas.moves_starts:
            self._set_starts(np.delete(starts, self._session.selected_start, axis=0))

    def show_cursor(self, place: QPointF, modifiers: Qt.KeyboardModifier) -> None:
        """Let the pointer's shape say what a press would do, or what is in the hand."""
        grip, shape = self._grip, Qt.CursorShape.ArrowCursor
        thing = self._thing(place) if grip is None else grip.thing
        if grip is not None and thing == "ground":
            shape = Qt.CursorShape.ClosedHandCursor
        elif grip is None and thing == "ground" and modifiers & ADDING:
            shape = Qt.CursorShape.CrossCursor
        elif thing is not None:
            shape = _FREE[thing]
        self._canvas.show_cursor(shape)

    def _thing(self, place: QPointF) -> Thing | None:
        """What lies under the pointer; None beside the map."""
        if not self._on_map(place):
            return None
        if self._canvas.legend_card.contains(place):
            return "legend"
        return "ground" if self._start(place) is None else "start"

    def _start(self, place: QPointF) -> int | None:
        canvas = self._canvas
        if not canvas.moves_starts:
            return None
        return start_at(canvas.frame, canvas.starts, place, self._session.selected_start)

    def _take(self, place: QPointF) -> None:
        thing, found = self._thing(place), self._start(place)
        if thing == "legend":
            self._grip = _Grip(thing, place, self._canvas.legend_card.topLeft() - place)
        elif thing == "start" and found is not None:
            middle = self._canvas.frame.pixel(self._canvas.starts[found])
            self._grip = _Grip(thing, place, middle - place, found)
            self._session.select_start(found)
        elif thing == "ground":
            self._grip = _Grip(thing, place, QPointF())

    def _drag(self, grip: _Grip, place: QPointF) -> None:
        match grip.thing:
            case "start":
                self._move_start(grip.start, place + grip.offset)
            case "legend":
                self._canvas.place_legend(place + grip.offset)
            case "ground":
                self._pan(grip.pressed, place)
                self._grip = grip._replace(pressed=place)

    def _add_start(self, place: QPointF) -> None:
        starts = self._canvas.starts
        self._set_starts(np.vstack([starts, self._point(place)]))
        self._session.select_start(len(starts))

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
        self._canvas.set_view(self._canvas.frame.panned(self._canvas.looked_at, after - before))

    def _look_at(self, place: QPointF) -> None:
        canvas, item = self._canvas, None
        scene = canvas.scene
        if scene.layers.memory and self._thing(place) in ("ground", "start"):
            item = item_at(canvas.frame, scene, place)
        self._highlight(None if item is None else Highlight(item.method, item.birth))
        canvas.point_at(place if self._on_map(place) else None, item)

    def _highlight(self, highlight: Highlight | None) -> None:
        """Point at an item; let go only of what was pointed at from here."""
        if highlight is not None or self._pointing:
            self._session.set_highlight(highlight)
        self._pointing = highlight is not None

    def _on_map(self, place: QPointF) -> bool:
        return self._canvas.is_plane and self._canvas.frame.plot.contains(place)
