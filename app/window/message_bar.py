"""Says what went wrong, or right, over the top of the window: nothing stops, nothing moves."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from app.look.appearance import Appearance
from app.widgets.icon_button import IconButton
from landscapes.wording import cut, printable

_NEWS_MILLISECONDS = 5000
_LONGEST = 1000  # characters: a message may quote what a stranger wrote
_FAILURE, _NEWS, _NOTE = "Failure", "News", "Note"


class MessageBar(QFrame):
    """Hidden until there is something to say. A failure stays until it is closed or replaced, or
    until what is then done succeeds; a note until the experiment is no longer what it is about.

    Once it has places it lies there over its siblings, as high as its text needs.
    """

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = _NEWS
        self._head: QRect | None = None
        self._foot: QRect | None = None
        self.setObjectName("message-bar")
        self.setProperty("role", "message")
        self.text = QLabel()
        self.text.setObjectName("message")
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.sign = IconButton(appearance, "warning", "message-sign", _FAILURE, token="danger")
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

    def lie_in(self, head: QRect, foot: QRect) -> None:
        """Lie over the other children of the parent: at the top of one rectangle or, while it is
        a note, which may be long and stay, at the bottom of another."""
        self._head, self._foot = head, foot
        self._lie()

    @Slot(str)
    def fail(self, message: str) -> None:
        """Show what went wrong."""
        self._timer.stop()
        self._say(message, "warning", "danger", _FAILURE)

    @Slot()
    def withdraw(self) -> None:
        """The experiment is another one: a failure is past, and a note is not about it."""
        if self._said in (_FAILURE, _NOTE):
            self.hide()

    @Slot(str)
    def tell(self, message: str) -> None:
        """Show good news for a few seconds."""
        self._say(message, "info", "accent", _NEWS)
        self._timer.start(_NEWS_MILLISECONDS)

    @Slot(str)
    def explain(self, message: str) -> None:
        """Show what is to be read at leisure about the experiment as it is now."""
        self._timer.stop()
        self._say(message, "info", "accent", _NOTE)

    def _say(self, message: str, picture: str, token: str, said: str) -> None:
        message = cut(printable(message), _LONGEST)
        self._said = said
        self.text.setText(message)
        self.setAccessibleName(f"{said}: {message}")
        self.sign.set_icon(picture)
        self.sign.set_token(token)
        self.sign.setToolTip(said)
        self._lie()
        self.show()

    def _lie(self) -> None:
        place = self._foot if self._said == _NOTE else self._head
        if place is None:
            return
        height = self.heightForWidth(place.width())
        top = place.bottom() + 1 - height if self._said == _NOTE else place.top()
        self.setGeometry(place.x(), top, place.width(), height)
        self.raise_()
