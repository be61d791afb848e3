"""The map with the panels docked around it: Qt's docking, and the sizes that suit a window."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from typing import Any

from PySide6.QtCore import QByteArray, QChildEvent, QEvent, QMargins, QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QTabBar, QTabWidget, QWidget
from shiboken6 import isValid

from app.look.appearance import Appearance
from app.widgets.splitter import GAP
from app.widgets.throttle import Throttle
from app.window.dock import Dock
from app.window.docks import BOTTOM, LEFT, RIGHT, ROWS, TOP, Parts
from app.window.plans import PLANS, RACE, Plan
from app.window.proportions import fitted, insight_rows, map_rows

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
_SIDES = {LEFT: "left", RIGHT: "right", TOP: "top", BOTTOM: "bottom"}
_ROWS, _LOWER = "rows", "lower"  # the lower of two has what the upper leaves, less its tabs


class Workspace(QMainWindow):
    """Holds the docks of the table around its centre.

    `parts_changed` when one is shown or hidden, docked or undocked; `rearranged` when a hand has
    moved one or a border. What no hand has sized keeps the proportions of its plan at every size.
    """

    parts_changed = Signal()
    rearranged = Signal()

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
        self.plan: Plan = RACE
        self._moved: set[str] = set()
        self._extents: dict[str, tuple[int, ...]] | None = None
        self._aside: list[Dock] = []
        self._busy = False
        self._told: tuple[tuple[bool, bool], ...] = tuple((True, False) for _ in ROWS)
        self._settle = Throttle(self._show_tabbed, 0, self)
        self.docks = {row.name: Dock(row, appearance) for row in ROWS}
        self._put_home(self.docks.values())
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
        self.proportion()
        self.rearranged.emit()

    def show_panels(self, names: frozenset[str]) -> None:
        """Show these panels and no others."""
        if names == self.shown:
            return
        for name, dock in self.docks.items():
            if self.shows(name) != (name in names):
                dock.setVisible(name in names)
        self.proportion()
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
        self.proportion()

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
        self.plan, self._moved = plan, set()
        for dock in self.docks.values():
            dock.setFloating(False)
            self.removeDockWidget(dock)
        self._put_home(self.docks.values())
        for name, dock in self.docks.items():
            dock.setVisible(name in plan.panels)
        self._raise_first()
        self.layout().activate()
        self.proportion()
        self._busy = False
        self._follow()

    def _put_home(self, docks: Iterable[Dock]) -> None:
        for dock in docks:
            beside = self.docks.get(dock.row.beside) if dock.row.beside else None
            if beside is not None and not beside.isFloating():
                self.tabifyDockWidget(beside, dock)
            else:
                self.addDockWidget(dock.row.area, dock)
        self._raise_first()

    def _raise_first(self) -> None:
        for dock in self.docks.values():
            if any(other.row.beside == dock.row.name for other in self.docks.values()):
                dock.raise_()

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
            "moved": sorted(self._moved),
            "plan": self.plan.name,
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
            self.plan = next((plan for plan in PLANS if plan.name == told.get("plan")), RACE)
            known = {*_SIDES.values(), _ROWS}
            self._moved = {name for name in _texts(told.get("moved")) if name in known}
            new = [d for name, d in self.docks.items() if name not in _texts(told.get("panels"))]
            self._put_home(new)
            for dock in new:
                dock.show()
            self.fit_floating()
            self.proportion()
        self._busy = False
        self._follow()
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
        self.proportion()

    def expect(self, size: QSize) -> None:
        """Know the size of the window before it is shown, or all would be laid out twice."""
        self.resize(size - _AROUND)
        self.proportion()

    def proportion(self) -> None:
        """Give every side that no hand has sized what suits the window."""
        left, _, right = self.plan.columns(self.window().width())
        across = {LEFT: left, RIGHT: right}
        across = {side: size for side, size in across.items() if _SIDES[side] not in self._moved}
        firsts = {side: found[0] for side in across if (found := self._standing(side))}
        self._resize(firsts, across, Qt.Orientation.Horizontal)
        down: dict[Any, int] = {}
        docks: dict[Any, Dock] = {}
        for side in (TOP, BOTTOM):
            if _SIDES[side] not in self._moved and (found := self._standing(side)):
                docks[side], down[side] = found[0], map_rows(self.height())[1]
        pair = self._pair()
        if _ROWS not in self._moved and pair:
            rows = (_ROWS, _LOWER)
            docks |= dict(zip(rows, pair, strict=True))
            down |= dict(zip(rows, insight_rows(self.height() - GAP), strict=True))
        self._resize(docks, down, Qt.Orientation.Vertical)
        self.layout().activate()  # now: a picture of before would be painted meanwhile

    def _resize(self, docks: dict[Any, Dock], sizes: dict[Any, int], way: Qt.Orientation) -> None:
        across = way == Qt.Orientation.Horizontal
        now = {key: dock.width() if across else dock.height() for key, dock in docks.items()}
        if any(size != sizes[key] for key, size in now.items() if key != _LOWER):
            self.resizeDocks(list(docks.values()), [sizes[key] for key in docks], way)

    def _standing(self, side: Qt.DockWidgetArea) -> list[Dock]:
        return [
            dock
            for dock in self.docks.values()
            if not dock.isFloating() and not dock.isHidden() and self.dockWidgetArea(dock) == side
        ]

    def _pair(self) -> tuple[Dock, Dock] | None:
        """The two that stand one above the other at the right, if it is two."""
        standing = self._standing(RIGHT)
        if not standing:
            return None
        first = standing[0]
        behind = self.tabifiedDockWidgets(first)
        others = [dock for dock in standing[1:] if dock not in behind]
        if not others or any(o not in self.tabifiedDockWidgets(others[0]) for o in others[1:]):
            return None
        return first, others[0]

    def _measure(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for side, name in _SIDES.items():
            sizes = [dock.size() for dock in self._standing(side)]
            widths, heights = [s.width() for s in sizes], [s.height() for s in sizes]
            found[name] = tuple(heights if side in (TOP, BOTTOM) else widths)
            if side == RIGHT:
                found[_ROWS] = tuple(heights)
        return found

    # What a hand does

    def event(self, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            self._extents = self._measure()
        done = super().event(event)
        if kind == QEvent.Type.MouseButtonRelease and self._extents is not None:
            before, self._extents = self._extents, None
            moved = {name for name, sizes in self._measure().items() if sizes != before[name]}
            if moved:
                self._moved |= moved
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
            event.child().setObjectName("panel-tabs")
            event.child().setAccessibleName("Panels that share a place")

    @property
    def tabs(self) -> tuple[QTabBar, ...]:
        """The bars of the panels that share a place."""
        bars = self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
        return tuple(bar for bar in bars if not bar.visibleRegion().isEmpty())

    def reading(self, side: Qt.DockWidgetArea) -> tuple[QWidget, ...]:
        """What Tab visits at a side of the map, as it is read."""
        docks = [dock for dock in self._standing(side) if not dock.visibleRegion().isEmpty()]
        tabs = [bar for bar in self.tabs if any(_above(bar, dock) for dock in docks)]
        placed = sorted((*docks, *tabs), key=lambda part: (part.y(), part.x()))
        return tuple(
            part for one in placed for part in (one.parts if isinstance(one, Dock) else (one,))
        )


def _above(bar: QTabBar, dock: Dock) -> bool:
    return QRect(dock.x(), 0, dock.width(), dock.y() + 1).intersects(bar.geometry()) and (
        abs(bar.geometry().bottom() - dock.y()) <= 2
    )


def _read(told: Any) -> QByteArray | None:
    if not isinstance(told, dict) or told.get("format") != FORMAT:
        return None
    state = told.get("state")
    return QByteArray.fromBase64(state.encode()) if isinstance(state, str) else None


def _texts(told: Any) -> list[str]:
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []
