"""The GUI thread's handle on the computing thread: what it is asked to run, and its end."""

from __future__ import annotations

import weakref
from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, QTimer, Signal, Slot

from app.running.simulation import Simulate, load_simulate
from app.running.worker import Run, Worker


class Runner(QObject):
    """Starts the computing thread with the first run, and gives it one run at a time.

    `progressed(Progress)` and `failed(Broken)` are the worker's own signals: a method of a QObject
    of the GUI thread that is connected to them runs there.
    """

    _run_requested = Signal(object)
    _preparation_requested = Signal()

    def __init__(self, load: Callable[[], Simulate] = load_simulate) -> None:
        super().__init__()
        self._thread = QThread()
        self._thread.setObjectName("simulation")
        self._worker = Worker(load)
        self._worker.moveToThread(self._thread)
        self._run_requested.connect(self._worker.run)
        self._preparation_requested.connect(self._worker.prepare)
        self.progressed, self.failed = self._worker.progressed, self._worker.failed
        self._closed = False
        self._unanswered: Run | None = None
        self._answering = QTimer(self)  # fires when what a message has led to is painted
        self._answering.setSingleShot(True)
        self._answering.timeout.connect(self._answer)
        self._runs: list[Run] = []  # the newest one
        # Also when a session is forgotten: Qt aborts if a thread is destroyed while it runs.
        self._end = weakref.finalize(self, _end, self._thread, self._runs)

    def prepare(self) -> None:
        """Begin to import the numerical core, so that the first run need not."""
        if self._awake():
            self._preparation_requested.emit()

    def start(self, run: Run) -> None:
        """Compute a run; the one before it is cancelled."""
        for old in self._runs:
            old.cancel()
        self._runs[:] = [run]
        if self._awake():
            self._run_requested.emit(run)

    def answer(self, run: Run) -> None:
        """Let the next message of a run come, once what this one has led to is painted."""
        self._unanswered = run
        self._answering.start(0)

    @Slot()
    def _answer(self) -> None:
        if self._unanswered:
            self._unanswered.acknowledge()
            self._unanswered = None

    def _awake(self) -> bool:
        if not self._closed and not self._thread.isRunning():
            self._thread.start()
        return not self._closed

    def close(self) -> None:
        """Cancel the run, end the thread and wait for it."""
        self._closed = True
        self._end()


def _end(thread: QThread, runs: list[Run]) -> None:
    for run in runs:
        run.cancel()
    thread.quit()
    thread.wait()
