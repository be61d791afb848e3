"""Where docks stand that no hand has moved: each at its side or behind another, or all in one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from app.window.docking.dock import Dock


def put_home(space: QMainWindow, docks: Mapping[str, Dock], some: Iterable[Dock]) -> None:
    """Dock some of the docks of a space where each stands at first."""
    for dock in some:
        beside = docks.get(dock.row.beside) if dock.row.beside else None
        if beside is not None and not beside.isFloating():
            space.tabifyDockWidget(beside, dock)
        else:
            space.addDockWidget(dock.row.area, dock)
    raise_first(docks)


def raise_first(docks: Mapping[str, Dock]) -> None:
    """Bring to the front those that others stand behind at first."""
    for dock in docks.values():
        if any(other.row.beside == dock.row.name for other in docks.values()):
            dock.raise_()


def put_in_one_place(
    space: QMainWindow, docked: Iterable[Dock], side: Qt.DockWidgetArea, front: Dock | None
) -> None:
    """Let docks share one place, this one in front; what is hidden stays so."""
    before: Dock | None = None
    for dock in docked:
        hidden = dock.isHidden()
        if before is None:
            space.addDockWidget(side, dock)
        else:
            space.tabifyDockWidget(before, dock)
        dock.setHidden(hidden)
        before = dock
    if front is not None:
        front.raise_()
