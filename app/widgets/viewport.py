"""The viewport of what scrolls, as a widget that Python knows."""

from __future__ import annotations

from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QAbstractScrollArea, QWidget


def make_viewport(area: QAbstractScrollArea) -> None:
    """Give it a viewport made here, in place of the one that Qt made, and like it.

    Whoever is handed the first widget that only Qt knows waits: all two hundred classes of widgets
    are made to find out which one it is, a fiftieth of the start.
    """
    viewport = QWidget()
    viewport.setBackgroundRole(QPalette.ColorRole.Base)
    viewport.setAutoFillBackground(True)
    area.setViewport(viewport)
