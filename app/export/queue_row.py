"""One export in the list of them: its file, how far it is, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QPushButton

from app.export.item import Item
from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.widgets.elided_label import ElidedLabel
from app.widgets.icon_button import IconButton
from app.widgets.styled import set_styled

_NAME, _BAR = 240, 120
"""Pixels of a name's greatest width, and of a bar's."""
_ROLES = {"failed": "error"}


class QueueRow(QFrame):
    """Shows an item. The signals say, by its number, what a person wants done about it."""

    cancel_wanted = Signal(int)
    removal_wanted = Signal(int)
    again_wanted = Signal(int)
    opening_wanted = Signal(int)
    folder_wanted = Signal(int)

    def __init__(self, item: Item, appearance: Appearance) -> None:
        super().__init__()
        self.item = item
        self.setObjectName(f"export-{item.number}")
        self.name = ElidedLabel(item.path.name, "title", middle=True)
        self.name.setObjectName("export-name")
        self.name.setFixedWidth(_NAME)
        set_tip(self.name, f"{item.title}: {item.path}")
        self.bar = QProgressBar()
        self.bar.setObjectName("export-bar")
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(_BAR)
        self.words = ElidedLabel(role="dim")
        self.words.setObjectName("export-words")
        self.open = self._button("Open", "export-open", "Open the file", self.opening_wanted)
        self.folder = self._button(
            "Show in folder", "export-folder", "Open the folder it is in", self.folder_wanted
        )
        self.again = self._button(
            "Try again", "export-again", "Make it once more, as it was asked for", self.again_wanted
        )
        self.cross = IconButton(appearance, "close", "export-cross", "Cancel")
        self.cross.clicked.connect(self._cross_out)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(self.name)
        line.addWidget(self.bar)
        line.addWidget(self.words, 1)
        for button in (self.open, self.folder, self.again, self.cross):
            line.addWidget(button)
        self.show_item(item)

    def _button(self, title: str, name: str, tip: str, wanted: Signal) -> QPushButton:
        button = QPushButton(title)
        button.setObjectName(name)
        button.setAutoDefault(False)
        button.setAccessibleName(f"{title}: {self.item.path.name}")
        set_tip(button, tip)
        button.clicked.connect(lambda: wanted.emit(self.item.number))
        return button

    def show_item(self, item: Item) -> None:
        """Show how it stands now."""
        self.item = item
        self.bar.setVisible(item.state in ("running", "stopping"))
        self.bar.setRange(0, item.total)
        self.bar.setValue(item.done)
        self.bar.setAccessibleName(f"Progress of {item.path.name}")
        self.words.setText(item.words)
        set_tip(self.words, item.words)
        set_styled(self.words, "role", _ROLES.get(item.state, "dim"))
        self.open.setVisible(item.state == "saved")
        self.folder.setVisible(item.state == "saved")
        self.again.setVisible(item.state in ("failed", "cancelled"))
        tip = "Cancel this export; nothing is written" if item.is_open else "Take it off this list"
        if self.cross.toolTip() != tip:
            self.cross.setAccessibleName(f"{tip.partition(';')[0]}: {item.path.name}")
            set_tip(self.cross, tip)
        self.cross.setEnabled(item.state != "stopping")

    def _cross_out(self) -> None:
        wanted = self.cancel_wanted if self.item.is_open else self.removal_wanted
        wanted.emit(self.item.number)
