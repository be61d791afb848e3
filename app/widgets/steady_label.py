"""A label of one size whatever it says: one that changes at every tick lays nothing out anew."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel


class SteadyLabel(QLabel):
    """As wide as its longest text, at the right; what is longer still is cut."""

    def __init__(self, longest: str) -> None:
        super().__init__()
        self._longest = longest
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._hold()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._hold()

    def _hold(self) -> None:
        self.setFixedSize(self.fontMetrics().size(0, self._longest))
