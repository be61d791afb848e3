"""The theme is the person's choice, remembered, and everything on the screen follows it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings, Qt, Signal
from PySide6.QtGui import QGuiApplication, QPalette
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QProxyStyle, QStyle, QWidget

import resources
from app.look.appearance import DARK, LIGHT, Appearance, style_sheet


@pytest.fixture
def settings(tmp_path):
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


def test_the_chosen_theme_is_applied_and_remembered(qapp, settings):
    appearance = Appearance(settings)
    appearance.set_mode("light")
    assert appearance.theme == LIGHT
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.window
    appearance.set_mode("dark")
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    settings.sync()
    again = Appearance(QSettings(settings.fileName(), QSettings.Format.IniFormat))
    assert again.mode == "dark" and again.theme == DARK


def test_an_unknown_remembered_mode_falls_back_to_the_system(qapp, settings):
    settings.setValue("appearance/mode", "sepia")
    assert Appearance(settings).mode == "system"


class Desktop(QObject):
    """A desktop whose colour scheme a person switches; the offscreen platform has none."""

    colorSchemeChanged = Signal(Qt.ColorScheme)

    def __init__(self):
        super().__init__()
        self.scheme = Qt.ColorScheme.Light

    def colorScheme(self):  # noqa: N802
        return self.scheme

    def switch(self, scheme):
        self.scheme = scheme
        self.colorSchemeChanged.emit(scheme)


def test_the_system_mode_follows_the_desktop(qapp, monkeypatch):
    desktop = Desktop()
    monkeypatch.setattr(QGuiApplication, "styleHints", lambda: desktop)
    appearance = Appearance()
    assert appearance.theme == LIGHT
    desktop.switch(Qt.ColorScheme.Dark)
    assert appearance.theme == DARK
    appearance.set_mode("light")
    desktop.switch(Qt.ColorScheme.Dark)
    assert appearance.theme == LIGHT


class WithIcons(QProxyStyle):
    """A desktop that puts pictures into the buttons of dialogs."""

    def styleHint(self, hint, *others):  # noqa: N802 - Qt's spelling
        icons = QStyle.StyleHint.SH_DialogButtonBox_ButtonsHaveIcons
        return 1 if hint == icons else super().styleHint(hint, *others)


def test_the_buttons_of_dialogs_look_alike_on_every_desktop(qapp, qtbot):
    Appearance()
    style, parent = WithIcons("Fusion"), QWidget()
    qtbot.addWidget(parent)
    box = QDialogButtonBox(parent)
    box.setStyle(style)
    box.addButton(QDialogButtonBox.StandardButton.Close)
    assert all(button.icon().isNull() for button in box.buttons())


def test_listeners_hear_of_a_new_theme_once(qapp, qtbot):
    appearance = Appearance()
    appearance.set_theme(DARK)
    heard = []
    appearance.theme_changed.connect(heard.append)
    appearance.set_theme(LIGHT)
    appearance.set_theme(LIGHT)
    assert heard == [LIGHT]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_a_checked_box_is_filled_with_the_accent(qapp, qtbot, theme):
    appearance = Appearance()
    appearance.set_theme(theme)
    box = QCheckBox()
    qtbot.addWidget(box)
    box.setChecked(True)
    image = box.grab().toImage()
    colours = {image.pixelColor(x, y).name() for x in range(16) for y in range(image.height())}
    assert theme.accent in colours
    assert theme.on_accent in colours  # the tick itself, from its picture


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_the_pictures_that_the_style_sheet_names_are_those_that_are_there(qapp, theme):
    named = {Path(name) for name in re.findall(r'url\("([^"]+)"\)', style_sheet(theme))}
    folder = Path(resources.__file__).parent / "icons" / theme.name
    assert named == set(folder.iterdir())
