"""The map with the panels docked around it: which are shown, and where they stand."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QByteArray, QChildEvent, QEvent, QMargins, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QTabBar, QTabWidget, QWidget
from shiboken6 import isValid

from app.look.appearance import Appearance
from app.widgets.throttle import Throttle
from app.window.docking.dock import Dock
from app.window.docking.dock_places import put_home, put_in_one_place, raise_first
from app.window.docking.dock_sizes import DockSizes, texts
from app.window.docking.dock_tabs import in_reading_order, prepare_tabs, tab_bars
from app.window.docking.docks import LEFT, RIGHT, ROWS, Parts
from app.window.docking.plans import Plan
from app.window.docking.proportions import fitted

FORMAT = 3
"""Of what Qt writes of the docks; to be raised where that is to be forgotten."""
_AROUND = QSize(16, 38)
"""What a window has beside and above it, nearly."""
_CORNERS = {
    Qt.Corner.TopLeftCorner: LEFT,
    Qt.Corner.BottomLeftCorner: LEFT,
    Qt.Corner.TopRightCorner: RIGHT,
    Qt.Corner.BottomRightCorner: RIGHT,
}


class Workspace(QMainWindow):
    """Holds the docks of the table around its centre.

    `parts_changed` when one is shown or hidden, docked or undocked; `rearranged` when a hand has
    moved one or a border; `laid_out` when a plan or a state is followed; `resized` after each
    change of its size.
    """

    parts_changed = Signal()
    rearranged = Signal()
    laid_out = Signal()
    resized = Signal()

    def __init__(self, appearance: Appearance, centre: QWidget) -> None:
        super().__init__()
        self.setWindowFlags(Qt.WindowType.Widget)
        self.setObjectName("workspace")
        options = QMainWindow.DockOption
        self.setDockOptions(options.AllowNestedDocks | options.AllowTabbedDocks)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setDocumentMode(True)
        for corner, side in _CORNERS.items():
            self.setCorner(corner, side)
        self.setCentralWidget(centre)
        self._aside: list[Dock] = []
        self._busy = False
        self._told: tuple[tuple[bool, bool], ...] = tuple((True, False) for _ in ROWS)
        self._settle = Throttle(self._show_tabbed, 0, self)
        self.docks = {row.name: Dock(row, appearance) for row in ROWS}
        self._sizes = DockSizes(self, self.docks)
        put_home(self, self.docks, self.docks.values())
        for dock in self.docks.values():
            dock.visibilityChanged.connect(self._follow)
            dock.title.float_button.clicked.connect(partial(self.turn, dock.row.name))
            dock.title.hide_button.clicked.connect(partial(self.toggle, dock.row.name))
            dock.topLevelChanged.connect(self._follow_hand)
            dock.dockLocationChanged.connect(self._follow_hand)
        QGuiApplication.instance().screenRemoved.connect(
            self.fit_floating, Qt.ConnectionType.QueuedConnection
        )

    def fill(self, parts: Parts, *, later: bool) -> None:
        """Make the panels, or those that are made later."""
        for dock in self.docks.values():
            if dock.row.later is later:
                dock.fill(parts)

    # Which panels are shown

    @property
    def shown(self) -> frozenset[str]:
        """The names of the panels that are not hidden."""
        return frozenset(name for name in self.docks if self.shows(name))

    def shows(self, name: str) -> bool:
        """Whether a panel is not hidden; it may lie behind another tab."""
        return not self.docks[name].isHidden() or self.docks[name] in self._aside

    def toggle(self, name: str) -> None:
        """Hide a panel, or show it again, in front of what shares its place."""
        shown = not self.shows(name)
        self.docks[name].setVisible(shown)
        if shown:
            self.docks[name].raise_()
        self._sizes.proportion()
        self.rearranged.emit()

    def show_panels(self, names: frozenset[str]) -> None:
        """Show these panels and no others."""
        if names == self.shown:
            return
        for name, dock in self.docks.items():
            if self.shows(name) != (name in names):
                dock.setVisible(name in names)
        self._sizes.proportion()
        if not self._busy:
            self.rearranged.emit()

    def clear(self) -> None:
        """Show no panel for a while; the state of before brings them back."""
        self._busy = True
        self.show_panels(frozenset())
        self._busy = False

    def floats(self, name: str) -> bool:
        """Whether a panel is a window of its own."""
        return self.docks[name].isFloating()

    def turn(self, name: str) -> None:
        """Undock a panel, or dock it again; it is shown then."""
        dock = self.docks[name]
        dock.show()
        dock.raise_()  # from behind a tab it would float where it has been put out of sight
        dock.setFloating(not dock.isFloating())
        dock.raise_()
        self.fit_floating()
        self._sizes.proportion()

    def set_aside(self, aside: bool) -> None:
        """Hide what floats while the map is out of sight, and show it again."""
        if aside and not self._aside:
            self._aside = [d for d in self.docks.values() if d.isFloating() and not d.isHidden()]
            for dock in self._aside:
                dock.hide()
        elif not aside:
            for dock in self._aside:
                dock.show()
            self._aside = []

    # Where they stand

    def follow(self, plan: Plan) -> None:
        """Dock every panel where it stands at first, and show those of a plan, in its sizes."""
        self._busy = True
        self._aside = []
        self._sizes.follow(plan)
        for dock in self.docks.values():
            dock.setFloating(False)
            self.removeDockWidget(dock)
        put_home(self, self.docks, self.docks.values())
        for name, dock in self.docks.items():
            dock.setVisible(name in plan.panels)
        raise_first(self.docks)
        self.layout().activate()
        self._sizes.proportion()
        self._busy = False
        self._follow()
        self.laid_out.emit()

    def gather(self, side: Qt.DockWidgetArea) -> None:
        """Let all panels that do not float share one place, the first of those shown in front."""
        self._busy = True
        docked = [dock for dock in self.docks.values() if not dock.isFloating()]
        front = next((dock for dock in docked if self.shows(dock.row.name)), None)
        put_in_one_place(self, docked, side, front)
        self._sizes.proportion()
        self._busy = False
        self._follow()

    @property
    def state(self) -> dict[str, Any]:
        """All of it, in values that JSON knows."""
        aside = bool(self._aside)
        self.set_aside(False)
        told = self.saveState(FORMAT).toBase64().toStdString()
        self.set_aside(aside)
        return {
            "format": FORMAT,
            "panels": list(self.docks),
            "state": told,
            **self._sizes.describe(),
        }

    def restore(self, told: Any) -> bool:
        """Make it like a state; whether that was possible. What is of another format or makes no
        sense changes nothing, and a panel that the state does not know stands where it does at
        first."""
        state = _read(told)
        if state is None:
            return False
        self._busy = True
        self._aside = []
        before = self.saveState(FORMAT)
        done = self.restoreState(state, FORMAT)
        if not done:
            self.restoreState(before, FORMAT)  # or Qt would lay out nothing any more
        else:
            self._sizes.take(told)
            new = [d for name, d in self.docks.items() if name not in texts(told.get("panels"))]
            put_home(self, self.docks, new)
            for dock in new:
                dock.show()
            self.fit_floating()
            self._sizes.proportion()
        self._busy = False
        self._follow()
        if done:
            self.laid_out.emit()
        return done

    @Slot()
    def fit_floating(self) -> None:
        """Bring what floats where no screen is, or beyond its edge, onto a screen."""
        for dock in self.docks.values():
            if dock.isFloating():
                place = dock.geometry()
                screen = QGuiApplication.screenAt(place.center()) or self.screen()
                fits = fitted(place, screen.availableGeometry(), QMargins())
                if fits != place:
                    dock.setGeometry(fits)

    # Their sizes

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._sizes.proportion()
        self.resized.emit()

    def expect(self, size: QSize) -> None:
        """Know the size of the window before it is shown, or all would be laid out twice."""
        self.resize(size - _AROUND)
        self._sizes.proportion()

    # What a hand does

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._sizes.begin()
        done = super().event(event)
        if kind == QEvent.Type.MouseButtonRelease and self._sizes.end():
            self.rearranged.emit()
        return done

    @Slot()
    def _follow(self) -> None:
        """Tell what has become of the docks, where that is another thing than before."""
        if not all(map(isValid, self.docks.values())):
            return  # they go with their window, one by one
        self._settle.ask()
        told = tuple((self.shows(name), self.floats(name)) for name in self.docks)
        if told != self._told:
            self._told = told
            self.parts_changed.emit()

    @Slot()
    def _follow_hand(self) -> None:
        self._follow()
        if not self._busy:
            self.rearranged.emit()

    def _show_tabbed(self) -> None:
        for dock in self.docks.values():
            behind = self.tabifiedDockWidgets(dock)
            dock.title.show_tabbed(any(not other.isHidden() for other in behind))

    # Their tabs, and the order in which all is read

    def childEvent(self, event: QChildEvent) -> None:
        super().childEvent(event)
        if event.type() == QEvent.Type.ChildPolished and isinstance(event.child(), QTabBar):
            prepare_tabs(event.child())

    @property
    def tabs(self) -> tuple[QTabBar, ...]:
        """The bars of the panels that share a place."""
        return tab_bars(self)

    def reading(self, side: Qt.DockWidgetArea) -> tuple[QWidget, ...]:
        """What Tab visits at a side of the map, as it is read."""
        return in_reading_order(self._sizes.standing(side), self.tabs)


def _read(told: Any) -> QByteArray | None:
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        return None
    state = told.get("state")
    return QByteArray.fromBase64(state.encode()) if isinstance(state, str) else None
