"""Ctrl-C and termination as one orderly way out of a command, so that nothing partial stays."""

from __future__ import annotations

import atexit
import contextlib
import os
import signal
import threading
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Self

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
OF_SIGNALS = 128  # a shell's exit code for a signal is this plus its number


class Interrupted(KeyboardInterrupt):
    """A signal asked the command to end; `code` is the exit code that tells which."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.code = OF_SIGNALS + number


class Interruption:
    """While entered, the first signal raises Interrupted in the main thread.

    Further signals are ignored: they must not break the tidying up. Inside `deferred` a signal is
    only noted; `check` raises where leaving is safe.
    """

    def __init__(self) -> None:
        self._asked: int | None = None
        self._deferred = False
        self._previous: dict[int, signal._HANDLER] = {}

    def __enter__(self) -> Self:
        self._previous = _take(self._handle)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for number, handler in self._previous.items():
            signal.signal(number, handler)

    @contextlib.contextmanager
    def deferred(self) -> Iterator[None]:
        """Let signals wait for the next `check`."""
        self._deferred = True
        try:
            yield
        finally:
            self._deferred = False

    @contextlib.contextmanager
    def importing(self) -> Iterator[None]:
        """Let signals wait until a library is whole: an exception amid its import may abort."""
        with self.deferred():
            yield
        self.check()

    def check(self) -> None:
        """Raise Interrupted if a signal has come."""
        if self._asked is not None:
            raise Interrupted(self._asked)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        asked_before = self._asked is not None
        if not asked_before:
            self._asked = number
        if not asked_before and not self._deferred:
            raise Interrupted(number)


def leave_at_signals() -> None:
    """From now on a signal ends the process at once and in silence; for while there is nothing
    to tidy up: an exception in the middle of an import of Qt's would abort, or end in a traceback.

    When all is done and the interpreter takes itself apart, which takes back every handler, a
    signal comes too late to change what the exit code tells.
    """
    _take(_leave)
    atexit.register(_take, signal.SIG_IGN)


def _leave(number: int, frame: FrameType | None) -> None:
    os._exit(OF_SIGNALS + number)


def _take(handler: signal._HANDLER) -> dict[int, signal._HANDLER]:
    """Let `handler` have the signals; who had them before. Only the main thread can."""
    if threading.current_thread() is not threading.main_thread():
        return {}
    previous: dict[int, signal._HANDLER] = {}
    for name in SIGNALS:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is None:
            continue
        before = signal.getsignal(number)
        if name == "SIGHUP" and before is signal.SIG_IGN:  # started by nohup
            continue
        previous[number] = before
        signal.signal(number, handler)
    return previous
