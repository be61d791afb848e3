"""Says what went wrong, or right, over the top of the window: nothing stops, nothing moves."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Slot
from PySide6.QtWidgets import QWidget

from app.look.appearance import Appearance
from app.widgets.throttle import Throttle
from app.window.bar import Bar, Offer

_NEWS_MILLISECONDS = 5000
_FAILURE, _FAULT, _NEWS = "Failure", "Fault of the program", "News"


class MessageBar(Bar):
    """A failure stays until it is closed or replaced, or until what is then done succeeds; a fault
    of the program itself until it is closed or replaced.

    Once it has a place it lies there over its siblings, as high as its text needs.
    """

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(appearance, "message", _NEWS, parent)
        self._said = _NEWS
        self._place: QRect | None = None
        self._end = Throttle(self.hide, _NEWS_MILLISECONDS, self, rests=True)

    def lie_in(self, place: QRect) -> None:
        """Lie over the other children of the parent, at the top of a rectangle."""
        self._place = place
        self._lie()

    @Slot(str)
    @Slot(str, object)
    def fail(self, message: str, offers: Sequence[Offer] = ()) -> None:
        """Show what went wrong."""
        self._show(message, offers, "warning", "danger", _FAILURE)

    def admit(self, message: str, offers: Sequence[Offer]) -> None:
        """Show that the program has a fault."""
        self._show(message, offers, "warning", "danger", _FAULT)

    @Slot()
    def withdraw(self) -> None:
        """The experiment is another one: a failure is past."""
        if self._said == _FAILURE:
            self.hide()

    @Slot(str)
    @Slot(str, object)
    def tell(self, message: str, offers: Sequence[Offer] = ()) -> None:
        """Show good news for a few seconds."""
        self._show(message, offers, "info", "accent", _NEWS)
        self._end.ask()

    def _show(
        self, message: str, offers: Sequence[Offer], picture: str, token: str, said: str
    ) -> None:
        self._end.cancel()
        self._said = said
        self.say(message, offers, picture=picture, token=token, said=said)
        self._lie()

    def _lie(self) -> None:
        if self._place is not None:
            width = self._place.width()
            self.setGeometry(self._place.x(), self._place.top(), width, self.heightForWidth(width))
            self.raise_()
