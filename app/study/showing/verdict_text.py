"""The verdict as it is read, a sentence a line, and as it is taken along: one paragraph."""

from __future__ import annotations

import html
from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLabel

BETWEEN = 4
"""Pixels from a sentence to the next."""


class VerdictText(QLabel):
    """Selectable with the mouse; what is copied has no breaks of lines."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("study-verdict")
        self.setAccessibleName("Verdict")
        self.setTextFormat(Qt.TextFormat.RichText)  # which alone has room between the sentences
        self.setWordWrap(True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        copy = QAction("Copy", self)
        copy.triggered.connect(self.copy)
        self.addAction(copy)
        self.sentences: tuple[str, ...] = ()

    @property
    def paragraph(self) -> str:
        """All sentences as one paragraph, "" where there are none."""
        return " ".join(self.sentences)

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Show these, each on a line of its own, whatever signs a label in them holds."""
        if self.sentences == tuple(sentences):
            return
        self.sentences = tuple(sentences)
        self.setAccessibleDescription(self.paragraph)
        last = len(sentences) - 1
        self.setText(
            "".join(
                f'<p style="margin: 0 0 {0 if place == last else BETWEEN}px 0">'
                f"{html.escape(sentence)}</p>"
                for place, sentence in enumerate(sentences)
            )
        )

    @Slot()
    def copy(self) -> None:
        """Put what is selected on the clipboard, or else all."""
        selected = " ".join(self.selectedText().split())
        QGuiApplication.clipboard().setText(selected or self.paragraph)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)
