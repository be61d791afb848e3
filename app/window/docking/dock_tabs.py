"""The tab bars of docks that share a place, and the order in which docks and tabs are read."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QMainWindow, QTabBar, QWidget

from app.window.docking.dock import Dock


def tab_bars(space: QMainWindow) -> tuple[QTabBar, ...]:
    """The bars that are seen."""
    bars = space.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    return tuple(bar for bar in bars if not bar.visibleRegion().isEmpty())


def prepare_tabs(bar: QTabBar) -> None:
    """Say to those who hear the window what a bar is, and to those who see it all of each title:
    where there is no room for all tabs, one scrolls to the others."""
    bar.setObjectName("panel-tabs")
    bar.setAccessibleName("Panels that share a place")
    bar.setElideMode(Qt.TextElideMode.ElideNone)


def in_reading_order(docks: Sequence[Dock], bars: Sequence[QTabBar]) -> tuple[QWidget, ...]:
    """What Tab visits in the docks that are seen and in the bars above them, as it is read."""
    docks = [dock for dock in docks if not dock.visibleRegion().isEmpty()]
    tabs = [bar for bar in bars if any(_above(bar, dock) for dock in docks)]
    placed = sorted((*docks, *tabs), key=lambda part: (part.y(), part.x()))
    return tuple(
        part for one in placed for part in (one.parts if isinstance(one, Dock) else (one,))
    )


def _above(bar: QTabBar, dock: Dock) -> bool:
    return QRect(dock.x(), 0, dock.width(), dock.y() + 1).intersects(bar.geometry()) and (
        abs(bar.geometry().bottom() - dock.y()) <= 2
    )
