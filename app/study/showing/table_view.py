"""A study's table as it is read: figures with their intervals, sorted by a click, copied whole."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from app.look.tool_tips import wrapped
from app.study.words import column_title, compared
from app.widgets.plain_table import make_plain
from core.writing import exact, number, p_figure, tsv_cell

if TYPE_CHECKING:
    from core.study.results.table import Cell, Table

Index = QModelIndex | QPersistentModelIndex
_NAMES, _WORDS = ("method", "reference"), ("what", "statistic")
WIDEST = 260


class TableModel(QAbstractTableModel):
    """Shows a `Table`; another one of the same columns takes its place without a jump."""

    def __init__(self) -> None:
        super().__init__()
        self._table: Table | None = None
        self._rows: list[tuple[Cell, ...]] = []
        self._sorted: tuple[int, bool] | None = None

    def show_table(self, table: Table | None) -> bool:
        """Show another table; whether its columns are other ones."""
        before = self._table.columns if self._table else ()
        self.beginResetModel()
        self._table = table
        other = (table.columns if table else ()) != before
        if other:
            self._sorted = None
        self._rows = self._in_order()
        self.endResetModel()
        return other

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self._table.columns if self._table else ()

    def as_tsv(self) -> str:
        """The table as it is shown, its figures in full."""
        rows = [[_plain(cell) for cell in row] for row in self._rows]
        return "\n".join("\t".join(row) for row in [[*map(tsv_cell, self.columns)], *rows]) + "\n"

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._sorted = (column, order == Qt.SortOrder.DescendingOrder) if column >= 0 else None
        self.layoutAboutToBeChanged.emit()
        self._rows = self._in_order()
        self.layoutChanged.emit()

    def _in_order(self) -> list[tuple[Cell, ...]]:
        rows = list(self._table.rows) if self._table else []
        if self._sorted is None or self._sorted[0] >= len(self.columns):
            return rows
        column, descending = self._sorted
        known = [row for row in rows if not _unknown(row[column])]
        words = any(isinstance(row[column], str) for row in known)
        known.sort(key=lambda row: str(row[column]) if words else row[column], reverse=descending)
        return known + [row for row in rows if _unknown(row[column])]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        cell = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(self.columns[index.column()], cell)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[index.column()])
        if role == Qt.ItemDataRole.ToolTipRole:
            return wrapped(f"{self.columns[index.column()]}: {_plain(cell) or 'not known'}")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        name = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column_title(name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return wrapped(f"{name}; click to sort")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(name)
        return None


class TableView(QTableView):
    """`copy_asked` on Ctrl+C."""

    copy_asked = Signal()

    def __init__(self, name: str, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = TableModel()
        self._fitted = False
        self.setModel(self.table)
        self.setObjectName(name)
        self.setAccessibleName(title)
        head = make_plain(self, f"{name}-headings")
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        head.setMaximumSectionSize(WIDEST)
        head.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        head.setSortIndicatorClearable(True)
        self.verticalHeader().setDefaultSectionSize(24)

    def show_table(self, table: Table | None) -> None:
        """Show a table."""
        if self.table.show_table(table):
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self._fitted = False
        self._fit()

    def _fit(self) -> None:
        """Give the columns the width that they need: all of them once, and then those that are seen
        more where their figures have grown. None ever shrinks, so nothing jitters."""
        if not self.isVisible():
            return
        if not self._fitted:
            self._fitted = True
            self.resizeColumnsToContents()
            return
        last = self.columnAt(self.viewport().width() - 1)
        for column in range(self.columnAt(0), (last if last >= 0 else len(self.table.columns))):
            needed = min(WIDEST, self.sizeHintForColumn(column) + 2)
            if needed > self.columnWidth(column):
                self.setColumnWidth(column, needed)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_asked.emit()
            event.accept()
        else:
            super().keyPressEvent(event)


def _unknown(cell: Cell) -> bool:
    return isinstance(cell, float) and math.isnan(cell)


def _shown(column: str, cell: Cell) -> str:
    if isinstance(cell, str):
        return compared(cell) if column in _WORDS else cell
    if column == "p":
        return p_figure(cell)
    return f"{cell:,}" if isinstance(cell, int) else number(cell)


def _plain(cell: Cell) -> str:
    """In full, as a spreadsheet reads it."""
    if isinstance(cell, str):
        return tsv_cell(cell)
    return "" if _unknown(cell) else exact(cell)


def _alignment(column: str) -> Qt.AlignmentFlag:
    side = (
        Qt.AlignmentFlag.AlignLeft if column in (*_NAMES, *_WORDS) else Qt.AlignmentFlag.AlignRight
    )
    return side | Qt.AlignmentFlag.AlignVCenter
