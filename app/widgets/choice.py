"""A drop-down of words that the wheel cannot change by accident."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QWidget

from app.look.tool_tips import set_tip


class Choice(QComboBox):
    """Shows (word, title) pairs; `chosen` is the word. `activated` tells of a person's choice."""

    def __init__(
        self,
        name: str,
        title: str,
        tip: str,
        choices: Iterable[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        set_tip(self, tip)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for word, text in choices:
            self.addItem(text, word)

    @property
    def chosen(self) -> str:
        """The word behind the title that is shown."""
        return str(self.currentData())

    def show_word(self, word: str) -> None:
        """Show a word's title, without a signal of a person's choice."""
        self.setCurrentIndex(self.findData(word))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
