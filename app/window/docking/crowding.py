"""Where a window has no room for panels all around its map, they share one place beside it.

That is so on a small screen, or when large text leaves a screen room for little. What the panels
had before comes back with the room.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Slot

from app.window.docking.docks import LEFT
from app.window.docking.proportions import CROWDED
from app.window.docking.workspace import Workspace


class Crowding(QObject):
    """Follows the size of a workspace."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._before: dict[str, Any] | None = None
        self._rearranging = False
        workspace.resized.connect(self._follow)
        workspace.laid_out.connect(self._begin_anew)

    @property
    def state(self) -> dict[str, Any]:
        """Where the panels stand, or will again once there is room."""
        return self._workspace.state if self._before is None else self._before

    @Slot()
    def _follow(self) -> None:
        size = self._workspace.window().size()
        crowded = size.width() < CROWDED.width() or size.height() < CROWDED.height()
        if self._rearranging or crowded == (self._before is not None):
            return
        self._rearranging = True
        if crowded:
            self._before = self._workspace.state
            self._workspace.gather(LEFT)
        else:
            before, self._before = self._before, None
            shown = self._workspace.shown
            self._workspace.restore(before)
            self._workspace.show_panels(shown)
        self._rearranging = False

    @Slot()
    def _begin_anew(self) -> None:
        """Somebody has asked for a layout."""
        if not self._rearranging:
            self._before = None
            self._follow()
