"""The layouts by their names: those that every window knows, and those that a person has saved."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QDockWidget, QMainWindow

from app.window.desk import Desk
from app.window.docking.plans import PLANS, RACE, TALK
from app.window.kept_layout import KeptLayout
from app.window.pages import Pages
from landscapes.wording import printable

LONGEST = 40
"""Characters of a name."""
MOST = 50
_BESIDE_PAGES = Qt.FindChildOption.FindDirectChildrenOnly


class Layouts(QObject):
    """`changed` when another is chosen, or when those that are saved are others.

    `current` is the name of the layout that the window has; none once a hand has changed it.
    `told(str)` how to leave the full screen, and what could not be shown.
    """

    changed = Signal()
    told = Signal(str)

    def __init__(self, window: QMainWindow, desk: Desk, pages: Pages, kept: KeptLayout) -> None:
        super().__init__(window)
        self._window, self._desk, self._pages, self._kept = window, desk, pages, kept
        self._own = kept.own_layouts()
        self._current = RACE.name
        self._drawers: list[QDockWidget] = []
        self._state_before = Qt.WindowState.WindowNoState
        desk.workspace.rearranged.connect(self._forget)
        pages.changed.connect(self._turn_page)

    @property
    def current(self) -> str:
        """The name of the one that is shown, or nothing."""
        return TALK if self._desk.is_bare else self._current

    @property
    def own(self) -> tuple[str, ...]:
        """The names of those that a person has saved, as they are read."""
        return tuple(sorted(self._own, key=str.casefold))

    # Choosing

    def choose(self, name: str) -> None:
        """Show the race in a layout."""
        if name == TALK:
            self.talk()
            return
        self._pages.show_race()
        self.leave_talk()
        plan = next((plan for plan in PLANS if plan.name == name), None)
        if plan is not None:
            self._desk.workspace.follow(plan)
        elif not self._desk.workspace.restore(self._own.get(name)):
            self.told.emit(f"The layout {name} is of another version: save it anew")
            return
        self._current = name
        self.changed.emit()

    @Slot()
    def reset(self) -> None:
        """Bring the first one back, with every panel where it stood."""
        self.choose(RACE.name)

    @Slot()
    def talk(self) -> None:
        """Show the map and its legend alone, on the full screen; or bring the panels back."""
        if self._desk.is_bare:
            self.leave_talk()
            return
        self._pages.show_race()
        drawers = self._window.findChildren(QDockWidget, options=_BESIDE_PAGES)
        self._drawers = [drawer for drawer in drawers if drawer.isVisible()]
        for drawer in self._drawers:
            drawer.hide()
        self._desk.set_bare(True)
        self._state_before = self._window.windowState()
        self._window.menuBar().hide()
        self._window.showFullScreen()
        self.changed.emit()
        self.told.emit("Esc or F11 brings the panels back")

    def leave_talk(self) -> bool:
        """Bring back what stood around the map; whether it was alone."""
        if not self._desk.is_bare:
            return False
        self._window.menuBar().show()
        self._window.setWindowState(self._state_before)
        self._desk.set_bare(False)
        for drawer in self._drawers:
            drawer.show()
        self.changed.emit()
        return True

    # Those of one's own

    def why_not(self, name: str, former: str = "") -> str:
        """Why a layout cannot be called so, or nothing; `former` is what it is called now."""
        known = [plan.name for plan in PLANS] + [TALK]
        if not name.strip():
            return "A layout needs a name."
        if len(name) > LONGEST:
            return f"A name has at most {LONGEST} characters."
        if name.casefold() in map(str.casefold, known):
            return f"{', '.join(known)} are the program's own: choose another name."
        if former and name != former and name in self._own:
            return f"There is a layout called {name}."
        if not former and name not in self._own and len(self._own) >= MOST:
            return f"At most {MOST} layouts are kept: delete one first."
        return ""

    def save(self, name: str) -> str:
        """Keep the layout that is shown under a name, in place of one that is called so; why it
        was not, or nothing."""
        name = printable(name).strip()
        refusal = self.why_not(name)
        if not refusal:
            self._own[name] = self._desk.state
            self._current = name
            self._write()
        return refusal

    def rename(self, former: str, name: str) -> str:
        """Call one otherwise; why that was not done, or nothing."""
        name = printable(name).strip()
        refusal = self.why_not(name, former)
        if not refusal and former in self._own:
            self._own[name] = self._own.pop(former)
            self._current = name if self._current == former else self._current
            self._write()
        return refusal

    def delete(self, name: str) -> None:
        """Forget one; the window stays as it is."""
        self._own.pop(name, None)
        self._current = "" if self._current == name else self._current
        self._write()

    def _write(self) -> None:
        self._kept.keep_own(self._own)
        self.changed.emit()

    # From one sitting to the next

    def restore(self) -> None:
        """Begin with the layout of the window that was closed last."""
        told = self._kept.layout
        if isinstance(told, dict) and self._desk.workspace.restore(told.get("state")):
            current = told.get("name")
            known: list[Any] = [*(plan.name for plan in PLANS), *self._own]
            self._current = current if current in known else ""

    def keep(self) -> None:
        """Keep it for the next window."""
        self._kept.keep_layout({"name": self._current, "state": self._desk.state})

    @Slot()
    def _forget(self) -> None:
        if self._current and not self._desk.is_bare:
            self._current = ""
            self.changed.emit()

    @Slot()
    def _turn_page(self) -> None:
        """What floats belongs to the race."""
        if not self._pages.shows_race:
            self.leave_talk()
        self._desk.workspace.set_aside(not self._pages.shows_race)
