"""What a command of the window is: one frozen value, which menus, shortcuts and help read."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Generic, NamedTuple, TypeVar

from PySide6.QtCore import SignalInstance
from PySide6.QtGui import QKeySequence

Key = QKeySequence.StandardKey | str
Value = TypeVar("Value")


@dataclasses.dataclass(frozen=True)
class Live(Generic[Value]):
    """What changes while the window stands: `read` gives it now, and each of the signals says
    that it may have become another."""

    read: Callable[[], Value]
    signals: tuple[SignalInstance, ...] = ()


class Command(NamedTuple):
    """One thing that a person can ask for.

    `title` has an ampersand before the letter that chooses it in its menu, which is named by its
    path. It can be asked for while `enabled` holds, always where that is None; it is a switch
    where `checked` says how it stands, one of several exclusive ones where they share a `group`.
    `named` takes the place of the title. `rule` draws a line above it in its menu.
    """

    id: str
    menu: str
    title: str
    do: Callable[[], object]
    keys: tuple[Key, ...] = ()
    tip: str = ""
    enabled: Live[bool] | None = None
    checked: Live[bool] | None = None
    named: Live[str] | None = None
    group: str = ""
    rule: bool = False

    @property
    def name(self) -> str:
        """Its title as it is read."""
        return self.title.replace("&", "").removesuffix("…")

    @property
    def shortcuts(self) -> tuple[QKeySequence, ...]:
        """The keys that ask for it, wherever the focus is."""
        return tuple(QKeySequence(key) for key in self.keys)
