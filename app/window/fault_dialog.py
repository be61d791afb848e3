"""Everything there is to know about a fault of the program, to be copied and sent on."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QPlainTextEdit, QVBoxLayout, QWidget

from app.look import fonts
from app.window.placing import fitting
from app.window.system import versions
from core.experiment import experiment_file
from core.experiment.experiment import Experiment


class FaultDialog(QDialog):
    """A traceback with the versions and the experiment that it came with; stays beside the work."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("fault")
        self.setWindowTitle("Details of what failed")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.text = QPlainTextEdit(text)
        self.text.setObjectName("fault-text")
        self.text.setAccessibleName("Details of what failed")
        self.text.setReadOnly(True)
        self.text.setFont(fonts.mono())
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton("Copy all", QDialogButtonBox.ButtonRole.ActionRole)
        copy.setObjectName("fault-copy")
        copy.setToolTip("Put all of it on the clipboard")
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.text)
        column.addWidget(buttons)
        self.resize(fitting(self, QSize(680, 480)))

    @Slot()
    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())


def report(details: str, experiment: Experiment) -> str:
    """What a fault is reported with, in plain text."""
    return "\n".join(
        (
            details.rstrip(),
            "",
            *versions(),
            "",
            "The experiment:",
            experiment_file.dumps(experiment),
        )
    )
