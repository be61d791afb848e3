"""Widgets that are on the screen before a test goes on."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

Shown = TypeVar("Shown", bound=QWidget)


def on_screen(qtbot: QtBot, widget: Shown, size: tuple[int, int] | None = None) -> Shown:
    """Show a widget, of a size where one is given; it is exposed now, and closed at the end."""
    qtbot.addWidget(widget)
    if size is not None:
        widget.resize(*size)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget
