"""A line that says something to the person: a sign, plain text, what can be done, and a cross."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.widgets.icon_button import IconButton
from landscapes.wording import cut, printable

_LONGEST = 1000  # characters: a message may quote what a stranger wrote


class Offer(NamedTuple):
    """Something that can be done about what is said, as a button."""

    name: str
    title: str
    do: Callable[[], object]
    tip: str = ""


class Bar(QFrame):
    """Hidden until it has something to say, and again when its cross is clicked."""

    def __init__(
        self, appearance: Appearance, name: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._offers: list[QPushButton] = []
        self.setObjectName(f"{name}-bar")
        self.setAccessibleName(title)
        self.setProperty("role", "message")
        self.text = QLabel()
        self.text.setObjectName(name)
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.sign = IconButton(appearance, "info", f"{name}-sign", title, token="accent")
        self.sign.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button = IconButton(appearance, "close", f"{name}-close", "Close this message")
        self._line = QHBoxLayout(self)
        self._line.setContentsMargins(8, 4, 8, 4)
        self._line.addWidget(self.sign)
        self._line.addWidget(self.text, 1)
        self._line.addWidget(self.button)
        self.button.clicked.connect(self.hide)
        self.hide()

    @property
    def offers(self) -> dict[str, QPushButton]:
        """The buttons that stand beside the text, by name."""
        return {button.objectName(): button for button in self._offers}

    def say(
        self,
        message: str,
        offers: Sequence[Offer] = (),
        *,
        picture: str = "info",
        token: str = "accent",
        said: str = "Note",
    ) -> None:
        """Show a text of whatever origin, and buttons for what can be done about it."""
        message = cut(printable(message), _LONGEST)
        self.text.setText(message)
        self.setAccessibleName(f"{said}: {message}")
        self.sign.set_icon(picture)
        self.sign.set_token(token)
        set_tip(self.sign, said)
        self._show_offers(offers)
        self.show()

    def _show_offers(self, offers: Sequence[Offer]) -> None:
        for button in self._offers:
            button.hide()
            button.deleteLater()
        self._offers = [self._button(offer) for offer in offers]
        for place, button in enumerate(self._offers, self._line.indexOf(self.text) + 1):
            self._line.insertWidget(place, button)

    def _button(self, offer: Offer) -> QPushButton:
        button = QPushButton(offer.title)
        button.setObjectName(offer.name)
        button.setAutoDefault(False)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_tip(button, offer.tip or offer.title)
        button.clicked.connect(lambda: offer.do())  # without the signal's `checked`
        return button
