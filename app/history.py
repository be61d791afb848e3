"""Undo and redo of experiments: cheap, because an experiment is a frozen value."""

from __future__ import annotations

import time

from core.experiment import Experiment

MERGE_SECONDS = 0.8
DEPTH = 200


class History:
    """The experiments before and after the present one.

    Changes of one kind that follow each other within 0.8 s (a slider being dragged) are one.
    """

    def __init__(self) -> None:
        self._before: list[Experiment] = []
        self._after: list[Experiment] = []
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

    def record(self, left: Experiment, kind: object, now: float | None = None) -> None:
        """Note that `left` has been changed; a `kind` of None never merges."""
        now = time.monotonic() if now is None else now
        merges = kind is not None and kind == self._kind and now - self._changed_at < MERGE_SECONDS
        if not merges:
            self._before.append(left)
            del self._before[:-DEPTH]
        self._after.clear()
        self._kind, self._changed_at = kind, now

    def undo(self, present: Experiment) -> Experiment:
        """The experiment before the last change."""
        return self._move(self._before, self._after, present)

    def redo(self, present: Experiment) -> Experiment:
        """The experiment after the change undone last."""
        return self._move(self._after, self._before, present)

    def _move(
        self, source: list[Experiment], target: list[Experiment], present: Experiment
    ) -> Experiment:
        target.append(present)
        self._kind = None
        return source.pop()
