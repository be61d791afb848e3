"""Offers the work that a window which is gone had not saved, in plain sight."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.look.appearance import Appearance
from app.session.result import Result
from app.session.working_copy import LeftBehind, WorkingCopy
from app.window.bar import Bar, Offer


class LeftBehindBar(Bar):
    """Offers one piece of work after the other, the newest first; its cross puts them off until
    the next start. `changed` when there is another to offer, or none; `taken(Result)` when a
    person has gone on with one. `before` asks whether what is here now may be left."""

    changed = Signal()
    taken = Signal(object)

    def __init__(
        self,
        appearance: Appearance,
        copy: WorkingCopy | None,
        before: Callable[[Callable[[], object], str], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(appearance, "left-behind", "Unsaved work", parent)
        self._copy, self._before = copy, before
        self._found: list[LeftBehind] = []

    @property
    def waits(self) -> bool:
        """Whether there is work to bring back."""
        return bool(self._found)

    @Slot()
    def look(self) -> None:
        """See what was left behind; it is read from the disk."""
        self._found = list(self._copy.left_behind()) if self._copy else []
        self._offer()

    @Slot()
    def bring_back(self) -> None:
        """Go on with what is offered."""
        self._before(self._take, "bringing back the other work")

    @Slot()
    def discard(self) -> None:
        """Delete what is offered."""
        if self._copy and self._found:
            self._copy.discard(self._found.pop(0))
            self._offer()

    def _take(self) -> None:
        if self._copy and self._found:
            result: Result = self._copy.take(self._found.pop(0))
            self._offer()
            self.taken.emit(result)

    def _offer(self) -> None:
        if self._found:
            offers = (
                Offer("bring-back", "Bring back", self.bring_back, "Go on with this work"),
                Offer("discard", "Discard", self.discard, "Delete this work for good"),
            )
            self.say(_described(self._found), offers, said="Unsaved work")
        else:
            self.hide()
        self.changed.emit()


def _described(found: list[LeftBehind]) -> str:
    first, more = found[0], len(found) - 1
    name = first.name or "an untitled experiment"
    when = time.strftime("%d.%m.%Y at %H:%M", time.localtime(first.changed_at))
    others = f" There {'is' if more == 1 else 'are'} {more} more." if more else ""
    return f"Work on {name}, last changed on {when}, was not saved.{others}"
