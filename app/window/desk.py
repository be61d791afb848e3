"""The race's page: the bars that say something, and below them the map with its panels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look.appearance import Appearance
from app.map.map_view import MapView
from app.widgets.panel_frame import PanelFrame
from app.widgets.splitter import GAP
from app.window.docking.crowding import Crowding
from app.window.docking.workspace import Workspace


class Desk(QWidget):
    """`bars` have a place of their own above the panels while they are shown, where they hide
    nothing. `bare_changed` when the map is left alone, or no longer."""

    bare_changed = Signal()

    def __init__(
        self,
        appearance: Appearance,
        map_view: MapView,
        playback: QWidget,
        bars: Sequence[QWidget] = (),
    ) -> None:
        super().__init__()
        self.setObjectName("desk")
        self._map, self._playback, self._bars = map_view, playback, tuple(bars)
        self._before: dict[str, Any] | None = None
        self._shown: frozenset[str] = frozenset()
        self._silenced: list[QWidget] = []
        self.workspace = Workspace(appearance, self._middle())
        self._crowding = Crowding(self.workspace)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAP, 4, GAP, GAP)
        outer.setSpacing(GAP)
        for bar in bars:
            outer.addWidget(bar)
        outer.addWidget(self.workspace, 1)

    def _middle(self) -> QWidget:
        middle = QWidget()
        middle.setObjectName("middle")
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(PanelFrame("map-frame", self._map), 1)
        column.addWidget(self._playback)
        return middle

    # The map alone

    @property
    def is_bare(self) -> bool:
        """Whether the map is alone."""
        return self._before is not None

    def set_bare(self, bare: bool) -> None:
        """Leave the map alone with what is drawn on it, or bring back what stood around it."""
        if bare == self.is_bare:
            return
        if bare:
            self._shown, self._before = self.workspace.shown, self.state
            self._silenced = [bar for bar in self._bars if not bar.isHidden()]
            self.workspace.clear()
        else:
            before, self._before = self._before, None
            self.workspace.restore(before)
            self.workspace.show_panels(self._shown)
        for bar in self._silenced:
            bar.setHidden(bare)
        self._playback.setHidden(bare)
        self._map.set_bare(bare)
        self.bare_changed.emit()

    @property
    def state(self) -> dict[str, Any]:
        """Where the panels stand, or will again when the map is not alone any more."""
        return self._crowding.state if self._before is None else self._before

    @property
    def shown(self) -> frozenset[str]:
        """The panels that are not hidden, or will not be when the map is not alone any more."""
        return self.workspace.shown if self._before is None else self._shown

    def shows(self, name: str) -> bool:
        """Whether a panel is one of them."""
        return name in self.shown

    def show_panels(self, names: frozenset[str]) -> None:
        """Show these panels and no others; if the map is alone, when it is not any more."""
        if self.is_bare:
            self._shown = names
        else:
            self.workspace.show_panels(names)

    @property
    def panels_place(self) -> QRect:
        """Where the panels are, in its coordinates."""
        return self.workspace.geometry()
