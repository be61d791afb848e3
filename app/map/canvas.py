"""The map under a person's hand: gestures and keys become intents and another view."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QEvent, QPointF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from app.look.appearance import Appearance
from app.map.drawing.cards import share_of
from app.map.hand import Hand
from app.map.painted_map import PaintedMap
from app.map.pointing import ItemAt, describe_item, describe_place
from app.map.turning import ZOOM_STEP, Turn, turned_by_gesture, turned_by_wheel
from app.session.session import Session
from app.widgets.throttle import Throttle

MODIFIERS = {
    Qt.Key.Key_Control: Qt.KeyboardModifier.ControlModifier,
    Qt.Key.Key_Shift: Qt.KeyboardModifier.ShiftModifier,
}

LOOK_MS = 50
"""How long what is told of a pointer at rest may be outdated."""


class MapCanvas(PaintedMap):
    """Lets a hand work on the map; `reading_changed(str)` when the pointer is over something else,
    `layers_asked(Layers)` when the hand has moved the legend.

    A start is dragged, or called by a double click; Ctrl or Shift and a click add one, and one of
    several can be deleted. The ground and the legend are dragged too. A wheel or a pinch zooms
    about the pointer, two fingers on a touch pad pan.
    """

    reading_changed = Signal(str)
    layers_asked = Signal(object)

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None):
        super().__init__(session, appearance, parent)
        self._hand = Hand(self, session)
        self._pointer: QPointF | None = None  # where it is, while it is over the map and free
        self._looking = Throttle(self._look_again, LOOK_MS, self)
        self.outdated.connect(self._look_soon)
        self.setObjectName("map-canvas")
        self.setAccessibleName("Map of the landscape")
        self.setAccessibleDescription(
            "Drag a start or double-click to move it, Ctrl+click to add one; drag the ground to "
            "pan; wheel, pinch or + and − zoom, 0 shows the whole domain"
        )
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def point_at(self, pixel: QPointF | None, item: ItemAt | None = None) -> None:
        """Tell what is under a pixel: an item of a memory, a place and its loss, or nothing."""
        text = ""
        if item is not None:
            text = describe_item(item)
        elif pixel is not None and self.is_plane:
            text = describe_place(self.frame, self._landscape_now, pixel)
        self.mark(pixel)
        self.reading_changed.emit(text)

    def place_legend(self, corner: QPointF | None) -> None:
        """Put the legend's upper left corner at a pixel, or let it find its own place again."""
        at = None if corner is None else share_of(self.frame, self.legend_card.size(), corner)
        self.layers_asked.emit(dataclasses.replace(self._layers, legend_at=at))

    def show_cursor(self, shape: Qt.CursorShape) -> None:
        """Show what a press would do."""
        if self.cursor().shape() != shape:
            self.setCursor(shape)

    @Slot()
    def _look_soon(self) -> None:
        """Something else may lie under a pointer at rest: look again soon, and once."""
        if self._pointer is not None:
            self._looking.ask()

    @Slot()
    def _look_again(self) -> None:
        if self._pointer is not None:
            self.enter(self._pointer)
            self._hand.move(self._pointer)

    def _keep_pointer(self, event: QMouseEvent) -> None:
        """A hand that holds something does not point, and must not seem to move by itself; it stays
        in the cell where it took hold."""
        held = event.buttons() != Qt.MouseButton.NoButton
        self._pointer = None if held else event.position()
        if not held:
            self.enter(event.position())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keep_pointer(event)
        self.enter(event.position())
        self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._keep_pointer(event)
        self._hand.move(event.position(), event.modifiers())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._keep_pointer(event)
        self._hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._keep_pointer(event)
        self.enter(event.position())
        self._hand.double_click(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self._hand.leave()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._turn(turned_by_wheel(event), event.position())
        event.accept()

    def event(self, event: QEvent) -> bool:
        turn = turned_by_gesture(event) if isinstance(event, QNativeGestureEvent) else None
        if turn is None:
            return super().event(event)
        self._turn(turn, event.position())
        event.accept()
        return True

    def _turn(self, turn: Turn, about: QPointF) -> None:
        self.enter(about)
        if not turn.shift.isNull():
            self.set_view(self.frame.panned(self.looked_at, turn.shift))
        if turn.factor != 1.0:
            self.zoom(turn.factor, about)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(ZOOM_STEP)
            case Qt.Key.Key_Minus:
                self.zoom(1 / ZOOM_STEP)
            case Qt.Key.Key_0:
                self.reset_view()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self._hand.remove_start()
            case _:
                self._follow_modifier(event, down=True)
                super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        self._follow_modifier(event, down=False)
        super().keyReleaseEvent(event)

    def _follow_modifier(self, event: QKeyEvent, *, down: bool) -> None:
        """Another press is meant while Ctrl or Shift is down; systems differ in what they tell."""
        changed = MODIFIERS.get(event.key())
        if changed is not None and self._pointer is not None:
            others = event.modifiers() & ~changed
            self._hand.show_cursor(self._pointer, others | changed if down else others)
