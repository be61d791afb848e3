"""The menu of the layouts that a person has saved."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.look.tool_tips import set_tip
from app.window.layouts import Layouts


class LayoutsMenu(QMenu):
    """By their names; it cannot be opened while there are none."""

    def __init__(self, layouts: Layouts, parent: QWidget) -> None:
        super().__init__("&Own layouts", parent)
        self._layouts = layouts
        self.setObjectName("own-layouts")
        self.setToolTipsVisible(True)
        self.triggered.connect(self._choose)
        layouts.changed.connect(self._fill)
        self._fill()

    @Slot()
    def _fill(self) -> None:
        names = list(self._layouts.own)
        if names != [action.data() for action in self.actions()]:
            self.clear()
            for name in names:
                action = self.addAction(name.replace("&", "&&"))
                set_tip(action, f"Your layout {name}")
                action.setData(name)
                action.setCheckable(True)
        for action in self.actions():
            action.setChecked(action.data() == self._layouts.current)
        self.setEnabled(bool(names))

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self._layouts.choose(action.data())
        self._fill()  # the click has turned the switch, whatever came of it
