"""Undo and redo of versions: cheap, because a version is a frozen value."""

from __future__ import annotations

import time
from collections.abc import Callable

from app.session.document import Version

MERGE_SECONDS = 0.8
DEPTH = 200


class History:
    """The present version, and those before and after it.

    Changes of one kind that follow each other within 0.8 s (a slider being dragged) are one.
    """

    def __init__(self, present: Version) -> None:
        self.present = present
        self._before: list[Version] = []
        self._after: list[Version] = []
        self._kind: object = None
        self._changed_at = float("-inf")

    @property
    def can_undo(self) -> bool:
        """Whether there is something to go back to."""
        return bool(self._before)

    @property
    def can_redo(self) -> bool:
        """Whether an undone change can be made again."""
        return bool(self._after)

    def change(self, version: Version, kind: object, now: float | None = None) -> None:
        """Go on to another version; a `kind` of None never merges."""
        now = time.monotonic() if now is None else now
        merges = kind is not None and kind == self._kind and now - self._changed_at < MERGE_SECONDS
        if not merges:
            self._before.append(self.present)
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
        self._before[:] = map(revised, self._before)
        self._after[:] = map(revised, self._after)

    def copy(self) -> History:
        """As it is now, to come back to."""
        other = History(self.present)
        other._before, other._after = self._before.copy(), self._after.copy()
        other._kind, other._changed_at = self._kind, self._changed_at
        return other

    def _move(self, source: list[Version], target: list[Version]) -> None:
        if source:
            target.append(self.present)
            self.present, self._kind = source.pop(), None
