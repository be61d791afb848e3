"""The one control of a plane: a button whose menu says which plane, of which loss, and whether it
goes along."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.map.planes.planes import Planes
from app.map.planes.words import TIPS, TITLES
from app.widgets.icon_button import IconButton
from core.experiment.view_plane import PLANE_KINDS

PARTS = {
    "train": ("Training loss", "The ground is the loss of the training data"),
    "test": ("Test loss", "The ground is the loss of the test data, which no method sees"),
}
MOVES = (
    "Through the point at the cursor",
    "The same directions through where the first method is: always true there, and it moves with "
    "time",
)


class PlaneButton(IconButton):
    """Shows the menu of planes; hidden where the race is no network's."""

    def __init__(self, planes: Planes, appearance: Appearance, parent: QWidget | None = None):
        super().__init__(
            appearance, "plane", "map-plane", "Plane\nWhich plane through the runs is shown", parent
        )
        self._planes = planes
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self)
        menu.setObjectName("map-plane-menu")
        menu.setToolTipsVisible(True)
        self.actions_by_name: dict[str, QAction] = {}
        self._add(
            menu, {kind: (TITLES[kind], TIPS[kind]) for kind in PLANE_KINDS}, self._choose_kind
        )
        menu.addSeparator()
        self._add(menu, PARTS, self._choose_part)
        menu.addSeparator()
        self.moves = menu.addAction(MOVES[0])
        self.moves.setObjectName("map-plane-moves")
        self.moves.setCheckable(True)
        set_tip(self.moves, MOVES[1])
        self.moves.triggered.connect(self._choose_moving)
        self.setMenu(menu)
        planes.told.connect(self._follow)
        planes.changed.connect(self._follow)
        self._follow()

    def _add(self, menu: QMenu, entries: dict[str, tuple[str, str]], do: object) -> None:
        group = QActionGroup(menu)
        for name, (title, tip) in entries.items():
            action = menu.addAction(title)
            action.setObjectName(f"map-plane-{name}")
            action.setData(name)
            action.setCheckable(True)
            set_tip(action, tip)
            action.triggered.connect(do)
            group.addAction(action)
            self.actions_by_name[name] = action

    @Slot()
    def _choose_kind(self) -> None:
        self._choose(kind=self._sent())

    @Slot()
    def _choose_part(self) -> None:
        self._choose(loss=self._sent())

    @Slot()
    def _choose_moving(self) -> None:
        self._choose(moves=self.moves.isChecked())

    def _sent(self) -> str:
        action = self.sender()
        return str(action.data()) if isinstance(action, QAction) else ""

    def _choose(self, **change: object) -> None:
        self._planes.choose(dataclasses.replace(self._planes.chosen, **change))  # type: ignore[arg-type]

    @Slot()
    def _follow(self) -> None:
        chosen = self._planes.chosen
        self.actions_by_name[chosen.kind].setChecked(True)
        self.actions_by_name[chosen.loss].setChecked(True)
        self.moves.setChecked(chosen.moves)
        if self._planes.of_network == self.isHidden():
            self.setVisible(self._planes.of_network)
