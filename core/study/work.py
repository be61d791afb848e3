"""Carrying out tasks: here, in processes, on a cluster; the result is the same bits everywhere."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from contextlib import contextmanager
from typing import Protocol

from core.study.crew import BrokenError, Crew
from core.study.means import Means
from core.study.tasks import Ends

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
        _distribute(tasks, missing, means.make_executor, check, keep)


def run(task: Work, check: Callable[[], None] | None = None) -> Ends:
    """What a task comes to."""
    return task.run(check)


def _nothing() -> None:
    pass


def _distribute(
    tasks: Sequence[Work],
    missing: Sequence[int],
    make_crew: Callable[[], Crew],
    check: Callable[[], None],
    keep: Take,
) -> None:
    left, breaks = deque(missing), 0
    while left:
        with _ending(make_crew()) as crew:
            running: dict[Future[Ends], int] = {}
            try:
                while left or running:
                    check()
                    crew.look()
                    while left and len(running) < AHEAD * crew.workers:
                        running[crew.submit(run, tasks[left[0]])] = left[0]
                        left.popleft()
                    done, _ = wait(running, GLANCE_SECONDS, FIRST_COMPLETED)
                    for future in done:
                        ends = _told(future, crew)
                        keep(running.pop(future), ends)
            except BrokenExecutor:
                breaks += 1
                again = [index for future, index in running.items() if not _kept(future)]
                for future, index in running.items():
                    if _kept(future):
                        keep(index, future.result())
                left.extendleft(reversed(again))
        if breaks == MOST_BREAKS:
            raise BrokenError(
                f"the processes that compute died {MOST_BREAKS} times; "
                f"{len(left)} of {len(tasks)} tasks are left"
            )


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
