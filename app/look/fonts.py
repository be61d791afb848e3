"""The program's own fonts: what is drawn looks the same on every system.

Every text of the program is set in the two families shipped in `resources/fonts`, of a size in
pixels, unhinted and in grey: nothing that a system has installed or prefers can change a pixel of
it. Only a letter that they lack, in a label that a person typed, comes from the system's fonts.
"""

from __future__ import annotations

import ctypes
from functools import cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

import resources

SANS, MONO = "Basinscope Sans", "Basinscope Mono"
FOLDER = Path(resources.__file__).parent / "fonts"
FACES = ("Sans-Regular", "Sans-Bold", "Mono-Regular", "Mono-Bold")
RULE = """<?xml version="1.0"?><fontconfig><match target="font">
<edit name="antialias" mode="assign"><bool>true</bool></edit></match></fontconfig>"""
NORMAL = 12
"""Pixels of the window's text."""


def sans(pixels: int = NORMAL, *, bold: bool = False) -> QFont:
    """The family of all text; its figures are of one width."""
    return _font([SANS], pixels, bold)


def mono(pixels: int = NORMAL) -> QFont:
    """The family of formulas, all letters of one width."""
    return _font([MONO, SANS], pixels, False)


def install() -> None:
    """Make our family the font of everything that the Qt application shows.

    Called once an application exists and before it shows anything.
    """
    from PySide6.QtWidgets import QApplication

    application = QGuiApplication.instance()
    # The widgets' own call also forgets what the desktop wants for menus, tool tips and titles.
    (QApplication if isinstance(application, QApplication) else QGuiApplication).setFont(sans())


@cache
def _load() -> None:
    _smooth()
    for face in FACES:
        path = FOLDER / f"Basinscope{face}.ttf"
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(f"{path}: the font cannot be read; install the program again")


def _smooth() -> None:
    """Let no rule of a system's fontconfig take the smoothing from our text.

    Of all that such rules say it alone cannot be refused in Qt, so a last rule is added to those
    that this process has read. Where there is no fontconfig there are no such rules.
    """
    try:
        library = ctypes.CDLL("libfontconfig.so.1")
    except OSError:
        return
    library.FcConfigGetCurrent.restype = ctypes.c_void_p
    add = library.FcConfigParseAndLoadFromMemory
    add.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
    add(library.FcConfigGetCurrent(), RULE.encode(), 0)


def _font(families: list[str], pixels: int, bold: bool) -> QFont:
    _load()
    font = QFont(families)
    font.setPixelSize(pixels)
    font.setBold(bold)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    font.setStyleStrategy(
        QFont.StyleStrategy.PreferAntialias | QFont.StyleStrategy.NoSubpixelAntialias
    )
    return font
