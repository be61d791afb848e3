"""The standing as a Qt table model, in the order a person has asked for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.look.tool_tips import wrapped
from app.panels.standing.rows import COLUMNS, METHOD, NUMBERS, TIPS, Row

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole


class StandingModel(QAbstractTableModel):
    """Holds `Row`s; sorts them itself, so that a tick changes them in place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: list[Row] = []
        self._column, self._descending = METHOD, False

    @property
    def rows(self) -> list[Row]:
        """The rows in the order shown."""
        return self._rows

    def show_rows(self, rows: list[Row]) -> None:
        """Show other rows."""
        rows = self.in_order(rows)
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif rows != self._rows:
            same = [row.head for row in rows] == [row.head for row in self._rows]
            self._rows = rows
            first = METHOD + 1 if same else METHOD  # names need not be painted for other figures
            self.dataChanged.emit(self.index(0, first), self.index(len(rows) - 1, len(COLUMNS) - 1))

    def in_order(self, rows: list[Row]) -> list[Row]:
        """Rows in the order a person has asked for."""
        column = self._column
        known = [row for row in rows if not row.sort_key(column)[0]]
        unknown = [row for row in rows if row.sort_key(column)[0]]
        known.sort(key=lambda row: row.sort_key(column), reverse=self._descending)
        return known + unknown

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column, self._descending = column, order == Qt.SortOrder.DescendingOrder
        self.show_rows(self._rows)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self._rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.text(index.column())
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return wrapped("\n".join(filter(None, (row.label, row.fate, row.tally))))
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return wrapped(TIPS[section] + "; click to sort")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(section)
        return None


def _alignment(column: int) -> Qt.AlignmentFlag:
    """Numbers stand to the right, words to the left."""
    side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
