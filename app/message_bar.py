"""Says what went wrong, or right, at the top of the window, without stopping anything."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.appearance import Appearance
from app.fields.icon_button import IconButton

_NEWS_MILLISECONDS = 5000


class MessageBar(QFrame):
    """Hidden until there is something to say. A failure stays until it is closed or replaced, or
    until what is then done succeeds."""

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._failure = False
        self.setObjectName("message-bar")
        self.setProperty("role", "message")
        self.text = QLabel()
        self.text.setObjectName("message")
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.sign = IconButton(appearance, "warning", "message-sign", "Failure", token="danger")
        self.sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button = IconButton(appearance, "close", "message-close", "Close this message")
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 4, 8, 4)
        line.addWidget(self.sign)
        line.addWidget(self.text, 1)
        line.addWidget(self.button)
        self.button.clicked.connect(self.hide)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self.hide()

    @Slot(str)
    def fail(self, message: str) -> None:
        """Show what went wrong."""
        self._timer.stop()
        self._say(message, "warning", "danger", "Failure")
        self._failure = True

    @Slot()
    def recover(self) -> None:
        """Something has succeeded since: a failure is no news any more."""
        if self._failure:
            self.hide()

    @Slot(str)
    def tell(self, message: str) -> None:
        """Show good news for a few seconds."""
        self._say(message, "info", "accent", "News")
        self._timer.start(_NEWS_MILLISECONDS)

    @Slot(str)
    def explain(self, message: str) -> None:
        """Show what is to be read at leisure: it stays until it is closed or replaced."""
        self._timer.stop()
        self._say(message, "info", "accent", "Note")

    def _say(self, message: str, picture: str, token: str, name: str) -> None:
        self._failure = False
        self.text.setText(message)
        self.setAccessibleName(f"{name}: {message}")
        self.sign.set_icon(picture)
        self.sign.set_token(token)
        self.sign.setToolTip(name)
        self.show()
