"""What a hand does to a widget that no class of Qt's test support does in one call."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QWidget


def type_in(field: QLineEdit, text: str, key: Qt.Key = Qt.Key.Key_Return) -> None:
    """Replace a field's text and end with a key."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)
    QTest.keyClick(field, key)


def turn_wheel(widget: QWidget, place: QPointF, notches: int) -> bool:
    """Turn the wheel over a place of a widget, away from the person; whether it was taken."""
    event = QWheelEvent(
        place,
        QPointF(widget.mapToGlobal(place.toPoint())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)
    return event.isAccepted()


def answer(window: QWidget, name: str) -> None:
    """Answer the question about unsaved work that stands over a window: Save, Discard, Cancel."""
    box = window.findChild(QMessageBox, "save-question")
    button = box.button(getattr(QMessageBox.StandardButton, name))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
