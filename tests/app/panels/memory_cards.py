"""The cards of `goldstein` that have a memory, by their place, and a section of theirs."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

CG, CM, AVERAGE, CONTROL = 1, 2, 3, 4


def section(panel, index):
    return next(s for s in panel.sections if s.index == index)


def settle(panel, *size):
    """Resize, and wait until the rows have what they then ask for."""
    panel.resize(*size)
    for _ in range(3):
        QApplication.processEvents()
