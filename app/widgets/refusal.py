"""Says beside a field, for some seconds, why what was typed is not taken."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel, QLineEdit

SHOWN_MS = 5000
WIDEST = 320


class Refusal(QLabel):
    """A note over the window; unlike a tool tip it stays when the hand or the focus moves on.

    There is one in a window at a time. It goes when the field is edited again or out of sight.
    """

    def __init__(self, field: QLineEdit, text: str) -> None:
        window = field.window()
        super().__init__(text, window)
        for former in window.findChildren(Refusal):
            if former is not self:
                former.hide()
                former.deleteLater()
        self.setObjectName("refusal")
        self.setAccessibleName(text)
        self.setProperty("role", "message")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setMargin(6)
        if self.sizeHint().width() > WIDEST:
            self.setWordWrap(True)
            self.setFixedWidth(WIDEST)
        self.adjustSize()
        self.move(self._place(field))
        field.textEdited.connect(self.deleteLater)
        field.destroyed.connect(self.deleteLater)
        field.installEventFilter(self)
        QTimer.singleShot(SHOWN_MS, self, self.deleteLater)
        self.show()
        self.raise_()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(field, text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self.deleteLater()
        return super().eventFilter(watched, event)

    def _place(self, field: QLineEdit) -> QPoint:
        """Below the field, or above it where the window ends, and wholly in the window."""
        window = field.window()
        corner = field.mapTo(window, QPoint(0, field.height() + 3))
        if corner.y() + self.height() > window.height():
            corner.setY(max(0, corner.y() - field.height() - self.height() - 6))
        corner.setX(max(0, min(corner.x(), window.width() - self.width() - 4)))
        return corner
