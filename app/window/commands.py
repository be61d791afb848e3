"""The one table of what the window can be told to do: menus, shortcuts and help read it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QWidget

from app.look.appearance import MODES, Appearance
from app.map.map_view import MapView
from app.panels.methods.method_list import MethodList
from app.panels.playback.playback_bar import SPEEDS
from app.session.session import Session
from app.window.command import Command, Key, Live
from app.window.desk import Desk
from app.window.exports import Exports
from app.window.faults import Faults
from app.window.file_commands import FileCommands
from app.window.guide import Guide
from app.window.help_commands import help_commands
from app.window.layout_commands import layout_commands, panel_commands
from app.window.layouts import Layouts
from app.window.left_behind_bar import LeftBehindBar
from app.window.map_commands import VIEW, map_commands
from app.window.message_bar import MessageBar
from app.window.preferences import Preferences
from app.window.studies import Studies
from app.window.study_commands import page_commands, study_commands
from core.experiment import presets
from landscapes.networks import Network

_MODE_TITLES = {"system": "Theme: as the system", "light": "Theme: light", "dark": "Theme: dark"}
PRESETS = "&File/&Presets"


class Window(Protocol):
    """What commands act on."""

    session: Session
    appearance: Appearance
    files: FileCommands
    exports: Exports
    map_view: MapView
    methods: MethodList
    desk: Desk
    layouts: Layouts
    left_behind: LeftBehindBar
    studies: Studies
    guide: Guide
    preferences: Preferences
    faults: Faults
    messages: MessageBar

    @property
    def commands(self) -> tuple[Command, ...]: ...

    def copy_standing(self) -> None: ...
    def copy_map(self) -> None: ...
    def close(self) -> bool: ...
    def end(self) -> None: ...


def commands_of(window: Window) -> tuple[Command, ...]:
    """All commands of a window, menu by menu in the order in which they stand there."""
    return (
        *_file(window),
        *_edit(window),
        *page_commands(window.studies),
        *_view(window),
        *_run(window),
        *study_commands(window.studies),
        *help_commands(window),
    )


def _file(window: Window) -> tuple[Command, ...]:
    files, exports, menu = window.files, window.exports, "&File"
    standard = QKeySequence.StandardKey
    return (
        Command(
            "gallery",
            menu,
            "&New from a preset…",
            window.guide.show_gallery,
            (standard.New,),
            tip="A gallery of experiments, with what each shows and what it does not",
        ),
        *(
            Command(
                f"preset-{name}",
                PRESETS,
                title,
                partial(files.new_from_preset, name),
                tip=presets.commentary(name),
            )
            for name, title in presets.titles().items()
        ),
        Command("open", menu, "&Open…", files.open, (standard.Open,)),
        Command(
            "unsaved",
            menu,
            "&Bring back unsaved work",
            window.left_behind.bring_back,
            tip="The experiment that a window which is gone had not saved",
            enabled=Live(lambda: window.left_behind.waits, (window.left_behind.changed,)),
        ),
        Command("save", menu, "&Save", files.save, (standard.Save,), rule=True),
        Command("save-as", menu, "Save &as…", files.save_as, ("Ctrl+Shift+S",)),
        Command("export-video", menu, "&Export…", exports.ask, ("Ctrl+E",), rule=True),
        Command(
            "exports",
            menu,
            "Expor&ts",
            exports.toggle,
            ("Ctrl+Shift+E",),
            tip="Show or hide the list of files that are made in the background",
            checked=Live(lambda: exports.is_shown, (exports.changed,)),
        ),
        Command("save-image", menu, "Save map &image…", files.save_map_image),
        Command("quit", menu, "&Quit", window.close, ("Ctrl+Q",), rule=True),
    )


def _edit(window: Window) -> tuple[Command, ...]:
    session, methods, menu = window.session, window.methods, "&Edit"
    standard = QKeySequence.StandardKey
    studies = window.studies
    told = (methods.picked_changed, session.experiment_changed, studies.changed)

    def show_preferences() -> None:
        from app.window.preferences_dialog import PreferencesDialog
        from app.window.starting_again import start_again

        parent = window if isinstance(window, QWidget) else None
        dialog = PreferencesDialog(window.appearance, window.preferences, window.map_view, parent)
        dialog.start_wanted.connect(lambda: start_again(window))
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


def _view(window: Window) -> tuple[Command, ...]:
    appearance, menu = window.appearance, VIEW

    def mode(name: str) -> Command:
        checked = Live(lambda: appearance.mode == name, (appearance.theme_changed,))
        return Command(
            f"theme-{name}",
            menu,
            _MODE_TITLES[name],
            partial(appearance.set_mode, name),
            checked=checked,
            group="theme",
        )

    return (
        *map(mode, MODES),
        *panel_commands(window.desk),
        *layout_commands(window),
        *map_commands(window.map_view, appearance),
    )


def _run(window: Window) -> tuple[Command, ...]:
    session, studies, menu = window.session, window.studies, "&Run"
    seen = Live(lambda: not studies.is_shown, (studies.changed,))

    def act(
        name: str, title: str, do: Callable[[], object], key: str, rule: bool = False
    ) -> Command:
        return Command(name, menu, title, do, (key,), enabled=seen, rule=rule)

    def step(name: str, title: str, count: int, key: str, rule: bool = False) -> Command:
        return act(name, title, partial(session.step, count), key, rule)

    def show_between() -> None:
        from app.panels.between.dialog import BetweenDialog

        parent = window if isinstance(window, QWidget) else None
        dialog = BetweenDialog(session, window.appearance, parent)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def pace(name: str, title: str, factor: float, key: str) -> Command:
        def do() -> None:
            session.set_speed(min(SPEEDS[-1], max(SPEEDS[0], session.speed * factor)))

        return act(name, title, do, key, rule=factor < 1)

    return (
        act("toggle", "&Play or pause", session.toggle, "Space"),
        step("step-back", "One step &back", -1, "Left", rule=True),
        step("step-forward", "One step &forward", 1, "Right"),
        step("ten-back", "Ten steps back", -10, "Shift+Left"),
        step("ten-forward", "Ten steps forward", 10, "Shift+Right"),
        act("to-start", "To the &start", session.to_start, "Home"),
        act("to-end", "To the &end", session.to_end, "End"),
        pace("slower", "Slower", 0.5, "["),
        pace("faster", "Faster", 2.0, "]"),
        Command(
            "pause-computing",
            menu,
            "Pause or go on with the &computation",
            lambda: session.pause_computing(not session.computing_paused),
            tip="What is being trained rests until it is let go on",
            enabled=Live(lambda: session.busy, (session.busy_changed,)),
            rule=True,
        ),
        Command(
            "try-again",
            menu,
            "Try &again",
            session.try_again,
            tip="Run once more what broke off",
            enabled=Live(lambda: session.picture.failure is not None, (session.picture_changed,)),
        ),
        Command(
            "between",
            menu,
            "Between two en&ds…",
            show_between,
            tip="Of networks: loss and accuracy on the straight way from where one run ends to "
            "where another does, and the barrier between them",
            enabled=Live(
                lambda: isinstance(session.experiment.landscape, Network),
                (session.experiment_changed,),
            ),
            rule=True,
        ),
        Command(
            "loop",
            menu,
            "Begin again at the end",
            lambda: session.set_looping(not session.looping),
            ("Ctrl+L",),
            checked=Live(lambda: session.looping, (session.looping_changed,)),
        ),
    )
