"""Carrying out tasks: here, in processes, on a cluster; the result is the same bits everywhere."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager

from core.study.means import Means
from core.study.tasks import Ends, Task, run

MOST_TRIES = 3
Take = Callable[[int, Ends], None]
"""Given a task's place and what it came to; an exception that it raises ends the work."""


class BrokenError(RuntimeError):
    """The processes that compute have died again and again."""


def carry_out(tasks: Sequence[Task], means: Means, take: Take) -> None:
    """Have every task done and hand what it comes to to `take`, as it comes; equal ones run once.

    Where an executor breaks because a process was killed, a new one takes over what is left, three
    times at most. The cache keeps what is done until all is.

    Raises:
        BrokenError: the executor broke three times.
    """
    keys = [task.key for task in tasks]
    alike: dict[str, list[int]] = {}
    for index, key in enumerate(keys):
        alike.setdefault(key, []).append(index)
    cache, missing = means.cache, []
    for key, places in alike.items():
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

    if means.make_executor is None:
        for index in missing:
            keep(index, run(tasks[index], means.check))
    else:
        _distribute(tasks, missing, means.make_executor, keep)
    if cache:
        cache.forget(alike)


def _distribute(
    tasks: Sequence[Task],
    missing: list[int],
    make_executor: Callable[[], Executor],
    keep: Callable[[int, Ends], None],
) -> None:
    left = set(missing)
    for _ in range(MOST_TRIES):
        if not left:
            return
        with _closing(make_executor()) as executor:
            futures = {executor.submit(run, tasks[index]): index for index in sorted(left)}
            try:
                for future in _finished(futures):
                    keep(futures[future], future.result())
                    left.discard(futures[future])
            except BrokenProcessPool:
                continue  # what was done is kept, the rest is tried again
    if left:
        raise BrokenError(
            f"the processes that compute died {MOST_TRIES} times; "
            f"{len(left)} of {len(tasks)} tasks are left"
        )


def _finished(futures: dict[Future[Ends], int]) -> Iterator[Future[Ends]]:
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, timeout=0.2, return_when=FIRST_COMPLETED)
        yield from done


@contextmanager
def _closing(executor: Executor) -> Iterator[Executor]:
    """The executor; what has not begun is given up when the block is left, however it is."""
    try:
        yield executor
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def processes(workers: int) -> Callable[[], Executor]:
    """Makes executors of so many local processes, each with one thread of torch."""

    def make() -> Executor:
        # Forked processes would inherit the locks of Qt's and torch's threads.
        spawn = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(workers, mp_context=spawn, initializer=_one_thread)

    return make


def _one_thread() -> None:
    import signal

    import torch

    torch.set_num_threads(1)
    # An interrupt from the terminal reaches all; the process that handed out the work answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
