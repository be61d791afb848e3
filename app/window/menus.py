"""The menu bar: every command of the window with its shortcut, and nothing of how it is done."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu

from app.look.appearance import MODES
from app.map.drawing.layers import Layers
from app.map.map_view import LAYER_TITLES
from core.experiment import presets
from landscapes.wording import printable

if TYPE_CHECKING:
    from app.window.main_window import MainWindow

Key = QKeySequence.StandardKey | str
_MODE_TITLES = {"system": "Theme: as the system", "light": "Theme: light", "dark": "Theme: dark"}
_PANEL_TITLES = {"controls": "Controls", "charts": "Charts", "insight": "Memory and standing"}


class Menus(QObject):
    """Builds the menu bar of a window and keeps its check marks and its enabled entries true."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.actions: dict[str, QAction] = {}
        bar = window.menuBar()
        self._fill_file(bar.addMenu("&File"))
        self._fill_edit(bar.addMenu("&Edit"))
        self._fill_view(bar.addMenu("&View"))
        self._fill_run(bar.addMenu("&Run"))
        self._fill_help(bar.addMenu("&Help"))

    def _add(
        self,
        menu: QMenu,
        name: str,
        title: str,
        do: Callable[[], object] | None = None,
        *keys: Key,
        checked: bool | None = None,
    ) -> QAction:
        action = menu.addAction(title)
        action.setObjectName(name)
        action.setShortcuts([QKeySequence(key) for key in keys])
        if checked is not None:
            action.setCheckable(True)
            action.setChecked(checked)
        if do is not None:
            action.triggered.connect(lambda: do())  # without the signal's `checked`
        self.actions[name] = action
        return action

    def _fill_file(self, menu: QMenu) -> None:
        window, standard = self._window, QKeySequence.StandardKey
        files = window.files
        new = menu.addMenu("&New from a preset")
        new.setToolTipsVisible(True)
        for name, title in presets.titles().items():
            preset = self._add(new, f"preset-{name}", title, partial(files.new_from_preset, name))
            preset.setToolTip(presets.commentary(name))
        self._add(menu, "open", "&Open…", files.open, standard.Open)
        self._recent = menu.addMenu("Open &recent")
        self._recent.setObjectName("recent")
        unsaved = self._add(menu, "unsaved", "&Bring back unsaved work", window.bring_back_unsaved)
        unsaved.setEnabled(window.unsaved is not None)
        unsaved.setToolTip("The experiment that was changed and not saved when a window closed")
        menu.addSeparator()
        self._add(menu, "save", "&Save", files.save, standard.Save)
        self._add(menu, "save-as", "Save &as…", files.save_as, "Ctrl+Shift+S")
        menu.addSeparator()
        self._add(menu, "export-video", "&Export…", files.export_video, "Ctrl+E")
        self._add(menu, "save-image", "Save map &image…", files.save_map_image)
        menu.addSeparator()
        self._add(menu, "quit", "&Quit", window.close, "Ctrl+Q")
        files.recent_changed.connect(self._fill_recent)
        self._fill_recent()

    @Slot()
    def _fill_recent(self) -> None:
        files = self._window.files
        self._recent.clear()
        for path in files.recent:
            action = self._recent.addAction(printable(path.name).replace("&", "&&"))
            action.setToolTip(printable(str(path)))
            action.triggered.connect(lambda _=False, path=path: files.open_path(path))
        self._recent.setEnabled(bool(files.recent))

    def _fill_edit(self, menu: QMenu) -> None:
        session, standard = self._window.session, QKeySequence.StandardKey
        self._add(menu, "undo", "&Undo", session.undo, standard.Undo)
        self._add(menu, "redo", "&Redo", session.redo, "Ctrl+Shift+Z", "Ctrl+Y")
        menu.addSeparator()
        self._card_action(menu, "rename", "Re&name card", "F2")
        self._card_action(menu, "duplicate", "&Duplicate card", "Ctrl+D")
        self._card_action(menu, "control", "Add its no-memory &control")
        self._card_action(menu, "settled", "Add its twin: memory after &settling")
        self._card_action(menu, "remove", "Re&move card")
        menu.addSeparator()
        self._add(menu, "copy-standing", "Copy the s&tanding", self._window.copy_standing)
        session.history_changed.connect(self._name_changes)
        self._name_changes()
        menu.aboutToShow.connect(self._look_at_card)

    @Slot()
    def _name_changes(self) -> None:
        session = self._window.session
        for name, title in (("undo", session.undo_title), ("redo", session.redo_title)):
            action, word = self.actions[name], f"&{name.capitalize()}"
            action.setEnabled(title is not None)
            action.setText(f"{word} {title.replace('&', '&&')}" if title else word)

    def _card_action(self, menu: QMenu, word: str, title: str, *keys: Key) -> None:
        name = f"card-{word}"
        self._add(menu, name, title, partial(self._window.do_with_card, word), *keys)

    @Slot()
    def _look_at_card(self) -> None:
        card = self._window.methods.picked
        for name, action in self.actions.items():
            if name.startswith("card-"):
                action.setEnabled(card is not None)
        if card is not None:
            for word in ("control", "settled"):
                self.actions[f"card-{word}"].setEnabled(card.spec.row.memory is not None)

    def _fill_view(self, menu: QMenu) -> None:
        window = self._window
        group = QActionGroup(menu)
        for mode in MODES:
            action = self._add(
                menu,
                f"theme-{mode}",
                _MODE_TITLES[mode],
                partial(window.appearance.set_mode, mode),
                checked=window.appearance.mode == mode,
            )
            action.setActionGroup(group)
        menu.addSeparator()
        for number, (name, title) in enumerate(_PANEL_TITLES.items(), 1):
            action = self._add(menu, f"panel-{name}", title, None, f"Ctrl+{number}", checked=True)
            action.toggled.connect(lambda shown, name=name: window.show_part(name, shown))
        menu.addSeparator()
        layers = menu.addMenu("&Layers of the map")
        for name, title in LAYER_TITLES.items():
            shown = bool(getattr(window.map_view.layers, name))
            self._add(
                layers, f"layer-{name}", title, partial(window.toggle_layer, name), checked=shown
            )
        self._add(menu, "reset-view", "Whole &domain", window.map_view.reset_view, "Ctrl+0")
        window.map_view.layers_changed.connect(self._follow_layers)

    @Slot(object)
    def _follow_layers(self, layers: Layers) -> None:
        for field in dataclasses.fields(layers):
            action = self.actions.get(f"layer-{field.name}")
            if action is not None:
                action.setChecked(bool(getattr(layers, field.name)))

    def _fill_run(self, menu: QMenu) -> None:
        session = self._window.session
        self._add(menu, "toggle", "&Play or pause", session.toggle, "Space")
        menu.addSeparator()
        for name, title, count, key in (
            ("step-back", "One step &back", -1, "Left"),
            ("step-forward", "One step &forward", 1, "Right"),
            ("ten-back", "Ten steps back", -10, "Shift+Left"),
            ("ten-forward", "Ten steps forward", 10, "Shift+Right"),
        ):
            self._add(menu, name, title, partial(session.step, count), key)
        self._add(menu, "to-start", "To the &start", session.to_start, "Home")
        self._add(menu, "to-end", "To the &end", session.to_end, "End")
        menu.addSeparator()
        self._add(menu, "slower", "Slower", partial(self._window.change_speed, 0.5), "[")
        self._add(menu, "faster", "Faster", partial(self._window.change_speed, 2.0), "]")
        loop = self._add(
            menu, "loop", "Begin again at the end", None, "Ctrl+L", checked=session.looping
        )
        loop.toggled.connect(session.set_looping)
        session.looping_changed.connect(loop.setChecked)

    def _fill_help(self, menu: QMenu) -> None:
        self._add(menu, "keyboard", "&Keyboard", self._window.show_keyboard, "F1")
        self._add(menu, "sources", "About the &methods", self._window.show_sources)
