"""Signals that end the process, noted at any moment and obeyed between events.

Python's handlers run between any two of its instructions, in the middle of a paint event too,
where a window must not be closed. While nothing happens Qt gives them no turn at all.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType

SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")  # each system has some of them
_OF_SIGNALS = 128


class Ending:
    """Which signal has come first, if any. Ctrl+C in the terminal, a shutdown of the system and
    the end of the terminal are the same to a window: it keeps the work and goes."""

    def __init__(self) -> None:
        self._number: int | None = None
        for name in SIGNALS:
            number = getattr(signal, name, None)
            if number is None or signal.getsignal(number) is signal.SIG_IGN:  # started by nohup
                continue
            signal.signal(number, self._note)

    @property
    def asked(self) -> bool:
        """Whether the process is to end."""
        return self._number is not None

    @property
    def code(self) -> int:
        """The exit code: 0, or what a shell calls an end by the signal."""
        return 0 if self._number is None else _OF_SIGNALS + self._number

    def obey(self, end: Callable[[], object]) -> None:
        """End if it was asked for; to be called every now and then."""
        if self.asked:
            end()

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self._number is None:
            self._number = number
