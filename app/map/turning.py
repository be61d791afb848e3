"""What a wheel, two fingers on a touch pad, or a pinch ask of the view.

A wheel zooms, as on every map. On a touch pad two fingers pan, since nothing else does there, and
with Ctrl or by a pinch they zoom.
"""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QInputDevice, QNativeGestureEvent, QWheelEvent

ZOOM_STEP = 1.25
"""Of a key, and of a notch of the wheel."""
NOTCH = 120
"""Eighths of a degree, as Qt counts them."""
LEAST_PINCH = 0.5
"""A pinch is told in small parts; one that would shrink by more is taken for this."""


@dataclasses.dataclass(frozen=True)
class Turn:
    """Enlarge by a factor about the pointer, and let the ground go along by a shift in pixels."""

    factor: float = 1.0
    shift: QPointF = dataclasses.field(default_factory=QPointF)


def turned_by_wheel(event: QWheelEvent) -> Turn:
    """A notch zooms by ZOOM_STEP, and so do two fingers that go as far with Ctrl."""
    if _is_touch_pad(event) and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
        if event.pixelDelta().isNull():
            return Turn(shift=event.angleDelta().toPointF() / 2)
        return Turn(shift=event.pixelDelta().toPointF())
    return Turn(ZOOM_STEP ** (event.angleDelta().y() / NOTCH))


def turned_by_gesture(event: QNativeGestureEvent) -> Turn | None:
    """Two fingers that part or close; None for any other gesture."""
    if event.gestureType() != Qt.NativeGestureType.ZoomNativeGesture:
        return None
    return Turn(max(LEAST_PINCH, 1.0 + event.value()))


def _is_touch_pad(event: QWheelEvent) -> bool:
    """Some systems name the device, some tell pixels or the phase of a gesture."""
    return (
        event.deviceType() == QInputDevice.DeviceType.TouchPad
        or not event.pixelDelta().isNull()
        or event.phase() != Qt.ScrollPhase.NoScrollPhase
    )
