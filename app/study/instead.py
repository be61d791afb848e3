"""The question before what is computed gives way to something else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

Button = QMessageBox.StandardButton


def before_another(parent: QWidget, what: str, do: Callable[[], object]) -> None:
    """Ask whether the study that is computed may stop for `what`; if so, do that."""
    box = QMessageBox(parent)
    box.setObjectName("study-instead")
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle("A study is being computed")
    box.setText(f"Stop the study that is being computed, and {what}?")
    box.setInformativeText(
        "Its figures so far make way. Asked again in this window, it goes on from the parts that "
        "are finished."
    )
    box.setStandardButtons(Button.Discard | Button.Cancel)
    box.button(Button.Discard).setText("&Stop it")
    box.button(Button.Cancel).setText("&Let it go on")
    box.setDefaultButton(Button.Cancel)
    box.setWindowModality(Qt.WindowModality.WindowModal)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def answer(given: int) -> None:
        if given == Button.Discard:
            do()

    box.finished.connect(answer)
    box.open()
