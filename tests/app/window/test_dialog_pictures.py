"""Palette, gallery, preferences and welcome page look as they did, light and dark.

After a change that is meant, look at the new pictures and keep them with `--force-regen`.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QIODevice

from app.look.appearance import DARK, LIGHT
from app.window.gallery import Gallery
from app.window.palette import Palette
from app.window.preferences_dialog import PreferencesDialog
from app.window.thumbnails import Thumbnails
from app.window.welcome import Welcome

TOLERANCE = 0.1  # percent of full contrast, on average: less than one moved word


def png(widget):
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    widget.grab().save(buffer, "PNG")
    return bytes(buffer.data())


def palette(window):
    made = Palette([c for c in window.commands if c.id != "palette"], window.appearance, window)
    made.field.setText("theme")
    return made


def gallery(window, monkeypatch):
    monkeypatch.setattr(Thumbnails, "want", lambda self, names: None)  # whose pictures come late
    made = Gallery(window.appearance, Thumbnails(1.0), window)
    made.list.setCurrentIndex(made.list.model().index(4, 0))
    return made


def test_they_look_as_they_did_in_both_themes(styled_window, monkeypatch, image_regression, qapp):
    window = styled_window
    parts = {
        "palette": palette(window),
        "gallery": gallery(window, monkeypatch),
        "preferences": PreferencesDialog(
            window.appearance, window.preferences, window.map_view, window
        ),
        "welcome": Welcome(window.commands, (), window.preferences, window),
    }
    for part in parts.values():
        part.show()
    for theme in (DARK, LIGHT):
        window.appearance.set_theme(theme)
        qapp.processEvents()
        for name, part in parts.items():
            image_regression.check(
                png(part), diff_threshold=TOLERANCE, basename=f"{name}-{theme.name}"
            )
