"""The menu of the files that were opened or saved last."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.look.tool_tips import set_tip
from app.window.file_commands import FileCommands
from landscapes.wording import printable


class RecentMenu(QMenu):
    """The newest first; it cannot be opened while there are none."""

    def __init__(self, files: FileCommands, parent: QWidget) -> None:
        super().__init__("Open &recent", parent)
        self._files = files
        self.setObjectName("recent")
        self.setToolTipsVisible(True)
        self.triggered.connect(self._open)
        files.recent_changed.connect(self._fill)
        self._fill()

    @Slot()
    def _fill(self) -> None:
        self.clear()
        for path in self._files.recent:
            action = self.addAction(printable(path.name).replace("&", "&&"))
            set_tip(action, printable(str(path)))
            action.setData(str(path))
        self.setEnabled(bool(self._files.recent))

    @Slot(QAction)
    def _open(self, action: QAction) -> None:
        self._files.open_path(Path(action.data()))
