"""Edit → Preferences: what is chosen there holds at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from app.export.formats import FORMATS
from app.look.appearance import MODES, Appearance, Mode
from app.look.length_scale import can_change
from app.look.tool_tips import set_tip
from app.map.colour_menus import COLOUR_TITLES, MENUS, chosen_in
from app.map.map_view import MapView
from app.widgets.choice import Choice
from app.window.preferences import Preferences
from app.window.text_size import SIZES, USUAL

_THEMES: dict[Mode, str] = {"system": "As the system", "light": "Light", "dark": "Dark"}
_FIRST_EXPORT = "The format of a sitting's first export; the next begin with what was chosen last"
_TEXT_SIZE = "Of all text in the window, maps and charts too, and of all that stands beside it"
_HOLDS = "What is chosen here holds at once; what concerns a start, from the next one on."
_HOLDS_FROM_THE_NEXT_START = (
    "What is chosen here holds at once; the size of text, and what concerns a start, "
    "from the next start on."
)
_SWITCHES = {
    "reduce_motion": (
        "Reduce motion",
        "Nothing plays by itself, and the map jumps where it would glide",
    ),
    "restore_layout": (
        "The layout of the window",
        "A new window is as large, and divided as, the one that was closed last",
    ),
    "restore_file": (
        "The file opened or saved last",
        "A window that is started without a file opens it",
    ),
    "welcome": ("The welcome page", "A window that is started without a file begins with it"),
}


class PreferencesDialog(QDialog):
    """Theme, the map's colours, the size of text, what an export begins with, motion, and what a
    next start brings."""

    def __init__(
        self,
        appearance: Appearance,
        preferences: Preferences,
        map_view: MapView,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._appearance, self._preferences, self._map = appearance, preferences, map_view
        self.setObjectName("preferences")
        self.setWindowTitle("Preferences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        themes = ((mode, _THEMES[mode]) for mode in MODES)
        self.theme = Choice("preferences-theme", "Theme", "The colours of the window", themes)
        self.theme.show_word(appearance.mode)
        self.theme.activated.connect(lambda: appearance.set_mode(self._mode))
        self.colours = Choice(
            "preferences-colours", "Colour map", MENUS["colour-map"][2], COLOUR_TITLES.items()
        )
        self.colours.activated.connect(lambda: map_view.choose("colour-map", self.colours.chosen))
        appearance.theme_changed.connect(self._show_colours)
        self._show_colours()
        sizes = ((size, f"{size} %") for size in SIZES)
        self.text_size = Choice("preferences-text-size", "Text size", _TEXT_SIZE, sizes)
        size = preferences.wishes.text_size
        self.text_size.show_word(size if size in SIZES else USUAL)
        self.text_size.activated.connect(
            lambda: preferences.change(text_size=self.text_size.chosen)
        )
        formats = ((each.suffix, f"{each.title} ({each.suffix})") for each in FORMATS)
        self.format = Choice("preferences-export", "First export as", _FIRST_EXPORT, formats)
        wished = preferences.wishes.export_format
        known = any(each.suffix == wished for each in FORMATS)
        self.format.show_word(wished if known else FORMATS[0].suffix)
        self.format.activated.connect(lambda: preferences.change(export_format=self.format.chosen))
        self.switches = {name: self._switch(name, *words) for name, words in _SWITCHES.items()}
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(self._form())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        column.addStretch(1)
        column.addWidget(buttons)
        self.setMinimumWidth(420)

    @property
    def _mode(self) -> Mode:
        return next(mode for mode in MODES if mode == self.theme.chosen)

    @Slot()
    def _show_colours(self) -> None:
        """The map's in this theme: the other has its own."""
        shown, theme = self._map.layers.colours, self._appearance.theme
        self.colours.show_word(chosen_in(shown, theme, "colour-map"))

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.addRow("Theme", self.theme)
        form.addRow("Colour map", self.colours)
        form.addRow("Text size", self.text_size)
        form.addRow("First export as", self.format)
        form.addRow("Motion", self.switches["reduce_motion"])
        form.addRow("Bring back", self.switches["restore_layout"])
        form.addRow("", self.switches["restore_file"])
        form.addRow("At the start", self.switches["welcome"])
        note = QLabel(_HOLDS if can_change() else _HOLDS_FROM_THE_NEXT_START)
        note.setProperty("role", "dim")
        note.setWordWrap(True)
        form.addRow(note)
        return form

    def _switch(self, name: str, title: str, tip: str) -> QCheckBox:
        box = QCheckBox(title)
        box.setObjectName(f"preferences-{name.replace('_', '-')}")
        set_tip(box, tip)
        box.setChecked(bool(getattr(self._preferences.wishes, name)))
        box.toggled.connect(partial(self._turn, name))
        return box

    def _turn(self, name: str, on: bool) -> None:
        self._preferences.change(**{name: on})
