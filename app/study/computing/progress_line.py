"""How far a study is, what is left of it, and the buttons that pause and end it."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from app.look.tool_tips import set_tip
from app.study.computing.course import Course
from app.widgets.elided_label import ElidedLabel
from core.writing import spoken


class ProgressLine(QWidget):
    """Follows a course; it is there while something is computed."""

    def __init__(self, course: Course, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._course = course
        self.setObjectName("study-progress-line")
        self.bar = QProgressBar()
        self.bar.setObjectName("study-progress")
        self.bar.setAccessibleName("Progress of the study")
        self.bar.setTextVisible(False)
        self.told = ElidedLabel("", "dim")
        self.told.setObjectName("study-time-left")
        self.pause = _button("study-pause", "Pause", "Begin nothing new until you go on")
        self.cancel = _button("study-cancel", "Cancel", "Stop; what is known so far is kept")
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.told, 1)
        buttons.addWidget(self.pause)
        buttons.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(buttons)
        column.addWidget(self.bar)
        self.pause.clicked.connect(self._turn)
        self.cancel.clicked.connect(self._stop)
        course.changed.connect(self._follow)
        course.progressed.connect(self._advance)
        self._follow()

    @Slot()
    def _turn(self) -> None:
        if self._course.state == "paused":
            self._course.go_on()
        else:
            self._course.pause()

    @Slot()
    def _stop(self) -> None:
        self.cancel.setEnabled(False)
        self.told.setText("Stopping…")
        self._course.cancel()

    @Slot()
    def _follow(self) -> None:
        paused = self._course.state == "paused"
        self.setVisible(self._course.busy)
        self.pause.setText("Go on" if paused else "Pause")
        self.pause.setAccessibleName("Go on" if paused else "Pause")
        self.cancel.setEnabled(True)
        self._advance()

    @Slot()
    def _advance(self) -> None:
        done, total = self._course.done, self._course.total
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if not total:
            self.told.setText("Beginning…")
            return
        told = f"{done:,} of {total:,} parts"
        left = self._course.seconds_left
        if self._course.state == "paused":
            told += ", paused"
        elif left is not None and done < total:
            told += f", {spoken(left)} left"
        self.told.setText(told)


def _button(name: str, title: str, tip: str) -> QPushButton:
    button = QPushButton(title)
    button.setObjectName(name)
    button.setAccessibleName(title)
    button.setAutoDefault(False)
    set_tip(button, tip)
    return button
