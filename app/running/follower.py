"""Who is told what a pursuit has come to."""

from __future__ import annotations

from typing import Protocol

from app.running.shown import Picture


class Follower(Protocol):
    """Told in the GUI thread, by plain calls: what it tells its own listeners is its business."""

    def picture_is(self, picture: Picture) -> None:
        """Another picture, or the same one, its tracks longer."""

    def pursuit_is(self, busy: bool) -> None:
        """Something is being computed, or nothing any more."""

    def progress_is(self, computed: tuple[int | None, ...]) -> None:
        """So much of what is wanted is there: see `Pursuit.progress`."""
