"""The question before something that is being made is given up."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

Button = QMessageBox.StandardButton


class GivingUp(NamedTuple):
    """What is asked: `text`, and beneath it what would be lost. `yes` gives it up; `no`, where it
    is not "Cancel", lets it go on."""

    name: str
    title: str
    text: str
    loss: str
    yes: str
    no: str = ""
    icon: QMessageBox.Icon = QMessageBox.Icon.Warning


def before_giving_up(parent: QWidget, question: GivingUp, do: Callable[[], object]) -> None:
    """Do that if a person says yes. It stands in no event loop of its own."""
    box = QMessageBox(parent)
    box.setObjectName(question.name)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(question.icon)
    box.setWindowTitle(question.title)
    box.setText(question.text)
    box.setInformativeText(question.loss)
    box.setStandardButtons(Button.Discard | Button.Cancel)
    box.button(Button.Discard).setText(question.yes)
    if question.no:
        box.button(Button.Cancel).setText(question.no)
    box.setDefaultButton(Button.Cancel)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def answer(given: int) -> None:
        if given == Button.Discard:
            do()

    box.finished.connect(answer)
    box.open()
