"""Undo and redo of versions: cheap, because a version is a frozen value."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import NamedTuple

from app.session.document import Version

MERGE_SECONDS = 0.8
DEPTH = 200


class Change(NamedTuple):
    """What lies on one side of the present: a version, and what the change between is called."""

    version: Version
    title: str


class History:
    """The present version, and those before and after it.

    Changes of one kind are one while a hand holds what it changes, however slowly it moves
    (`hold`), and otherwise where they follow each other within 0.8 s.
    """

    def __init__(self, present: Version) -> None:
        self.present = present
        self._before: list[Change] = []
        self._after: list[Change] = []
        self._kind: object = None
        self._held = False
        self._changed_at = float("-inf")

    @property
    def can_undo(self) -> bool:
        """Whether there is something to go back to."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether an undone change can be made again."""
        return bool(self._after)

    @property
    def undo_title(self) -> str | None:
        """What the change is called that `undo` takes back, None where there is none."""
        return self._before[-1].title if self._before else None

    @property
    def redo_title(self) -> str | None:
        """What the change is called that `redo` makes again, None where there is none."""
        return self._after[-1].title if self._after else None

    def hold(self, held: bool) -> None:
        """A hand takes hold of something: what it changes until it lets go is one change."""
        self._kind = None if held else self._kind
        self._held = held

    def change(self, version: Version, kind: object, title: str, now: float | None = None) -> None:
        """Go on to another version by a change of this name; a `kind` of None never merges."""
        now = time.monotonic() if now is None else now
        soon = self._held or now - self._changed_at < MERGE_SECONDS
        if kind is None or kind != self._kind or not soon:
            self._before.append(Change(self.present, title))
            del self._before[:-DEPTH]
        self._after.clear()
        self.present, self._kind, self._changed_at = version, kind, now

    def undo(self) -> None:
        """Go to the version before the last change."""
        self._move(self._before, self._after)

    def redo(self) -> None:
        """Go to the version after the change undone last."""
        self._move(self._after, self._before)

    def revise(self, revised: Callable[[Version], Version]) -> None:
        """Put another version in the place of each, which is no change to take back."""
        self.present = revised(self.present)
        for changes in (self._before, self._after):
            changes[:] = [Change(revised(change.version), change.title) for change in changes]

    def _move(self, source: list[Change], target: list[Change]) -> None:
        if source:
            change = source.pop()
            target.append(Change(self.present, change.title))
            self.present, self._kind = change.version, None
