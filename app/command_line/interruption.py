"""Ctrl-C and termination as one orderly way out of a command, so that nothing partial stays."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator
from types import FrameType, TracebackType
from typing import Self

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")


class Interruption:
    """While entered, the first signal raises KeyboardInterrupt in the main thread.

    Further signals are ignored: they must not break the tidying up. Inside `deferred` a signal is
    only noted; `check` raises where leaving is safe.
    """

    def __init__(self) -> None:
        self._asked = False
        self._deferred = False
        self._previous: dict[signal.Signals, signal._HANDLER] = {}

    def __enter__(self) -> Self:
        if threading.current_thread() is threading.main_thread():
            for name in SIGNALS:
                self._take(name)
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

    def check(self) -> None:
        """Raise KeyboardInterrupt if a signal has come."""
        if self._asked:
            raise KeyboardInterrupt

    def _take(self, name: str) -> None:
        number = getattr(signal, name, None)  # Windows has no SIGHUP
        if number is None:
            return
        previous = signal.getsignal(number)
        if name == "SIGHUP" and previous is signal.SIG_IGN:  # started by nohup
            return
        self._previous[number] = previous
        signal.signal(number, self._handle)

    def _handle(self, number: int, frame: FrameType | None) -> None:
        asked_before, self._asked = self._asked, True
        if not asked_before and not self._deferred:
            raise KeyboardInterrupt
