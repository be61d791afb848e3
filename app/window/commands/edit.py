"""The commands of the Edit menu: what undoes, what acts on the card that is picked, what copies."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from app.look.appearance import Appearance
from app.map.map_view import MapView
from app.panels.methods.method_list import MethodList
from app.session.session import Session
from app.window.command import Command, Key, Live
from app.window.exports import Exports
from app.window.preferences import Preferences
from app.window.studies import Studies


class Edited(Protocol):
    """What the commands of Edit act on: a window."""

    session: Session
    appearance: Appearance
    map_view: MapView
    methods: MethodList
    studies: Studies
    exports: Exports
    preferences: Preferences

    def copy_standing(self) -> None: ...
    def copy_map(self) -> None: ...
    def end(self) -> None: ...


def edit_commands(window: Edited) -> tuple[Command, ...]:
    """The commands of Edit, in the order of the menu."""
    session, methods, menu = window.session, window.methods, "&Edit"
    standard = QKeySequence.StandardKey
    studies = window.studies
    told = (methods.picked_changed, session.experiment_changed, studies.changed)

    def show_preferences() -> None:
        from app.window.preferences_dialog import PreferencesDialog

        parent = window if isinstance(window, QWidget) else None
        dialog = PreferencesDialog(window.appearance, window.preferences, window.map_view, parent)
        dialog.open()

    def picked() -> bool:
        return methods.picked is not None and not studies.is_shown

    def remembers() -> bool:
        return picked() and methods.picked.spec.row.memory is not None

    def spare() -> bool:
        return picked() and len(methods.cards) > 1

    def changed(
        word: str, title: Callable[[], str | None], do: Callable[[], object], *keys: Key
    ) -> Command:
        def named() -> str:
            return f"&{word.capitalize()} {(title() or '').replace('&', '&&')}".rstrip()

        told = (session.history_changed,)
        enabled = Live(lambda: title() is not None, told)
        plain = f"&{word.capitalize()}"
        return Command(word, menu, plain, do, keys, enabled=enabled, named=Live(named, told))

    def card(
        word: str, title: str, *keys: Key, when: Callable[[], bool] = picked, rule: bool = False
    ) -> Command:
        def do() -> None:
            if methods.picked is not None:
                methods.picked.do(word)

        return Command(f"card-{word}", menu, title, do, keys, enabled=Live(when, told), rule=rule)

    return (
        changed("undo", lambda: session.undo_title, session.undo, standard.Undo),
        changed("redo", lambda: session.redo_title, session.redo, "Ctrl+Shift+Z", "Ctrl+Y"),
        card("rename", "Re&name card", "F2", rule=True),
        card("duplicate", "&Duplicate card", "Ctrl+D"),
        card("control", "Add its no-memory &control", when=remembers),
        card("settled", "Add its twin: memory after &settling", when=remembers),
        card("remove", "Re&move card", when=spare),
        Command("copy-standing", menu, "Copy the s&tanding", window.copy_standing, rule=True),
        Command("copy-map", menu, "Copy the map as a p&icture", window.copy_map, ("Ctrl+Shift+C",)),
        Command(
            "preferences",
            menu,
            "&Preferences…",
            show_preferences,
            ("Ctrl+,",),
            tip="Theme, text size, export, motion, and what the next start brings back",
            rule=True,
        ),
    )
