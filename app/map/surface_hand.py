"""A surface under a person's hand: while the map shows one, drags, wheel and keys turn it.

It stands before the map's own hand and lets through what is not about a surface.
"""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QEvent, QObject, QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QNativeGestureEvent, QWheelEvent

from app.map.canvas import MapCanvas
from app.map.drawing.camera import STEP, Camera
from app.map.drawing.cards import share_of
from app.map.drawing.relief.frame import ReliefFrame, plain_frame
from app.map.pointing import describe_point
from app.map.turning import ZOOM_STEP, Turn, turned_by_gesture, turned_by_wheel

_ARROWS = {
    Qt.Key.Key_Left: (STEP, 0.0),
    Qt.Key.Key_Right: (-STEP, 0.0),
    Qt.Key.Key_Up: (0.0, STEP),
    Qt.Key.Key_Down: (0.0, -STEP),
}
"""Degrees by which an arrow with Ctrl turns and tilts: the eye goes where the arrow points."""


class SurfaceHand(QObject):
    """Turns what a canvas shows, and drags its legend; asks for it by the canvas's `layers_asked`.

    A drag turns and tilts, wheel and pinch zoom, a double click goes back to the first camera.
    """

    def __init__(self, canvas: MapCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._last: QPointF | None = None  # where the hand was that turns it
        self._offset: QPointF | None = None  # from the hand to the corner of the legend in it
        canvas.installEventFilter(self)

    def zoom(self, factor: float) -> None:
        """Look closer by a factor."""
        if self._camera is not None:
            self._ask(self._camera.zoomed(factor))

    def reset(self) -> None:
        """Look from where it is looked at first."""
        self._ask(Camera())

    @property
    def _camera(self) -> Camera | None:
        return self._canvas.layers.camera

    def _ask(self, camera: Camera) -> None:
        layers = self._canvas.layers
        self._canvas.layers_asked.emit(dataclasses.replace(layers, camera=camera))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._camera is None:
            return False
        match event:
            case QMouseEvent():
                return self._mouse(event)
            case QWheelEvent():
                return self._turn(turned_by_wheel(event))
            case QNativeGestureEvent():
                turn = turned_by_gesture(event)
                return turn is not None and self._turn(turn)
            case QKeyEvent() if event.type() in (
                QEvent.Type.KeyPress,
                QEvent.Type.ShortcutOverride,
            ):
                return self._key(event)
            case _ if event.type() == QEvent.Type.Leave:
                self._canvas.reading_changed.emit("")
                return True
        return False

    def _mouse(self, event: QMouseEvent) -> bool:
        place, card = event.position(), self._canvas.legend_card
        match event.type():
            case QEvent.Type.MouseButtonPress | QEvent.Type.MouseButtonDblClick if card.contains(
                place
            ):
                if event.type() == QEvent.Type.MouseButtonDblClick:
                    self._place_legend(None)
                else:
                    self._offset = card.topLeft() - place
            case QEvent.Type.MouseButtonPress:
                self._last = place
            case QEvent.Type.MouseButtonDblClick:
                self.reset()
            case QEvent.Type.MouseMove if self._offset is not None:
                self._place_legend(place + self._offset)
            case QEvent.Type.MouseMove if self._last is not None:
                shift, self._last = place - self._last, place
                self._turn(Turn(shift=shift))
            case QEvent.Type.MouseButtonRelease:
                self._last = self._offset = None
        self._tell(place)
        self._show_cursor(place)
        return True

    def _tell(self, place: QPointF) -> None:
        """What lies under the pointer, if the hand does not hold anything."""
        canvas, text = self._canvas, ""
        if self._last is None and self._offset is None and canvas.is_plane:
            scene = canvas.scene
            frame = ReliefFrame.of(scene, self._size, canvas.devicePixelRatioF())
            point = frame.point_under(place)
            if point is not None:
                text = describe_point(
                    frame, scene.picture.experiment.landscape_at(scene.cursor), point
                )
        canvas.reading_changed.emit(text)

    @property
    def _size(self) -> tuple[float, float]:
        return float(self._canvas.width()), float(self._canvas.height())

    def _show_cursor(self, place: QPointF) -> None:
        if self._last is not None:
            shape = Qt.CursorShape.ClosedHandCursor
        elif self._offset is not None or self._canvas.legend_card.contains(place):
            shape = Qt.CursorShape.SizeAllCursor
        else:
            shape = Qt.CursorShape.OpenHandCursor
        self._canvas.show_cursor(shape)

    def _turn(self, turn: Turn) -> bool:
        assert self._camera is not None
        camera = self._camera.dragged(turn.shift.x(), turn.shift.y()).zoomed(turn.factor)
        self._ask(camera)
        return True

    def _key(self, event: QKeyEvent) -> bool:
        """Take the keys that turn or zoom, before a shortcut of the window can."""
        turn = event.modifiers() & Qt.KeyboardModifier.ControlModifier and _ARROWS.get(event.key())
        if event.type() == QEvent.Type.ShortcutOverride:
            if turn:
                event.accept()
            return bool(turn)
        if turn and self._camera is not None:
            self._ask(self._camera.turned(*turn))
            return True
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(ZOOM_STEP)
            case Qt.Key.Key_Minus:
                self.zoom(1 / ZOOM_STEP)
            case Qt.Key.Key_0:
                self.reset()
            case _:
                return False
        return True

    def _place_legend(self, corner: QPointF | None) -> None:
        canvas = self._canvas
        frame = plain_frame(canvas.view, self._size, canvas.devicePixelRatioF())
        at = None if corner is None else share_of(frame, canvas.legend_card.size(), corner)
        canvas.layers_asked.emit(dataclasses.replace(canvas.layers, legend_at=at))
