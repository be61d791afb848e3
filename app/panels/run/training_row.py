"""How far the training of networks has come, how long it will take, and a button to pause it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.session.session import Session
from app.widgets.icon_button import IconButton
from core.writing import spoken
from landscapes.networks import Network

EVERY_MS = 500
"""How often it says how long it will take: a figure that flickers cannot be read."""
PAUSE = "Pause the training"
GO_ON = "Go on with the training"


class TrainingRow(QWidget):
    """Shown while the race is a network's."""

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self.setObjectName("training-row")
        self.setAccessibleName("Training")
        self.words = QLabel()
        self.words.setObjectName("training-words")
        self.words.setProperty("role", "small")
        self.button = IconButton(appearance, "pause", "training-pause", PAUSE)
        self.button.clicked.connect(self._turn)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words, 1)
        row.addWidget(self.button)
        self._clock = QTimer(self)
        self._clock.setInterval(EVERY_MS)
        self._clock.timeout.connect(self.follow)
        session.busy_changed.connect(self.follow)
        session.experiment_changed.connect(self.follow)
        session.picture_changed.connect(self._follow_picture)
        session.computing_paused_changed.connect(self.follow)
        self.hide()  # in words: what was never shown nor hidden is shown with its panel
        self.follow()

    @Slot()
    def follow(self) -> None:
        """Say how far it has come."""
        session = self._session
        seen = isinstance(session.experiment.landscape, Network)
        if seen == self.isHidden():
            self.setVisible(seen)
        going = seen and session.busy and not session.computing_paused
        if going != self._clock.isActive():
            self._clock.start() if going else self._clock.stop()
        if not seen:
            return
        self.words.setText(self._said())
        paused = session.computing_paused
        self.button.setVisible(session.busy)
        self.button.set_icon("play" if paused else "pause")
        self.button.setAccessibleName(GO_ON if paused else PAUSE)
        set_tip(self.button, GO_ON if paused else PAUSE)

    @Slot()
    def _follow_picture(self) -> None:
        if not self._session.busy:
            self.follow()

    @Slot()
    def _turn(self) -> None:
        self._session.pause_computing(not self._session.computing_paused)

    def _said(self) -> str:
        session = self._session
        done = min((steps for steps in session.progress if steps is not None), default=0)
        steps = session.experiment.steps
        if not session.busy:
            if session.picture.failure is not None:
                return "The training broke off"
            return "Trained" if done == steps else ""
        at = f"at step {done:,} of {steps:,}"
        if session.computing_paused:
            return f"Paused {at}"
        left = session.seconds_left
        return f"Training {at}" + (f", {spoken(left)} left" if left is not None else "")
