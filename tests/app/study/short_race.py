"""A race small enough to be studied in a moment, and a hand for its page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from core.experiment.experiment import Experiment, MethodSpec
from landscapes.two_basins import TwoBasins

SHORT = Experiment(
    TwoBasins(),
    (
        MethodSpec.create("adam", label="Adam"),
        MethodSpec.create("adam+cm", {"capacity": 5}, label="CM"),
    ),
    ((-1.5, 0.1),),
    steps=12,
)


def click(widget: QWidget) -> None:
    """With the left button."""
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
