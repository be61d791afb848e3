"""Time: to start, back, play, forward, to end, the time slider, speed, loop and export."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QFont, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.appearance import Appearance
from app.fields.choice import Choice
from app.fields.icon_button import IconButton
from app.fields.slider import Slider
from app.picture import Picture
from app.session import Session

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
_NARROW = 560  # below this width the word "step" is left out
_NARROWEST = 390  # and below this one what the menu and the time slider's tool tip have as well
_MARGIN, _LEAST_MARGIN = 12, 5
_SPEED_TEXT = {0.25: "¼×", 0.5: "½×"}


class PlaybackBar(QFrame):
    """Drives the session's time cursor; `export_asked` when a person wants a video."""

    export_asked = Signal()

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._widest = ""
        self.setObjectName("playback-bar")
        self.setAccessibleName("Playback")
        self.setProperty("role", "panel")
        self._make(appearance)
        self._lay()
        self._connect()
        self._follow_picture()
        self._follow_playing(session.playing)
        self._follow_speed(session.speed)
        self.loop.setChecked(session.looping)

    def _make(self, appearance: Appearance) -> None:
        def button(icon: str, tip: str) -> IconButton:
            return IconButton(appearance, icon, icon, tip, self, size=20)

        self.to_start = button("to-start", "To the start\nHome")
        self.back = button("step-back", "One step back\n←, with Shift ten")
        self.play = IconButton(
            appearance, "play", "play", "Play or pause\nSpace", self, size=20, token="on_accent"
        )
        self.play.setProperty("role", "play")
        self.play.setFixedSize(QSize(34, 34))
        self.forward = button("step-forward", "One step forward\n→, with Shift ten")
        self.to_end = button("to-end", "To the end\nEnd")
        self.time = Slider(appearance)
        self.time.setObjectName("time")
        self.time.setAccessibleName("Time")
        self.step = QLabel()
        self.step.setObjectName("step")
        self.step.setProperty("role", "number")
        self.step.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        font = QFont(self.step.font())
        font.setFeature(QFont.Tag("tnum"), 1)
        self.step.setFont(font)
        self.speed = Choice(
            "speed",
            "Speed",
            "Playback speed, ¼× to 16×; 1× is 60 steps a second",
            [(str(speed), speed_text(speed)) for speed in SPEEDS],
        )
        self.speed.setFixedWidth(64)
        self.loop = button("loop", "Begin again at the end: on or off")
        self.loop.setCheckable(True)
        self.export = IconButton(
            appearance, "export", "export", "Export a video…\nCtrl+E", self, size=20, token="accent"
        )

    def _lay(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(_MARGIN, 4, _MARGIN, 4)
        line.setSpacing(2)
        for widget in (self.to_start, self.back, self.play, self.forward, self.to_end):
            line.addWidget(widget)
        line.addSpacing(4)
        line.addWidget(self.time, 1)
        line.addSpacing(4)
        line.addWidget(self.step)
        line.addSpacing(6)
        for widget in (self.speed, self.loop, self.export):
            line.addWidget(widget)

    def _connect(self) -> None:
        session = self._session
        self.to_start.clicked.connect(session.to_start)
        self.back.clicked.connect(self._back)
        self.play.clicked.connect(session.toggle)
        self.forward.clicked.connect(self._forward)
        self.to_end.clicked.connect(session.to_end)
        self.time.moved.connect(session.seek)
        self.time.stepped.connect(session.step)
        self.speed.activated.connect(self._choose_speed)
        self.loop.toggled.connect(session.set_looping)
        self.export.clicked.connect(self.export_asked)
        session.cursor_changed.connect(self._follow_cursor)
        session.picture_changed.connect(self._follow_picture)
        session.experiment_changed.connect(self._follow_picture)
        session.ready_changed.connect(self._follow_ready)
        session.playing_changed.connect(self._follow_playing)
        session.speed_changed.connect(self._follow_speed)
        session.looping_changed.connect(self.loop.setChecked)

    @Slot()
    def _back(self) -> None:
        self._session.step(-1)

    @Slot()
    def _forward(self) -> None:
        self._session.step(1)

    @Slot()
    def _choose_speed(self) -> None:
        self._session.set_speed(float(self.speed.chosen))

    @Slot(object)
    def _follow_picture(self, picture: Picture | None = None) -> None:
        steps = self._session.experiment.steps
        if steps != self.time.maximum() or not self.step.text():
            self.time.setMaximum(steps)
            self.time.setToolTip(f"Time: step 0 to {steps:,}; the paler part is computed so far")
            self._widest = f"step {steps:,} / {steps:,}"
            self._fit_step()
        self._follow_cursor(self._session.cursor)
        self._follow_ready(self._session.ready)

    @Slot(int)
    def _follow_cursor(self, cursor: int) -> None:
        self.time.setValue(cursor)
        self.step.setText(self._shortened(f"step {cursor:,} / {self._session.experiment.steps:,}"))

    def _shortened(self, text: str) -> str:
        """What of "step 7 / 500" there is room for."""
        if self.width() < _NARROWEST:
            return _figures(text)
        return text.removeprefix("step ") if self.width() < _NARROW else text

    def _fit_step(self) -> None:
        self.step.setFixedWidth(self._step_width(self._shortened(self._widest)))

    def _step_width(self, text: str) -> int:
        return self.step.fontMetrics().horizontalAdvance(text) + 6

    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        spared = self.step.minimumWidth() - self._step_width(_figures(self._widest))
        spared += 2 * (self.layout().contentsMargins().left() - _LEAST_MARGIN)
        for button in (self.to_start, self.to_end, self.loop):
            if not button.isHidden():
                spared += button.minimumSizeHint().width() + self.layout().spacing()
        return QSize(hint.width() - spared, hint.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        tightest = self.width() < _NARROWEST
        for button in (self.to_start, self.to_end, self.loop):
            button.setVisible(not tightest)
        beside = _LEAST_MARGIN if tightest else _MARGIN
        self.layout().setContentsMargins(beside, 4, beside, 4)
        self._fit_step()
        self._follow_cursor(self._session.cursor)

    @Slot(int)
    def _follow_ready(self, ready: int) -> None:
        self.time.set_extent(min(ready, self.time.maximum()))

    @Slot(bool)
    def _follow_playing(self, playing: bool) -> None:
        self.play.set_icon("pause" if playing else "play")
        self.play.setAccessibleName("Pause" if playing else "Play")

    @Slot(float)
    def _follow_speed(self, speed: float) -> None:
        if self.speed.findData(str(speed)) < 0:
            self.speed.addItem(speed_text(speed), str(speed))
        self.speed.show_word(str(speed))


def _figures(text: str) -> str:
    """The 7 of "step 7 / 500"."""
    return text.removeprefix("step ").partition(" / ")[0]


def speed_text(speed: float) -> str:
    """A speed as people write it: ¼×, ½×, 2×."""
    return _SPEED_TEXT.get(speed, f"{speed:g}×")
