"""Work in a thread of its own that tells how far it is, waits where it is asked to, and ends.

What it finds on the way is told a few times a second and one piece at a time: the next is made
when the window has dealt with the last, and less often where making it takes long.
"""

from __future__ import annotations

import dataclasses
import threading
import time
import traceback
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from app.running.shown import Failure

TELL_SECONDS = 0.25
REPORT_SECONDS = 1 / 30
SHARE_OF_TELLING = 0.2
"""Telling takes no more of the computing thread's time than this."""
BREATH_SECONDS, BETWEEN_BREATHS = 0.0005, 0.004


class CancelledError(Exception):
    """Raised where the work looks whether it is still wanted."""


@dataclasses.dataclass(frozen=True)
class Outcome:
    """How it ended: with a result, with what was known when it was cancelled, or failed."""

    result: object = None
    failure: Failure | None = None
    cancelled: bool = False


class Control:
    """What both threads know of a piece of work. The window's thread calls `pause`, `go_on`,
    `cancel` and `acknowledge`, the working thread the rest."""

    def __init__(self) -> None:
        self._going, self._cancelled, self._room = (threading.Event() for _ in range(3))
        self._going.set()
        self._room.set()
        self._began = time.monotonic()
        self._rested = 0.0
        self._paused_at: float | None = None
        self._breathed = 0.0
        self._told, self._told_seconds, self._reported = -1e9, 0.0, 0.0
        self.emit_report: Callable[[tuple[int, int]], object] = _nothing
        self.emit_partial: Callable[[object], object] = _nothing

    # The window's thread

    @property
    def paused(self) -> bool:
        """Whether it is to begin nothing new."""
        return not self._going.is_set()

    @property
    def seconds(self) -> float:
        """How long it has worked; while it is paused this stands."""
        now = time.monotonic() if self._paused_at is None else self._paused_at
        return now - self._began - self._rested

    def pause(self) -> None:
        """Begin nothing new until `go_on`."""
        if self._paused_at is None:
            self._paused_at = time.monotonic()
            self._going.clear()

    def go_on(self) -> None:
        """Work on."""
        if self._paused_at is not None:
            self._rested += time.monotonic() - self._paused_at
            self._paused_at = None
            self._going.set()

    def cancel(self) -> None:
        """End as soon as it looks."""
        self._cancelled.set()
        self.go_on()

    def acknowledge(self) -> None:
        """What was told last has been dealt with."""
        self._room.set()

    # The working thread

    def check(self) -> None:
        """Wait while it is paused; CancelledError when it is not wanted any more."""
        self._going.wait()
        if self._cancelled.is_set():
            raise CancelledError
        now = time.perf_counter()
        if now - self._breathed > BETWEEN_BREATHS:
            time.sleep(BREATH_SECONDS)  # leaves the interpreter to the window's thread
            self._breathed = time.perf_counter()

    def report(self, done: int, total: int) -> None:
        """So many pieces are done."""
        now = time.perf_counter()
        if done == total or now - self._reported >= REPORT_SECONDS:
            self._reported = now
            self.emit_report((done, total))

    def tell(self, make: Callable[[], object | None]) -> None:
        """Tell what is known, which `make` gives unless it is nothing, if it is time for that."""
        wait = max(TELL_SECONDS, self._told_seconds / SHARE_OF_TELLING)
        if not self._room.is_set() or time.perf_counter() - self._told < wait:
            return
        begun = time.perf_counter()
        found = make()
        if found is None:
            return
        self._told = time.perf_counter()
        self._told_seconds = self._told - begun
        self._room.clear()
        self.emit_partial(found)


class Job(QObject):
    """One piece of work; `work(control)` is called in a thread of its own.

    `reported((done, of how many))`, `told(what is known so far)` and, exactly once,
    `ended(Outcome)` are emitted in the thread that made it. What `work` raises ends it; a
    CancelledError says that it was cancelled, and its argument, if it has one, what was known.
    """

    reported = Signal(object)
    told = Signal(object)
    ended = Signal(object)

    def __init__(self, work: Callable[[Control], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.control = Control()
        self._thread = QThread()
        self._thread.setObjectName("study")
        self._worker = _Worker(work, self.control)
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.run)
        self._worker.reported.connect(self.reported)
        self._worker.told.connect(self._tell)
        self._worker.ended.connect(self._end)
        self._answering = QTimer(self)  # fires when what was told is painted
        self._answering.setSingleShot(True)
        self._answering.timeout.connect(self.control.acknowledge)
        self._over = False

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def close(self) -> None:
        """Cancel it and wait until its thread is gone; nothing is told any more."""
        self._over = True
        self.control.cancel()
        self.control.acknowledge()
        self._thread.quit()
        self._thread.wait()

    def wait(self) -> None:
        """Let it come to its end; nothing is told any more."""
        self._over = True
        self._thread.quit()
        self._thread.wait()

    @Slot(object)
    def _tell(self, found: object) -> None:
        if not self._over:
            self.told.emit(found)
            self._answering.start(0)

    @Slot(object)
    def _end(self, outcome: Outcome) -> None:
        self._thread.quit()
        self._thread.wait()
        if not self._over:
            self._over = True
            self.ended.emit(outcome)


class _Worker(QObject):
    """Lives in the working thread."""

    reported = Signal(object)
    told = Signal(object)
    ended = Signal(object)

    def __init__(self, work: Callable[[Control], object], control: Control) -> None:
        super().__init__()
        self._work, self._control = work, control
        control.emit_report, control.emit_partial = self.reported.emit, self.told.emit

    @Slot()
    def run(self) -> None:
        """Do it."""
        try:
            outcome = Outcome(self._work(self._control))
        except CancelledError as error:
            outcome = Outcome(error.args[0] if error.args else None, cancelled=True)
        except Exception as error:
            outcome = Outcome(failure=Failure(_message(error), traceback.format_exc()))
        self.ended.emit(outcome)


def _message(error: Exception) -> str:
    match error:
        case MemoryError():
            return "there is not enough memory for it"
        case OSError(filename=str(place), strerror=str(problem)):
            return f"{place}: {problem}"
        case OSError() | ValueError():
            return str(error)
        case _ if type(error).__name__ == "BrokenError":
            return str(error)
        case _:
            lines = (line.strip() for line in str(error).splitlines())
            first = next(filter(None, lines), "")  # libraries write pages
            return f"{type(error).__name__}: {first}".removesuffix(": ")


def _nothing(_: object) -> None:
    pass
