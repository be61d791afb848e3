"""Carrying out tasks: here, in processes, on a cluster; the result is the same bits everywhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import contextmanager
from typing import Protocol

from core.study.work.crew import BrokenError, Crew
from core.study.work.means import Means
from core.study.work.tasks import Ends

MOST_BREAKS = 3
AHEAD = 2
"""Tasks of each worker that are handed out: the one it does and the one it does next."""
GLANCE_SECONDS = 0.1
Take = Callable[[int, Ends], None]
"""Given a task's place and what it came to; an exception that it raises ends the work."""


class Work(Protocol):
    """A task of any kind; equal keys come to the same."""

    @property
    def key(self) -> str:
        """A digest of all that the result depends on."""

    def run(self, check: Callable[[], None] | None = None) -> Ends:
        """Do it; `check` is called now and then, and what it raises ends it."""


def carry_out(tasks: Sequence[Work], means: Means, take: Take) -> None:
    """Have every task done and hand what it comes to to `take`, as it comes; equal ones run once.

    Where a crew breaks because a process was killed, a new one takes over what is left, until the
    third one breaks. The cache keeps what is done.

    Raises:
        BrokenError: three crews broke, or the one that there is cannot go on.
    """
    keys = [task.key for task in tasks]
    alike: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        alike.setdefault(key, []).append(index)
    check, cache, missing = means.check or _nothing, means.cache, []
    for key, places in alike.items():
        check()
        ends = cache.get(key) if cache else None
        if ends is None:
            missing.append(places[0])
            continue
        for place in places:
            take(place, ends)

    def keep(index: int, ends: Ends) -> None:
        if cache:
            cache.put(keys[index], ends)
        for place in alike[keys[index]]:
            take(place, ends)

    if cache:
        cache.tidy()
    if means.make_executor is None:
        for index in missing:
            keep(index, run(tasks[index], means.check))
    else:
        _distribute(tasks, missing, means, keep)


def run(task: Work, check: Callable[[], None] | None = None) -> Ends:
    """What a task comes to."""
    return task.run(check)


def _nothing() -> None:
    pass


def _distribute(tasks: Sequence[Work], missing: Sequence[int], means: Means, keep: Take) -> None:
    assert means.make_executor is not None
    left, breaks = deque(missing), 0
    while left:
        with _ending(means.make_executor()) as crew:
            shift = _Shift(tasks, left, crew, means.check or _nothing, keep)
            try:
                while left or shift.running:
                    if not (means.helps and shift.help()):
                        shift.look(GLANCE_SECONDS)
            except BrokenExecutor:
                breaks += 1
                shift.give_up()
        if left and breaks == MOST_BREAKS:
            raise BrokenError(
                f"the processes that compute died {MOST_BREAKS} times; "
                f"{len(left)} of {len(tasks)} tasks are left"
            )


class _Shift:
    """What one crew does of the tasks that are `left`, until it breaks."""

    def __init__(
        self,
        tasks: Sequence[Work],
        left: deque[int],
        crew: Crew,
        check: Callable[[], None],
        keep: Take,
    ) -> None:
        self._tasks, self._left, self._crew = tasks, left, crew
        self._check, self._keep = check, keep
        self.running: dict[Future[Ends], int] = {}
        self._own: int | None = None

    def look(self, seconds: float) -> None:
        """Keep what is done, hand out what may be, and wait so long for more."""
        self._check()
        self._crew.look()
        left, running = self._left, self.running
        while left and len(running) < AHEAD * self._crew.workers:
            running[self._crew.submit(run, self._tasks[left[0]])] = left[0]
            left.popleft()
        done, _ = wait(running, seconds, FIRST_COMPLETED)
        for future in done:
            ends = _told(future, self._crew)
            self._keep(running.pop(future), ends)

    def help(self) -> bool:
        """Do a task here that nobody has begun, looking on meanwhile; whether there was one."""
        self.look(0)
        self._own = self._waiting()
        if self._own is None:
            return False
        ends = run(self._tasks[self._own], lambda: self.look(0))
        self._keep(self._own, ends)
        self._own = None
        return True

    def _waiting(self) -> int | None:
        if self._left:
            return self._left.pop()
        for future in reversed(self.running):
            if future.cancel():
                return self.running.pop(future)
        return None

    def give_up(self) -> None:
        """Keep what was done before the crew broke, and leave the rest to the next one."""
        again = [] if self._own is None else [self._own]
        for future, index in self.running.items():
            if _kept(future):
                self._keep(index, future.result())
            else:
                again.append(index)
        self._left.extendleft(sorted(again, reverse=True))


def _told(future: Future[Ends], crew: Crew) -> Ends:
    try:
        return future.result()
    except BrokenExecutor:
        raise
    except BaseException as error:
        meant = crew.explained(error)
        if meant is error:
            raise
        raise meant from error


def _kept(future: Future[Ends]) -> bool:
    """Whether a task was done before the crew broke."""
    return future.done() and not future.cancelled() and future.exception() is None


@contextmanager
def _ending(crew: Crew) -> Iterator[Crew]:
    """The crew; what it does is given up when the block is left, however it is."""
    try:
        yield crew
    finally:
        crew.shutdown(wait=True, cancel_futures=True)
