"""One panel beside the map: Qt's dock with a title of our own, and the keys that a window has."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QDockWidget, QWidget

from app.look.appearance import Appearance
from app.window.docking.dock_title import DockTitle
from app.window.docking.docks import Parts, Row
from app.window.tab_order import go_on
from app.window.time_keys import keeps_key

_MARGIN_BELOW_TITLE = 4


class Dock(QDockWidget):
    """A row of the table as a widget; empty until it is filled."""

    def __init__(self, row: Row, appearance: Appearance) -> None:
        super().__init__(row.title)
        self.row = row
        self._behind = False
        self.setObjectName(f"{row.name}-dock")
        self.setAccessibleName(row.title)
        self.title = DockTitle(appearance, row.name, row.title)
        self.setTitleBarWidget(self.title)
        self.topLevelChanged.connect(self._float)
        self.visibilityChanged.connect(self._follow)

    @property
    def parts(self) -> tuple[QWidget, ...]:
        """What Tab visits in it, as it is read."""
        return (self.title, self.widget()) if self.widget() else ()

    def fill(self, parts: Parts) -> None:
        """Make the panel and hold it."""
        panel = self.row.make(parts)
        if self.row.head is not None:
            self.title.take(self.row.head(parts))
        panel.setProperty("role", "dock-body")
        margins = panel.layout().contentsMargins()
        margins.setTop(min(_MARGIN_BELOW_TITLE, margins.top()))
        panel.layout().setContentsMargins(margins)
        panel.setMinimumWidth(self.row.least)
        policy = panel.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        panel.setSizePolicy(policy)
        self.setWidget(panel)
        panel.setHidden(self._behind)

    @Slot(bool)
    def _float(self, floating: bool) -> None:
        self.title.show_floating(floating)
        if floating:
            self._follow(True)

    @Slot(bool)
    def _follow(self, seen: bool) -> None:
        """Qt only moves what lies behind another tab out of sight; panels rest while hidden."""
        self._behind = self.isVisible() and not seen
        if self.widget() is not None:
            self.widget().setHidden(self._behind)

    # A window of its own while it floats

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self.isWindow()
            and keeps_key(QApplication.focusWidget(), event.key(), event.modifiers())
        ):
            event.accept()
            return True
        return super().event(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802 - Qt's spelling
        if self.isWindow():
            return go_on(self.parts, forward=forward)
        return super().focusNextPrevChild(forward)
