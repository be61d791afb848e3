"""The one table of what the window can be told to do: menus, shortcuts and help read it."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtGui import QKeySequence

from app.look.appearance import MODES
from app.window.command import Command, Live
from app.window.commands.edit import Edited, edit_commands
from app.window.commands.help import Helped, help_commands
from app.window.commands.layout import Arranged, layout_commands, panel_commands
from app.window.commands.map import VIEW, map_commands
from app.window.commands.run import Running, run_commands
from app.window.commands.study import page_commands, study_commands
from app.window.left_behind_bar import LeftBehindBar
from core.experiment import presets

_MODE_TITLES = {"system": "Theme: as the system", "light": "Theme: light", "dark": "Theme: dark"}
PRESETS = "&File/&Presets"


class Window(Edited, Arranged, Running, Helped, Protocol):
    """What commands act on."""

    left_behind: LeftBehindBar

    def close(self) -> bool: ...


def commands_of(window: Window) -> tuple[Command, ...]:
    """All commands of a window, menu by menu in the order in which they stand there."""
    return (
        *_file(window),
        *edit_commands(window),
        *page_commands(window.studies),
        *_view(window),
        *run_commands(window),
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
