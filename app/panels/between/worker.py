"""The thread in which the way between two ends is measured, the newest question alone."""

from __future__ import annotations

import weakref

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.panels.between.ends import BrokenOffError, Wanted, between


class Newest:
    """The number of the newest question, which both threads read."""

    number = 0


class _Worker(QObject):
    """Lives in its own thread; `found(Between, number)`."""

    found = Signal(object, object)

    def __init__(self, newest: Newest) -> None:
        super().__init__()
        self._newest = newest

    @Slot(object, object)
    def measure(self, wanted: Wanted, number: int) -> None:
        """Answer a question, perhaps with a preview first, unless another is asked meanwhile."""
        try:
            for answer in between(wanted, lambda: number == self._newest.number):
                self.found.emit(answer, number)
        except BrokenOffError:
            return


class BetweenThread(QObject):
    """`found(Between)` answers the newest question that was asked."""

    found = Signal(object)
    _asked = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest, self._thread = Newest(), QThread()
        self._thread.setObjectName("between")
        self._worker = _Worker(self._newest)
        self._worker.moveToThread(self._thread)
        self._asked.connect(self._worker.measure)
        self._worker.found.connect(self._tell)
        # Also when a dialog is forgotten: Qt aborts if a thread is destroyed while it runs.
        self.close = weakref.finalize(self, _end, self._thread, self._newest)

    def ask(self, wanted: Wanted) -> None:
        """Ask, in the place of what was asked before."""
        self.give_up()
        if self.close.alive:
            if not self._thread.isRunning():
                self._thread.start()
            self._asked.emit(wanted, self._newest.number)

    def give_up(self) -> None:
        """Wait for nothing any more."""
        self._newest.number += 1

    @Slot(object, object)
    def _tell(self, answer: object, number: int) -> None:
        if number == self._newest.number:
            self.found.emit(answer)


def _end(thread: QThread, newest: Newest) -> None:
    newest.number += 1
    thread.quit()
    thread.wait()
