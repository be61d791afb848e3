"""Local processes that carry out tasks, each alone at its end of a pipe of its own.

The standard library's pool shares its queues, and hangs where one of its processes is killed while
a task is on the way. Here whoever is killed takes nothing with it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any, ParamSpec, TypeVar

from core.study.work.crew import Crew

_NICENESS = 10
P = ParamSpec("P")
T = TypeVar("T")


def processes(workers: int, *, gives_way: bool = False) -> Callable[[], Crew]:
    """Makes crews of so many local processes, which may give way to all else that is computed, so
    that a window beside them keeps its pace."""
    return lambda: Processes(workers, gives_way=gives_way)


class Processes(Crew):
    """So many processes, begun when the first tasks come; a thread here speaks to each."""

    def __init__(self, workers: int, *, gives_way: bool = False) -> None:
        self._workers, self._gives_way = workers, gives_way
        self._threads = ThreadPoolExecutor(workers, "study")
        self._own = threading.local()
        self._lock = threading.Lock()
        self._started: list[SpawnProcess] = []
        self._ended = False

    @property
    def workers(self) -> int:
        return self._workers

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        return self._threads.submit(self._ask, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        if cancel_futures:
            self._threads.shutdown(wait=False, cancel_futures=True)
            self._end()
        self._threads.shutdown(wait)
        if wait:
            self._end()

    def _ask(self, fn: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        """What a process says a function comes to."""
        try:
            pipe = self._pipe()
            pipe.send((fn, args, kwargs))
            failed, found = pipe.recv()
        except (EOFError, OSError):
            raise BrokenProcessPool("a process that computes was killed") from None
        if failed:
            raise found
        answer: T = found
        return answer

    def _pipe(self) -> Connection[Any, Any]:
        """This thread's way to its process."""
        pipe: Connection[Any, Any] | None = getattr(self._own, "pipe", None)
        if pipe is None:
            pipe = self._own.pipe = self._start()
        return pipe

    def _start(self) -> Connection[Any, Any]:
        # Forked processes would inherit the locks of Qt's and torch's threads.
        spawn = multiprocessing.get_context("spawn")
        here, there = spawn.Pipe()
        process = spawn.Process(target=_serve, args=(there, self._gives_way), daemon=True)
        with self._lock:
            if self._ended:
                raise BrokenProcessPool("the work has ended")
            _ignore_interrupts()
            process.start()
            self._started.append(process)
        there.close()
        return here

    def _end(self) -> None:
        with self._lock:
            self._ended = True
        for process in self._started:
            process.kill()
        for process in self._started:
            process.join()


def _ignore_interrupts() -> None:
    """An interrupt from the terminal reaches every process; the one that hands out the work
    answers it. What this thread starts from here on does not hear of it."""
    if hasattr(signal, "pthread_sigmask"):
        resource_tracker.ensure_running()  # it would lift the mask when it is first needed
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})


def _serve(pipe: Connection[Any, Any], gives_way: bool) -> None:
    """A process: carry out what comes until nobody is there any more."""
    if gives_way and hasattr(os, "nice"):
        os.nice(_NICENESS)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            fn, args, kwargs = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            told = False, fn(*args, **kwargs)
        except Exception as error:
            told = True, error
        pipe.send(told)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
