"""The menus about methods: which one to add, and what can be done with a card."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from app.look.appearance import Appearance
from app.look.icons import dot, icon
from app.look.styles import method_colour
from app.look.tool_tips import set_tip
from app.panels.methods.method_text import control_note, describe, method_groups
from core.experiment.experiment import MethodSpec
from core.experiment.methods import BASES, Memory
from core.experiment.packaged import PACKAGES, Table, installed, table

_MOST_ENTRIES = 24
_MEMORIES: tuple[tuple[Memory | None, str], ...] = (
    (None, "No memory"),
    ("cg", "Critical gradients (CG)"),
    ("cm", "Critical momenta (CM)"),
)


class AddMenu(QMenu):
    """Every method of the table, grouped by base rule, and the optimizers of other packages;
    `chosen(str)` tells the name."""

    chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("Add a method", parent)
        self._appearance = appearance
        self.setObjectName("add-method-menu")
        self.aboutToShow.connect(self.fill)
        self.triggered.connect(self._tell)

    def fill(self) -> None:
        """Make the entries, in the theme of now."""
        self.clear()
        for title, rows in method_groups():
            group = self.addMenu(title)
            group.setToolTipsVisible(True)
            for row in rows:
                action = group.addAction(dot(method_colour(row.name, self._appearance.theme)), "")
                action.setText(f"{row.title}\t{describe(row)}")
                action.setData(row.name)
                action.setObjectName(f"add-{row.name}")
                set_tip(action, f"{describe(row)}\n{'; '.join(row.sources)}")
        self.addSeparator()
        for package, title in PACKAGES.items():
            group = self.addMenu(f"{title}…")
            group.setObjectName(f"add-from-{package}")
            if not installed(package):
                group.setTitle(f"{title}\tnot installed")
                group.setEnabled(False)
                continue
            names = list(table(package).rows)
            if len(names) <= _MOST_ENTRIES:
                self._add_rows(group, table(package), names)
                continue
            for first in range(0, len(names), _MOST_ENTRIES):
                part = names[first : first + _MOST_ENTRIES]
                ends = (table(package).rows[name].base.title for name in (part[0], part[-1]))
                self._add_rows(group.addMenu(" – ".join(ends)), table(package), part)

    def _add_rows(self, group: QMenu, optimizers: Table, names: list[str]) -> None:
        """Optimizers of another package; beside all of them those that cannot be raced say why."""
        group.setToolTipsVisible(True)
        for name in names:
            row = optimizers.rows[name]
            action = group.addAction(dot(method_colour(row.name, self._appearance.theme)), "")
            action.setText(f"{row.base.title}\t{describe(row)}".rstrip())
            action.setData(row.name)
            action.setObjectName(f"add-{row.name}")
            set_tip(action, f"{describe(row)}\n{'; '.join(row.sources)}".lstrip())
        refused = optimizers.refused if len(names) == len(optimizers.rows) else {}
        for name, reason in refused.items():
            action = group.addAction(f"{name}\tcannot be raced")
            action.setEnabled(False)
            set_tip(action, f"{name} cannot be raced: {reason}")

    def _tell(self, action: QAction) -> None:
        if action.data():
            self.chosen.emit(action.data())


class CardMenu(QMenu):
    """What can be done with a card.

    `asked(str)` tells "rename", "duplicate", "control", "settled", "defaults" or "remove";
    `method_chosen(str)` another method for the card.
    """

    asked = Signal(str)
    method_chosen = Signal(str)

    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__("Card", parent)
        self.setObjectName("card-menu")
        self.setToolTipsVisible(True)
        self._appearance = appearance
        self.triggered.connect(self._tell)

    def fill(self, spec: MethodSpec, removable: bool) -> None:
        """Make the entries for a card's method."""
        self.clear()
        self._entry("rename", "Rename", "rename", "F2")
        self._entry("duplicate", "Duplicate", "duplicate", "Ctrl+D")
        self._add_change(spec)
        if spec.row.memory:
            self.addSeparator()
            control = self._entry("ghost", "Add its no-memory control (κ = 0)", "control")
            set_tip(
                control,
                control_note(spec) or "The same method with its memory switched off, beside it",
            )
            settled = self._entry("settle", "Add its twin: memory after settling", "settled")
            set_tip(settled, "The same method, its memory used only after the first steps")
        self.addSeparator()
        self._entry("reset", "Reset to defaults", "defaults")
        self._entry("remove", "Remove", "remove", "Del").setEnabled(removable)

    def _add_change(self, spec: MethodSpec) -> None:
        change = self.addMenu(icon("swap", self._appearance.theme.dim), "Change method")
        bases, memories = QActionGroup(change), QActionGroup(change)
        for base in BASES.values():
            row = spec.row.with_base(base.name)
            self._choice(change, bases, base.title, row.name, base is spec.row.base)
        change.addSeparator()
        for memory, title in _MEMORIES:
            wanted = spec.row.with_memory(memory)
            name, held = wanted.name if wanted else "", spec.row.memory == memory
            self._choice(change, memories, title, name, held).setEnabled(wanted is not None)

    def _choice(
        self, menu: QMenu, group: QActionGroup, title: str, name: str, checked: bool
    ) -> QAction:
        action = menu.addAction(title)
        action.setCheckable(True)
        action.setChecked(checked)
        action.setData(f"method:{name}")
        action.setActionGroup(group)
        return action

    def _entry(self, picture: str, title: str, word: str, shortcut: str = "") -> QAction:
        action = self.addAction(icon(picture, self._appearance.theme.dim), title)
        action.setObjectName(word)
        action.setData(word)
        if shortcut:
            action.setText(f"{title}\t{shortcut}")
        return action

    def _tell(self, action: QAction) -> None:
        word = action.data()
        if not word:
            return
        if word.startswith("method:"):
            self.method_chosen.emit(word.removeprefix("method:"))
        else:
            self.asked.emit(word)
