"""The GUI thread goes first: while it is at work on a frame, threads that compute stand back.

They share one interpreter. A frame asks for it a hundred times, whenever Qt has drawn something,
and would wait each time for whoever computes: what takes the GUI thread ten milliseconds alone
would take it a hundred.
"""

from __future__ import annotations

import threading
import time

from PySide6.QtCore import QObject, QTimer, Slot

LONGEST_SECONDS = 0.05
"""Nobody stands back for longer: a frame that takes more is no reason to compute nothing."""


class RightOfWay:
    """Who is at work on a frame takes it, who computes waits for it between two steps."""

    def __init__(self) -> None:
        self._free = threading.Event()
        self._free.set()
        self._deadline = 0.0

    @property
    def taken(self) -> bool:
        """Whether a frame is being made."""
        return not self._free.is_set()

    def take(self) -> None:
        """A frame begins, in the GUI thread."""
        self._deadline = time.perf_counter() + LONGEST_SECONDS
        self._free.clear()

    def give(self) -> None:
        """It is painted."""
        self._free.set()

    def wait(self) -> None:
        """Stand back as long as a frame is made, or for `LONGEST_SECONDS`."""
        if self.taken:
            self._free.wait(max(0.0, self._deadline - time.perf_counter()))


RIGHT_OF_WAY = RightOfWay()
"""The process's: there is one interpreter and one GUI thread."""


class FrameWatch(QObject):
    """Takes the right of way when something is to be shown, and gives it back once what that led
    to is painted."""

    def __init__(self, parent: QObject, right: RightOfWay = RIGHT_OF_WAY) -> None:
        super().__init__(parent)
        self._right = right
        self._painted = QTimer(self)
        self._painted.setSingleShot(True)
        self._painted.timeout.connect(right.give)

    @Slot()
    def begin(self) -> None:
        """Something changes that is shown."""
        self._right.take()
        self._painted.start(0)  # fires when the events that are posted now are dealt with

    def close(self) -> None:
        """Show nothing any more."""
        self._painted.stop()
        self._right.give()
