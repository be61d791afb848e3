"""The list of exports: what waits, what is being made, what became of the others."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.export.item import Item
from app.export.queue import ExportQueue
from app.export.queue_row import QueueRow
from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.widgets.panel_frame import MARGIN, Column
from app.widgets.splitter import GAP

NOTHING = (
    "Nothing is being exported. “Add to queue” in File → Export… makes files in the background."
)


class QueueList(QFrame):
    """One line an export, the oldest first; the queue goes on whether it is seen or not."""

    def __init__(self, queue: ExportQueue, appearance: Appearance) -> None:
        super().__init__()
        self.setObjectName("exports")
        self.setAccessibleName("Exports")
        self._queue, self._appearance = queue, appearance
        self.rows: dict[int, QueueRow] = {}
        self.nothing = QLabel(NOTHING)
        self.nothing.setObjectName("exports-none")
        self.nothing.setProperty("role", "dim")
        self.nothing.setWordWrap(True)
        self.tidy = QPushButton("Remove what has ended")
        self.tidy.setObjectName("exports-tidy")
        self.tidy.setAutoDefault(False)
        set_tip(self.tidy, "Take all that is saved, failed or cancelled off this list")
        self.tidy.clicked.connect(queue.remove_ended)
        lines = QWidget()
        lines.setProperty("role", "column")
        self._lines = QVBoxLayout(lines)
        self._lines.setContentsMargins(0, 0, 0, 0)
        self._lines.setSpacing(6)
        row = QHBoxLayout()
        row.addWidget(Column("exports-scroll", lines), 1)
        row.addWidget(self.tidy, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 4, MARGIN, GAP)
        column.addWidget(self.nothing)
        column.addLayout(row, 1)
        queue.changed.connect(self._follow)
        queue.progressed.connect(self._get_on)
        self._follow()

    @Slot()
    def _follow(self) -> None:
        items = {item.number: item for item in self._queue.items}
        for number in [number for number in self.rows if number not in items]:
            row = self.rows.pop(number)
            row.hide()
            row.deleteLater()
        for place, item in enumerate(items.values()):
            row = self.rows.get(item.number) or self._make(item)
            if self._lines.indexOf(row) != place:
                self._lines.insertWidget(place, row)
            row.show_item(item)
        self.nothing.setVisible(not items)
        self.tidy.setVisible(any(not item.is_open for item in items.values()))

    def _make(self, item: Item) -> QueueRow:
        row = self.rows[item.number] = QueueRow(item, self._appearance)
        row.cancel_wanted.connect(self._queue.cancel)
        row.removal_wanted.connect(self._queue.remove)
        row.again_wanted.connect(self._queue.again)
        row.opening_wanted.connect(self._open_file)
        row.folder_wanted.connect(self._open_folder)
        return row

    @Slot(object)
    def _get_on(self, item: Item) -> None:
        row = self.rows.get(item.number)
        if row is not None:
            row.show_item(item)

    @Slot(int)
    def _open_file(self, number: int) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.rows[number].item.path)))

    @Slot(int)
    def _open_folder(self, number: int) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.rows[number].item.path.parent)))
