"""The table view of the standing: sorts by a click, copies by Ctrl+C."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from app.panels.standing.delegate import HEIGHT, StandingDelegate
from app.panels.standing.model import StandingModel
from app.panels.standing.rows import COLUMNS, LOSS, METHOD, PATH, Row

NARROWEST_METHOD = 112


class StandingTable(QTableView):
    """The first column takes what the numbers leave; `copy_asked` on Ctrl+C."""

    copy_asked = Signal()

    def __init__(
        self, model: StandingModel, delegate: StandingDelegate, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(delegate)
        self._delegate = delegate
        self._widths = [delegate.width(column) for column in range(len(COLUMNS))]
        self._widths[-1] = 150
        self.setObjectName("standing-table")
        self.setAccessibleName("Standing of the methods")
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setShowGrid(False)
        self.setAlternatingRowColors(False)
        self.setTabKeyNavigation(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(HEIGHT)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setMinimumSectionSize(36)
        head.setFixedHeight(24)
        self.setCornerWidget(QWidget())  # the style has no look for that corner
        self.setSortingEnabled(True)
        self.sortByColumn(METHOD, Qt.SortOrder.AscendingOrder)
        self._fit()

    def make_room(self, rows: list[Row]) -> None:
        """Widen the columns of numbers for these rows; they never shrink, so nothing jitters."""
        wanted = [
            max(
                [self._widths[column], *(self._delegate.width_of(row.text(column)) for row in rows)]
            )
            for column in range(LOSS, PATH + 1)
        ]
        if wanted != self._widths[LOSS : PATH + 1]:
            self._widths[LOSS : PATH + 1] = wanted
            self._fit()

    def _fit(self) -> None:
        """Give the numbers what they need and the method the rest."""
        room = self.viewport().width() - sum(self._widths[1:4])
        wide = room - sum(self._widths[4:])
        self.setColumnWidth(METHOD, max(NARROWEST_METHOD, min(room, 220) if wide < 160 else 220))
        for column, width in enumerate(self._widths[1:], start=1):
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
            event.accept()
        else:
            super().keyPressEvent(event)
