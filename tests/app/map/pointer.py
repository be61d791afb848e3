"""A pointer over the map: where it is, and what it does there."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.map.map_view import MapView

NONE, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
NO_BUTTON = Qt.MouseButton.NoButton


def pixel(map_view: MapView, point: tuple[float, float]) -> QPoint:
    """Where a point of the plane is on the map."""
    return map_view.canvas.frame.pixel(point).toPoint()


def hover(map_view: MapView, place: QPoint, buttons: Qt.MouseButton = NO_BUTTON) -> None:
    """Move there, perhaps with a button held."""
    canvas = map_view.canvas
    event = QMouseEvent(
        QMouseEvent.Type.MouseMove,
        QPointF(place),
        QPointF(canvas.mapToGlobal(place)),
        NO_BUTTON,
        buttons,
        NONE,
    )
    QApplication.sendEvent(canvas, event)


def drag(map_view: MapView, begin: QPoint, end: QPoint, button: Qt.MouseButton = LEFT) -> None:
    """Press, move there by way of the middle, and let go."""
    QTest.mousePress(map_view.canvas, button, NONE, begin)
    for place in ((begin + end) / 2, end):
        hover(map_view, place, button)
    QTest.mouseRelease(map_view.canvas, button, NONE, end)


def double_click(map_view: MapView, place: QPoint) -> None:
    """Two clicks, as a window system tells of them."""
    QTest.mouseClick(map_view.canvas, LEFT, NONE, place)
    QTest.mouseDClick(map_view.canvas, LEFT, NONE, place)


def two_fingers(
    map_view: MapView,
    place: QPoint,
    shift: QPoint,
    modifiers: Qt.KeyboardModifier = NONE,
    *,
    tells_pixels: bool = True,
) -> None:
    """Scroll on a touch pad; some systems tell angles and phases only."""
    event = QWheelEvent(
        QPointF(place),
        QPointF(map_view.canvas.mapToGlobal(place)),
        shift if tells_pixels else QPoint(),
        shift * 2,
        NO_BUTTON,
        modifiers,
        Qt.ScrollPhase.ScrollUpdate,
        False,
    )
    QApplication.sendEvent(map_view.canvas, event)


def pinch(map_view: MapView, place: QPoint, value: float) -> bool:
    """Part two fingers a little; whether it was taken."""
    event = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        QPointF(place),
        QPointF(place),
        QPointF(map_view.canvas.mapToGlobal(place)),
        value,
        QPointF(),
    )
    return QApplication.sendEvent(map_view.canvas, event)


def leave(map_view: MapView) -> None:
    """Go away."""
    QApplication.sendEvent(map_view.canvas, QEvent(QEvent.Type.Leave))
