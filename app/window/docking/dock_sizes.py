"""The sizes of the docks around the map: those of a plan, until a hand gives them others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from app.widgets.splitter import GAP
from app.window.docking.dock import Dock
from app.window.docking.docks import BOTTOM, LEFT, RIGHT, TOP
from app.window.docking.plans import PLANS, RACE, Plan
from app.window.docking.proportions import insight_rows, map_rows

_SIDES = {LEFT: "left", RIGHT: "right", TOP: "top", BOTTOM: "bottom"}
_ROWS, _LOWER = "rows", "lower"  # the lower of two has what the upper leaves, less its tabs


class DockSizes:
    """Sizes the docks of a space. What no hand has sized keeps the proportions of its plan."""

    def __init__(self, space: QMainWindow, docks: Mapping[str, Dock]) -> None:
        self._space, self._docks = space, docks
        self._plan: Plan = RACE
        self._moved: set[str] = set()
        self._before: dict[str, tuple[int, ...]] = {}

    def follow(self, plan: Plan) -> None:
        """Take the proportions of a plan, whatever a hand has done."""
        self._plan, self._moved = plan, set()

    def describe(self) -> dict[str, Any]:
        """What is to be kept of them, in values that JSON knows."""
        return {"moved": sorted(self._moved), "plan": self._plan.name}

    def take(self, told: Mapping[str, Any]) -> None:
        """Go on as described; what makes no sense is passed over."""
        self._plan = next((plan for plan in PLANS if plan.name == told.get("plan")), RACE)
        self._moved = {
            name for name in texts(told.get("moved")) if name in (*_SIDES.values(), _ROWS)
        }

    def begin(self) -> None:
        """A hand takes hold: of a border, perhaps."""
        self._before = self._measure()

    def end(self) -> bool:
        """It lets go: whether it has sized something, which is then left as it is."""
        before, self._before = self._before, {}
        sizes = self._measure() if before else {}
        moved = {name for name, size in sizes.items() if size != before[name]}
        self._moved |= moved
        return bool(moved)

    def proportion(self) -> None:
        """Give every side that no hand has sized what suits the window."""
        left, _, right = self._plan.columns(self._space.window().width())
        across = {LEFT: left, RIGHT: right}
        across = {side: size for side, size in across.items() if _SIDES[side] not in self._moved}
        firsts = {side: found[0] for side in across if (found := self.standing(side))}
        self._resize(firsts, across, Qt.Orientation.Horizontal)
        down: dict[Any, int] = {}
        docks: dict[Any, Dock] = {}
        for side in (TOP, BOTTOM):
            if _SIDES[side] not in self._moved and (found := self.standing(side)):
                docks[side], down[side] = found[0], map_rows(self._space.height())[1]
        pair = self._pair()
        if _ROWS not in self._moved and pair:
            rows = (_ROWS, _LOWER)
            docks |= dict(zip(rows, pair, strict=True))
            down |= dict(zip(rows, insight_rows(self._space.height() - GAP), strict=True))
        self._resize(docks, down, Qt.Orientation.Vertical)
        self._space.layout().activate()  # now: a picture of before would be painted meanwhile

    def _resize(self, docks: dict[Any, Dock], sizes: dict[Any, int], way: Qt.Orientation) -> None:
        across = way == Qt.Orientation.Horizontal
        now = {key: dock.width() if across else dock.height() for key, dock in docks.items()}
        if any(size != sizes[key] for key, size in now.items() if key != _LOWER):
            self._space.resizeDocks(list(docks.values()), [sizes[key] for key in docks], way)

    def standing(self, side: Qt.DockWidgetArea) -> list[Dock]:
        """The docks that are seen at a side, those behind others too."""
        return [
            dock
            for dock in self._docks.values()
            if not dock.isFloating()
            and not dock.isHidden()
            and self._space.dockWidgetArea(dock) == side
        ]

    def _pair(self) -> tuple[Dock, Dock] | None:
        """The two that stand one above the other at the right, if it is two."""
        standing = self.standing(RIGHT)
        if not standing:
            return None
        first = standing[0]
        behind = self._space.tabifiedDockWidgets(first)
        others = [dock for dock in standing[1:] if dock not in behind]
        if not others or any(
            o not in self._space.tabifiedDockWidgets(others[0]) for o in others[1:]
        ):
            return None
        return first, others[0]

    def _measure(self) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        for side, name in _SIDES.items():
            sizes = [dock.size() for dock in self.standing(side)]
            widths, heights = [s.width() for s in sizes], [s.height() for s in sizes]
            found[name] = tuple(heights if side in (TOP, BOTTOM) else widths)
            if side == RIGHT:
                found[_ROWS] = tuple(heights)
        return found


def texts(told: Any) -> list[str]:
    """The texts of a list, none of anything else."""
    return [one for one in told if isinstance(one, str)] if isinstance(told, list) else []
