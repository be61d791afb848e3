"""Applies a theme to the whole application: palette, style sheet, and the person's choice of it."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from string import Template
from typing import Literal

from PySide6.QtCore import QObject, QSettings, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

import resources
from app import settings as kept
from app.look import fonts
from app.look.theme import DARK, LIGHT, Theme
from core.uncollected import uncollected

__all__ = ["DARK", "LIGHT", "MODES", "Appearance", "Mode", "Theme", "palette", "style_sheet"]

Mode = Literal["system", "light", "dark"]
MODES: tuple[Mode, ...] = ("system", "light", "dark")
STYLE = "Fusion"
_KEY = "appearance/mode"


class Appearance(QObject):
    """The theme in use. Panels read `theme` and redraw on `theme_changed(Theme)`.

    `mode` is the person's choice; "system" follows the desktop's colour scheme. It is kept in
    `settings` when one is given, and nowhere otherwise.

    With `wait`, the style sheet is first applied by `begin`: every widget that is moved into its
    place while a style sheet is set costs half a millisecond, which a whole window feels.
    """

    theme_changed = Signal(object)

    def __init__(
        self,
        settings: QSettings | None = None,
        parent: QObject | None = None,
        *,
        wait: bool = False,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._waiting = wait
        self._theme: Theme | None = None
        stored = kept.text(settings, _KEY)
        self._mode: Mode = stored if stored in MODES else "system"
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        with uncollected():
            QApplication.setStyle(STYLE)
            if wait:
                QApplication.instance().setStyleSheet("")
        self.set_theme(self._wanted())

    @property
    def theme(self) -> Theme:
        """The theme that is applied now."""
        assert self._theme is not None
        return self._theme

    @property
    def mode(self) -> Mode:
        """What the person chose: "system", "light" or "dark"."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Choose light, dark or the desktop's own, and remember it."""
        self._mode = mode
        if self._settings is not None:
            self._settings.setValue(_KEY, mode)
        self.set_theme(self._wanted())

    def set_theme(self, theme: Theme) -> None:
        """Apply a theme to the application now."""
        if theme == self._theme:
            return
        self._theme = theme
        with uncollected():
            QApplication.setPalette(palette(theme))
        if not self._waiting:
            self._apply_sheet()
        self.theme_changed.emit(theme)

    def begin(self) -> None:
        """Apply the style sheet that has waited for the window to be built."""
        if self._waiting:
            self._waiting = False
            self._apply_sheet()

    def _apply_sheet(self) -> None:
        with uncollected():
            QApplication.instance().setStyleSheet(style_sheet(self.theme))

    @Slot()
    def _follow_system(self) -> None:
        fonts.install()  # a desktop that changes its colours hands out its fonts again
        if self._mode == "system":
            self.set_theme(self._wanted())

    def _wanted(self) -> Theme:
        if self._mode == "system":
            scheme = QGuiApplication.styleHints().colorScheme()
            return LIGHT if scheme == Qt.ColorScheme.Light else DARK
        return LIGHT if self._mode == "light" else DARK


def palette(theme: Theme) -> QPalette:
    """The theme as a palette for the Fusion style."""
    role = QPalette.ColorRole
    colours = {
        role.Window: theme.window,
        role.WindowText: theme.text,
        role.Base: theme.field,
        role.AlternateBase: theme.panel,
        role.Text: theme.text,
        role.PlaceholderText: theme.dim,
        role.Button: theme.card,
        role.ButtonText: theme.text,
        role.BrightText: theme.danger,
        role.ToolTipBase: theme.card,
        role.ToolTipText: theme.text,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.on_accent,
        role.Accent: theme.accent,
        role.Link: theme.accent,
        role.LinkVisited: theme.accent,
        role.Light: theme.line,
        role.Midlight: theme.line,
        role.Mid: theme.line,
        role.Dark: theme.line,
        role.Shadow: theme.window,
    }
    found = QPalette()
    for key, colour in colours.items():
        found.setColor(key, QColor(colour))
    for key in (role.WindowText, role.Text, role.ButtonText):
        faded = QColor(theme.dim)
        faded.setAlphaF(0.55)
        found.setColor(QPalette.ColorGroup.Disabled, key, faded)
    return found


def style_sheet(theme: Theme) -> str:
    """The one style sheet, with the theme's colours and pictures filled in."""
    root = Path(resources.__file__).parent
    template = Template((root / "style.qss").read_text(encoding="utf-8"))
    pictures = (root / "icons" / theme.name).as_posix()
    return template.substitute(dataclasses.asdict(theme), pictures=pictures)
