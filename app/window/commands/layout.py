"""What the View menu says of the panels: which are shown, which float, and in which layout."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtWidgets import QWidget

from app.look.appearance import Appearance
from app.window.command import Command, Live
from app.window.commands.map import VIEW
from app.window.desk import Desk
from app.window.docking.docks import ROWS
from app.window.docking.plans import PLANS, TALK
from app.window.layouts import Layouts

UNDOCKED, LAYOUTS = f"{VIEW}/&Undocked", f"{VIEW}/La&youts"


class Arranged(Protocol):
    """What these commands act on: a window."""

    appearance: Appearance
    desk: Desk
    layouts: Layouts


def panel_commands(desk: Desk) -> tuple[Command, ...]:
    """A switch for each panel, and in a menu of its own another that undocks it."""
    space = desk.workspace
    told = (space.parts_changed,)

    def shown(number: int, name: str, title: str) -> Command:
        return Command(
            f"panel-{name}",
            VIEW,
            title,
            partial(space.toggle, name),
            (f"Alt+{number}",) if number < 10 else (),
            tip=f"Show or hide the panel {title}",
            checked=Live(lambda: space.shows(name), told),
            rule=number == 1,
        )

    def undocked(name: str, title: str) -> Command:
        return Command(
            f"float-{name}",
            UNDOCKED,
            f"{title} as a window",
            partial(space.turn, name),
            tip=f"{title} as a window of its own, also on another screen, or beside the map",
            checked=Live(lambda: space.floats(name), told),
        )

    return (
        *(shown(number, row.name, row.title) for number, row in enumerate(ROWS, 1)),
        *(undocked(row.name, row.title) for row in ROWS),
    )


def layout_commands(window: Arranged) -> tuple[Command, ...]:
    """The layouts that every window knows, and what is done with those of one's own."""
    layouts = window.layouts
    told = (layouts.changed,)
    widget = window if isinstance(window, QWidget) else None

    def show_dialog(*, saving: bool) -> None:
        from app.window.layout_dialog import LayoutDialog

        LayoutDialog(layouts, widget, saving=saving).open()

    def known(name: str, tip: str, *keys: str) -> Command:
        return Command(
            f"layout-{name.lower()}",
            LAYOUTS,
            f"&{name}",
            partial(layouts.choose, name),
            keys,
            tip=tip,
            checked=Live(lambda: layouts.current == name, told),
        )

    def act(name: str, title: str, do: Callable[[], object], tip: str, rule: bool) -> Command:
        return Command(f"layout-{name}", LAYOUTS, title, do, tip=tip, rule=rule)

    return (
        *(known(plan.name, plan.tip) for plan in PLANS),
        known(TALK, "The map and its legend alone, on the full screen; Esc leaves it", "F11"),
        act("save", "&Save layout as…", partial(show_dialog, saving=True),
            "Keep where the panels stand now under a name", True),
        act("own", "Rename or &delete…", partial(show_dialog, saving=False),
            "The layouts that you have saved", False),
        act("reset", "R&eset layout", layouts.reset,
            "Every panel docked where it stood at first", True),
    )  # fmt: skip


def own_commands(layouts: Layouts) -> tuple[Command, ...]:
    """The layouts of one's own; they come and go."""
    return tuple(
        Command(
            f"layout-own-{number}",
            LAYOUTS,
            name.replace("&", "&&"),
            partial(layouts.choose, name),
            tip=f"Your layout {name}",
        )
        for number, name in enumerate(layouts.own, 1)
    )
