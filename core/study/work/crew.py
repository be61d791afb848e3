"""Who carries out tasks elsewhere: an executor that knows how many it has at work."""

from __future__ import annotations

from concurrent.futures import Executor


class BrokenError(RuntimeError):
    """Whoever computes cannot go on; the message says why, for people."""


class Crew(Executor):
    """An executor of tasks. Where one of its workers dies while it has a task, the task's future
    raises `BrokenExecutor`, and a new crew takes over.

    `shutdown` with `cancel_futures` ends what runs at once.
    """

    @property
    def workers(self) -> int:
        """How many tasks are carried out at a time."""
        return 1

    def look(self) -> None:
        """Called now and then while tasks run; raises BrokenError where waiting is in vain."""

    def explained(self, error: BaseException) -> BaseException:
        """What a task's error means, in words where it has none."""
        return error
