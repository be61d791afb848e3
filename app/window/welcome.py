"""The welcome page: what a person may begin with, for whoever starts without a file."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.look.tool_tips import set_tip
from app.widgets.elided_label import ElidedLabel
from app.window.command import Command
from app.window.dropping import take_a_copy
from app.window.preferences import Preferences
from landscapes.wording import cut, printable

OFFERED = ("gallery", "tour", "open")
"""The commands that stand there."""
MOST_RECENT, LONGEST = 5, 48
_WORDS = (
    "Race optimizers on a loss landscape and see what their memory holds. The race behind this "
    "page is the default one; change anything and the picture follows."
)


class Welcome(QDialog):
    """Offers commands, the files of the last times, and a place to drop one.

    `wanted(Command)` and `file_wanted(Path)` when it has closed; `dropped(list of QUrl)`.
    """

    wanted = Signal(object)
    file_wanted = Signal(object)
    dropped = Signal(object)

    def __init__(
        self,
        commands: Sequence[Command],
        recent: Sequence[Path],
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("welcome")
        self.setWindowTitle("Welcome to Basinscope")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(10)
        title = QLabel("Welcome to Basinscope")
        title.setProperty("role", "title")
        words = QLabel(_WORDS)
        words.setWordWrap(True)
        for part in (title, words):
            column.addWidget(part)
        known = {command.id: command for command in commands}
        row = QHBoxLayout()
        for name in OFFERED:
            row.addWidget(self._button(known[name]))
        column.addLayout(row)
        self._add_recent(column, recent)
        hint = ElidedLabel("A file can be dropped anywhere: an experiment, or what was exported.")
        hint.setProperty("role", "dim")
        column.addWidget(hint)
        column.addStretch(1)
        column.addLayout(self._below(preferences))
        self.setMinimumWidth(520)

    def _button(self, command: Command) -> QPushButton:
        button = QPushButton(command.title.replace("&", ""))
        button.setObjectName(f"welcome-{command.id}")
        button.setAutoDefault(False)
        set_tip(button, command.tip or command.name)
        button.clicked.connect(partial(self._leave_for, self.wanted, command))
        return button

    def _add_recent(self, column: QVBoxLayout, recent: Sequence[Path]) -> None:
        for place, path in enumerate(recent[:MOST_RECENT]):
            if place == 0:
                head = QLabel("Opened or saved last")
                head.setProperty("role", "dim")
                column.addWidget(head)
            button = QPushButton(cut(printable(path.name), LONGEST).replace("&", "&&"))
            button.setObjectName(f"welcome-recent-{place}")
            button.setAutoDefault(False)
            set_tip(button, printable(str(path)))
            button.clicked.connect(partial(self._leave_for, self.file_wanted, path))
            column.addWidget(button)

    def _below(self, preferences: Preferences) -> QHBoxLayout:
        self.again = QCheckBox("Show this at the next start")
        self.again.setObjectName("welcome-again")
        set_tip(self.again, "Can be changed in the preferences")
        self.again.setChecked(preferences.wishes.welcome)
        self.again.toggled.connect(lambda on: preferences.change(welcome=on))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close = buttons.button(QDialogButtonBox.StandardButton.Close)
        close.setObjectName("welcome-close")
        close.setText("See the race")
        close.setDefault(True)
        close.setFocus()
        buttons.rejected.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.again)
        row.addStretch(1)
        row.addWidget(buttons)
        return row

    def _leave_for(self, signal: Signal, value: object) -> None:
        self.accept()
        signal.emit(value)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        take_a_copy(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        take_a_copy(event)

    def dropEvent(self, event: QDropEvent) -> None:
        take_a_copy(event)
        if event.isAccepted():
            urls = event.mimeData().urls()
            self.accept()
            self.dropped.emit(urls)
