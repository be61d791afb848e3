"""The menu of the standing's columns: which figures stand beside the names."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from app.look.tool_tips import set_tip
from app.panels.standing.rows import COLUMNS, FIGURES, TIPS


class ColumnsMenu(QMenu):
    """`chosen(columns)` tells all that are checked, in their order."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("standing-columns-menu")
        self.setToolTipsVisible(True)
        self._actions = {column: self.addAction(COLUMNS[column]) for column in FIGURES}
        for column, action in self._actions.items():
            action.setObjectName(f"standing-show-{COLUMNS[column].lower().replace(' ', '-')}")
            action.setCheckable(True)
            set_tip(action, TIPS[column])
            action.triggered.connect(self._tell)

    def offer(self, columns: tuple[int, ...]) -> None:
        """Offer these columns alone."""
        for column, action in self._actions.items():
            action.setVisible(column in columns)

    def show_chosen(self, columns: tuple[int, ...]) -> None:
        """Check these columns."""
        for column, action in self._actions.items():
            action.setChecked(column in columns)

    @Slot()
    def _tell(self) -> None:
        self.chosen.emit(tuple(c for c, action in self._actions.items() if action.isChecked()))
