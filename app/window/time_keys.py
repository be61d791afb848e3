"""Which keys belong to the widget that has the focus, and which drive time.

Space, ←, →, Home and End are shortcuts of the window. Text fields claim theirs by themselves, and
number fields let go of Space, and of the ends once Enter has taken the number; here is what the
other widgets keep when the keyboard has brought the focus to them.
"""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QTabBar,
    QWidget,
)

_ACROSS = {Qt.Key.Key_Left, Qt.Key.Key_Right}
_ENDS = {Qt.Key.Key_Home, Qt.Key.Key_End}
_KEPT: tuple[tuple[type[QWidget], set[Qt.Key]], ...] = (
    (QAbstractButton, {Qt.Key.Key_Space}),
    (QComboBox, {Qt.Key.Key_Space} | _ENDS),
    (QTabBar, _ACROSS | _ENDS),
    (QAbstractItemView, {Qt.Key.Key_Space} | _ENDS),
    (QAbstractSlider, _ACROSS | _ENDS),
)


def keeps_key(widget: QWidget | None, key: int, modifiers: Qt.KeyboardModifier) -> bool:
    """Whether the widget with the focus uses a key itself, so that it must not drive time."""
    if modifiers & ~Qt.KeyboardModifier.KeypadModifier:
        return False
    return any(isinstance(widget, kind) and key in keys for kind, keys in _KEPT)
