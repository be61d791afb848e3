"""Paints the dialogs and a narrow window into a folder: one process per scale, `python … FOLDER`.

The scale of a screen is fixed when Qt starts, so it comes in by QT_SCALE_FACTOR.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QDeadlineTimer, QEventLoop
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from app.export.dialog import ExportDialog
from app.export.preview import Preview
from app.look.appearance import DARK, LIGHT, Appearance
from app.session.session import Session
from app.window.application import make_application
from app.window.gallery import Gallery
from app.window.main_window import MainWindow
from app.window.palette import Palette
from app.window.preferences_dialog import PreferencesDialog
from app.window.thumbnails import Thumbnails
from app.window.welcome import Welcome

NARROW, WIDE = (1024, 640), (1440, 900)
SCREEN = (2880, 1800)
"""Device pixels of the screen that the program has."""
SETTLED_MS, STEP = 150, 150


class Blank(Thumbnails):
    """Thumbnails that never come: they take their time."""

    def want(self, names: object) -> None:
        pass


def window_of(appearance: Appearance) -> MainWindow:
    """A window on the default race in the middle of it, without settings."""
    window = MainWindow(Session(), appearance)
    window.resize(*WIDE)
    window.show()
    window.session.seek(STEP)
    return window


def pictures(window: MainWindow) -> Iterator[tuple[str, QImage]]:
    """Every dialog in both themes, by name, and then the window when it is narrow."""
    dialogs = _dialogs(window)
    for part in dialogs.values():
        part.show()
    yield from _in_both_themes(window, dialogs)
    for part in dialogs.values():
        part.close()
    window.resize(*NARROW)
    yield from _in_both_themes(window, {"narrow": window})


def _in_both_themes(window: MainWindow, parts: dict[str, QWidget]) -> Iterator[tuple[str, QImage]]:
    for theme in (DARK, LIGHT):
        window.appearance.set_theme(theme)
        for name, picture in _settled(window, parts).items():
            yield f"{name}-{theme.name}", picture


def _dialogs(window: MainWindow) -> dict[str, QWidget]:
    appearance = window.appearance
    palette = Palette([c for c in window.commands if c.id != "palette"], appearance, window)
    palette.field.setText("theme")
    gallery = Gallery(appearance, Blank(1.0), window)
    gallery.list.setCurrentIndex(gallery.list.model().index(4, 0))
    window.exports.ask()
    export = window.findChild(ExportDialog)
    assert export is not None
    field = export.findChild(QLineEdit, "exportPlace")
    assert field is not None
    field.setText("/nowhere/race.pdf")  # whatever folders a machine has
    return {
        "palette": palette,
        "gallery": gallery,
        "preferences": PreferencesDialog(appearance, window.preferences, window.map_view, window),
        "welcome": Welcome(window.commands, (), window.preferences, window),
        "export": export,
    }


def _settled(window: MainWindow, parts: dict[str, QWidget]) -> dict[str, QImage]:
    """What they look like when nothing is left to be drawn."""
    dialogs = [part for part in parts.values() if part is not window]
    previews = [preview for part in dialogs for preview in part.findChildren(Preview)]
    _live()
    while (
        window.map_view.canvas.pending
        or not window.charts.drawing.is_resting
        or any(preview.image.isNull() or preview._later.waiting for preview in previews)
    ):
        _live()
    _live()
    return {name: part.grab().toImage() for name, part in parts.items()}


def _live() -> None:
    deadline = QDeadlineTimer(SETTLED_MS)
    while not deadline.hasExpired():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)


def paint(folder: Path) -> None:
    """Save them in a folder, on a screen that has room for them."""
    width, height = SCREEN
    dots = {"logicalDpi": 96, "logicalBaseDpi": 96, "dpr": 1}
    screen = {"name": "one", "x": 0, "y": 0, "width": width, "height": height, **dots}
    described = folder / "screens.json"
    described.write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
    os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={described}"
    application = make_application()
    window = window_of(Appearance())
    for name, picture in pictures(window):
        picture.save(str(folder / f"{name}.png"))
    window.end()
    del application


if __name__ == "__main__":
    paint(Path(sys.argv[1]))
