"""How far the export gets that the dialog has asked for: a bar, and a line in words."""

from __future__ import annotations

import itertools

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from app.export.item import Item
from app.export.job import Request
from app.export.queue import ExportQueue
from app.widgets.styled import set_styled


class FollowedExport(QWidget):
    """Asks the queue for a file and follows it to its end, which `ended(Item)` tells."""

    ended = Signal(object)

    def __init__(self, queue: ExportQueue) -> None:
        super().__init__()
        self._queue = queue
        self._number: int | None = None
        self.bar = QProgressBar()
        self.bar.setObjectName("exportProgress")
        self.bar.setAccessibleName("Progress of the export")
        self.bar.setTextVisible(False)
        self.status = QLabel()
        self.status.setObjectName("exportStatus")
        self.status.setProperty("role", "dim")
        self.status.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.bar)
        column.addWidget(self.status)
        self.bar.hide()
        queue.changed.connect(self._look)
        queue.progressed.connect(self._show)
        queue.ended.connect(self._end)

    @property
    def running(self) -> bool:
        """Whether a file is being made, or waits to be."""
        return self._number is not None

    def begin(self, request: Request) -> None:
        """Ask for a file and follow it; TakenError as the queue raises it."""
        self._number = self._queue.add(request).number
        self._look()

    def cancel(self) -> None:
        """Stop what is followed; its end is told."""
        if self._number is not None:
            self._queue.cancel(self._number)

    def stop(self) -> None:
        """Stop what is followed, and wait until nothing partial is left."""
        if self._number is not None:
            self._queue.stop(self._number)

    def let_go(self) -> None:
        """Follow it no more; it goes on in the queue."""
        self._number = None
        self.bar.hide()

    def say(self, text: str, role: str = "dim") -> None:
        """Show a line of words."""
        self.status.setText(text)
        set_styled(self.status, "role", role)

    @Slot()
    def _look(self) -> None:
        item = None if self._number is None else self._queue.item(self._number)
        if item is not None:
            self._show(item)

    @Slot(object)
    def _show(self, item: Item) -> None:
        if item.number != self._number or not item.is_open:
            return
        self.bar.show()
        self.bar.setRange(0, item.total)  # of 0 while the run is computed: it is not known
        self.bar.setValue(item.done)
        before = self._before(item)
        self.say(f"Waiting for {before} before it" if before else item.words)

    def _before(self, item: Item) -> str:
        """In words what is made before an item that waits."""
        if item.state != "waiting":
            return ""
        earlier = list(
            itertools.takewhile(lambda other: other.number != item.number, self._queue.open)
        )
        return earlier[0].path.name if len(earlier) == 1 else f"the {len(earlier)} exports"

    @Slot(object)
    def _end(self, item: Item) -> None:
        if item.number == self._number:
            self.let_go()
            self.say(item.sentence, "error" if item.state == "failed" else "dim")
            self.ended.emit(item)
