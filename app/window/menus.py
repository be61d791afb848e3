"""The menu bar, built from the table of commands, and kept as true as what they tell."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QMenuBar

from app.look.tool_tips import set_tip
from app.window.command import Command


class Menus(QObject):
    """Fills a menu bar; `actions` are the entries by the command's id.

    `after` are menus of another making, each standing below the entry of a command.
    """

    def __init__(
        self, bar: QMenuBar, commands: Iterable[Command], after: Mapping[str, QMenu]
    ) -> None:
        super().__init__(bar)
        self.actions: dict[str, QAction] = {}
        self._menus: dict[str, QMenu] = {}
        self._groups: dict[str, QActionGroup] = {}
        self._bar = bar
        for command in commands:
            menu = self._menu(command.menu)
            if command.rule:
                menu.addSeparator()
            self._add(menu, command)
            if command.id in after:
                menu.addMenu(after[command.id])

    def _menu(self, path: str) -> QMenu:
        if path not in self._menus:
            above, _, title = path.rpartition("/")
            menu = (self._menu(above) if above else self._bar).addMenu(title)
            menu.setToolTipsVisible(True)
            self._menus[path] = menu
        return self._menus[path]

    def _add(self, menu: QMenu, command: Command) -> None:
        action = _Action(command, menu)
        menu.addAction(action)
        self.actions[command.id] = action
        if command.group:
            self._groups.setdefault(command.group, QActionGroup(self)).addAction(action)


class _Action(QAction):
    """The entry of one command; it follows what the command tells by its signals, and no opening
    of a menu is needed for its keys to work."""

    def __init__(self, command: Command, parent: QObject) -> None:
        super().__init__(command.title, parent)
        self._command = command
        self.setObjectName(command.id)
        self.setShortcuts(command.shortcuts)
        set_tip(self, command.tip or command.name)
        self.setCheckable(command.checked is not None)
        self.triggered.connect(self._do)
        for live in (command.enabled, command.checked, command.named):
            for signal in live.signals if live else ():
                signal.connect(self._follow)
        self._follow()

    @Slot()
    def _do(self) -> None:
        self._command.do()
        self._follow()  # the click has turned the switch, whatever came of it

    @Slot()
    def _follow(self) -> None:
        command = self._command
        if command.enabled:
            self.setEnabled(command.enabled.read())
        if command.checked:
            self.setChecked(command.checked.read())
        if command.named:
            self.setText(command.named.read())
