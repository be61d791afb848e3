"""Panes beside each other whose borders can be moved, and which know whether that was done."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QSplitter

GAP = 8
_WIDEST = 1 << 16


class Splitter(QSplitter):
    """Knows whether a person has `moved` it, and its panes' sizes by their names."""

    def __init__(self, name: str, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.moved = False
        self.setObjectName(name)
        self.setHandleWidth(GAP)
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(self._note)

    def name_handles(self, names: Iterable[str]) -> None:
        """Say what each handle moves, from the first to the last."""
        for place, name in enumerate(names, 1):
            handle = self.handle(place)
            handle.setObjectName(name.lower().replace(" ", "-"))
            handle.setAccessibleName(name)
            handle.setToolTip(name)

    @property
    def named_sizes(self) -> dict[str, int]:
        """The size of each pane, in pixels, by its object name."""
        names = [self.widget(place).objectName() for place in range(self.count())]
        return dict(zip(names, self.sizes(), strict=True))

    def restore(self, sizes: Any) -> None:
        """Give the panes what was kept of them, if it is of these panes and no others."""
        if not isinstance(sizes, dict) or sizes.keys() != self.named_sizes.keys():
            return
        wanted = [sizes[name] for name in self.named_sizes]
        if all(type(size) is int and 0 < size < _WIDEST for size in wanted):
            self.setSizes(wanted)
            self.moved = True

    @Slot()
    def _note(self) -> None:
        self.moved = True
