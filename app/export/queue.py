"""The exports of a window: one is made at a time, in the order in which they were asked for."""

from __future__ import annotations

import dataclasses
import os
import time
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.export.item import Item, State
from app.export.job import ExportJob, Work

GUESS_SECONDS = 1.5
"""Time left is only told once it is more than a guess."""


class TakenError(ValueError):
    """Another export of the queue is to make the same file."""


class ExportQueue(QObject):
    """Makes what was asked for as it was when it was asked for: nothing that is changed in the
    window later reaches it.

    An export that fails or is cancelled leaves nothing partial, and the next one begins.
    """

    changed = Signal()  # there is another item, or one less, or one in another state
    progressed = Signal(object)  # the Item that got on
    ended = Signal(object)  # the Item that is saved, failed or cancelled

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._items: dict[int, Item] = {}
        self._works: dict[int, Work] = {}
        self._job: ExportJob | None = None
        self._began = 0.0
        self._number = 0
        self._made = 0  # the number of the one that is being made

    @property
    def items(self) -> tuple[Item, ...]:
        """All that was asked for and not removed, the oldest first."""
        return tuple(self._items.values())

    @property
    def open(self) -> tuple[Item, ...]:
        """Those that are waiting or being made."""
        return tuple(item for item in self.items if item.is_open)

    def item(self, number: int) -> Item | None:
        """An item by its number."""
        return self._items.get(number)

    def add(self, work: Work) -> Item:
        """Ask for a file; it is begun at once where nothing else is being made.

        Raises:
            TakenError: an open item is to make the same file.
        """
        self.check(work.path)
        self._number += 1
        item = Item(self._number, work.path, work.title, work.kind)
        self._items[item.number] = item
        self._works[item.number] = work
        self._go_on()
        self.changed.emit()
        return self._items[item.number]

    def check(self, path: Path) -> None:
        """Raise TakenError for a file that an open item is to make."""
        if any(_place(item.path) == _place(path) for item in self.open):
            raise TakenError(f"{path.name} is in the queue of exports already; choose another name")

    @Slot(int)
    def cancel(self, number: int) -> None:
        """Stop an open item; where it was begun, after the frame that is being made."""
        item = self._items.get(number)
        if item is None or not item.is_open:
            return
        if item.state == "waiting":
            self._end(number, "cancelled")
        elif self._job is not None:
            self._job.cancel()
            self._become(number, state="stopping")

    def stop(self, number: int) -> None:
        """Cancel an open item and wait until nothing partial of it is left."""
        item = self._items.get(number)
        if item is None or not item.is_open:
            return
        if item.state != "waiting":
            self._give_up()
        self._end(number, "cancelled")

    @Slot(int)
    def again(self, number: int) -> None:
        """Ask once more for what failed or was cancelled, after all that waits."""
        item, work = self._items.get(number), self._works.get(number)
        if item is None or work is None or item.is_open:
            return
        try:
            self.check(item.path)
        except TakenError as error:
            self._become(number, state="failed", told=f"{error}.")
            return
        self._items[number] = Item(number, item.path, item.title, item.kind)
        self._items[number] = self._items.pop(number)
        self._go_on()
        self.changed.emit()

    @Slot(int)
    def remove(self, number: int) -> None:
        """Forget an item that has ended; its file stays."""
        item = self._items.get(number)
        if item is not None and not item.is_open:
            del self._items[number]
            self._works.pop(number, None)
            self.changed.emit()

    @Slot()
    def remove_ended(self) -> None:
        """Forget all items that have ended."""
        for item in self.items:
            self.remove(item.number)

    def close(self) -> None:
        """Cancel all of it; nothing runs any more and nothing partial is left on return."""
        waiting = [item for item in self.open if item.state == "waiting"]
        for item in (*waiting, *self.open):
            self.stop(item.number)

    def _go_on(self) -> None:
        """Begin the next one, unless one is being made."""
        if self._job is not None:
            return
        number = next((item.number for item in self.items if item.state == "waiting"), None)
        if number is None:
            return
        self._items[number] = dataclasses.replace(self._items[number], state="running")
        self._made, self._began = number, time.monotonic()
        job = self._job = ExportJob(self._works[number], self)
        job.progress.connect(self._get_on)
        job.finished.connect(self._finish)
        job.failed.connect(self._fail)
        job.cancelled.connect(self._leave)
        job.start()

    @Slot(int, int)
    def _get_on(self, done: int, total: int) -> None:
        item = self._items[self._made]
        if item.total != total:
            self._began = time.monotonic()
        seconds = time.monotonic() - self._began
        left = seconds * (total - done) / done if seconds > GUESS_SECONDS else None
        self._items[item.number] = dataclasses.replace(item, done=done, total=total, left=left)
        self.progressed.emit(self._items[item.number])

    @Slot(str)
    def _finish(self, path: str) -> None:
        del self._works[self._made]  # it may hold hundreds of megabytes
        try:
            told = f"{Path(path).stat().st_size / 1e6:.1f} MB"
        except OSError:
            told = "gone since"
        self._end(self._made, "saved", told)

    @Slot(str)
    def _fail(self, message: str) -> None:
        self._end(self._made, "failed", message)

    @Slot()
    def _leave(self) -> None:
        self._end(self._made, "cancelled")

    def _end(self, number: int, state: State, told: str = "") -> None:
        if self._items[number].state != "waiting":
            self._give_up()
        self._become(number, state=state, told=told)
        self.ended.emit(self._items[number])
        self._go_on()
        self.changed.emit()

    def _give_up(self) -> None:
        """Let go of the job; it is stopped where it still works, and not listened to any more."""
        job, self._job = self._job, None
        if job is not None:
            for signal in (job.progress, job.finished, job.failed, job.cancelled):
                signal.disconnect()
            job.close()
            job.deleteLater()

    def _become(self, number: int, **what: Any) -> None:
        self._items[number] = dataclasses.replace(self._items[number], **what)
        self.changed.emit()


def _place(path: Path) -> str:
    """A file by where it lies, however its name was written."""
    return os.path.normcase(os.path.realpath(path))
