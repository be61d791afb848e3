"""The menu of the charts panel: which charts, and how they show many starts."""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.look.tool_tips import set_tip
from core.measures.series import SERIES


class ChartsMenu(QMenu):
    """`shown_changed(keys)`; `smallest_changed` is λ_min, `whole_changed` quartiles over starts."""

    shown_changed = Signal(object)
    smallest_changed = Signal(bool)
    whole_changed = Signal(bool)
    reset_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("charts-choice")
        self.setToolTipsVisible(True)
        self._charts = {key: self._switch(key, row.title, row.description)
                        for key, row in SERIES.items()}  # fmt: skip
        for action in self._charts.values():
            action.triggered.connect(self._choose)
        self.addSeparator()
        self._smallest = self._switch("smallest", "Smallest eigenvalue λmin too", "")
        self._smallest.toggled.connect(self.smallest_changed)
        self._whole = self._switch("whole", "Median and quartiles of the starts", "")
        set_tip(self._whole, "Off: the selected start alone")
        self._whole.setChecked(True)
        self._whole.toggled.connect(self.whole_changed)
        self.addSeparator()
        self._reset = self.addAction("Show all steps")
        self._reset.setObjectName("charts-reset")
        self._reset.triggered.connect(self.reset_asked)

    def _switch(self, key: str, title: str, tip: str) -> QAction:
        action = self.addAction(title)
        action.setObjectName(f"charts-show-{key}")
        action.setCheckable(True)
        set_tip(action, tip or title)
        return action

    @property
    def smallest(self) -> bool:
        """Whether λ_min is drawn too."""
        return self._smallest.isChecked()

    def show_shown(self, keys: tuple[str, ...]) -> None:
        """Check the charts that are shown."""
        for key, action in self._charts.items():
            action.setChecked(key in keys)

    def offer(self, keys: Collection[str], *, networks: bool) -> None:
        """Offer these charts alone, those of a network's race or of any other."""
        for key, action in self._charts.items():
            action.setVisible(key in keys)
        self._smallest.setVisible(not networks)

    def show_starts(self, count: int) -> None:
        """Offer the choice between starts where there are several."""
        self._whole.setEnabled(count > 1)

    @Slot()
    def _choose(self) -> None:
        self.shown_changed.emit(
            [key for key, act in self._charts.items() if act.isChecked() and act.isVisible()]
        )
