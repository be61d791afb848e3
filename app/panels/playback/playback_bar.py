"""Time: to start, back, play, forward, to end, the time slider, speed, loop and export."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.running.shown import Picture
from app.session.session import Session
from app.widgets.choice import Choice
from app.widgets.icon_button import IconButton
from app.widgets.slider import Slider
from app.widgets.tab_order import read_in_order
from core.writing import exact

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0)
_MARGIN, _LEAST_MARGIN = 12, 5
_COMFORT = 70  # of the time slider, for which other things make room
_SPEED_TEXT = {0.25: "¼×", 0.5: "½×"}


class _Fitting(NamedTuple):
    """What a bar of some width shows: how much of "step 7 / 500", whether all buttons, and whether
    the speed."""

    word: bool
    total: bool
    whole: bool
    margin: int = _MARGIN
    speed: bool = True

    def shortened(self, text: str) -> str:
        """What it shows of such a text."""
        text = text if self.word else text.removeprefix("step ")
        return text if self.total else text.partition(" / ")[0]


_FITTINGS = (
    _Fitting(word=True, total=True, whole=True),
    _Fitting(word=False, total=True, whole=True),
    _Fitting(word=False, total=False, whole=True, margin=_LEAST_MARGIN),
    _Fitting(word=False, total=True, whole=False),
    _Fitting(word=False, total=False, whole=False, margin=_LEAST_MARGIN),
    _Fitting(word=False, total=False, whole=False, margin=_LEAST_MARGIN, speed=False),
)
"""From the widest to the narrowest."""


class PlaybackBar(QFrame):
    """Drives the session's time cursor; `export_asked` when a person wants a video."""

    export_asked = Signal()

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._widest = ""
        self._fitting = _FITTINGS[-1]
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
        self._line = line = QHBoxLayout(self)
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
        parts = (line.itemAt(place).widget() for place in range(line.count()))
        read_in_order(part for part in parts if part is not None)

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
        session.ready_changed.connect(self._follow_computed)
        session.progressed.connect(self._follow_computed)
        session.busy_changed.connect(self._follow_computed)
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
            set_tip(self.time, f"Time: step 0 to {steps:,}; the paler part is computed so far")
            self._widest = f"step {steps:,} / {steps:,}"
            self.updateGeometry()
            self._fit()
        self._follow_cursor(self._session.cursor)
        self._follow_computed()

    @Slot(int)
    def _follow_cursor(self, cursor: int) -> None:
        self.time.setValue(cursor)
        text = f"step {cursor:,} / {self._session.experiment.steps:,}"
        self.step.setText(self._fitting.shortened(text))

    def _needed(self, fitting: _Fitting, slider: int) -> int:
        """The width of all that a fitting shows beside a time slider of a width."""
        line = self._line
        spared = self._spared(fitting)
        widths, gaps = slider + 2 * fitting.margin, 0
        for place in range(line.count()):
            item = line.itemAt(place)
            widget = item.widget()
            if widget is None:
                widths += item.sizeHint().width()
            elif widget is self.step:
                widths += self._step_width(fitting)
            elif widget not in (self.time, *spared):
                least = max(widget.minimumSizeHint().width(), widget.minimumWidth())
                widths += min(least, widget.maximumWidth())
            gaps += widget not in spared
        return widths + (gaps - 1) * line.spacing()

    def _step_width(self, fitting: _Fitting) -> int:
        return self.step.fontMetrics().horizontalAdvance(fitting.shortened(self._widest)) + 6

    def _spared(self, fitting: _Fitting) -> tuple[QWidget, ...]:
        """What a fitting leaves to the menu and the keys."""
        buttons = () if fitting.whole else (self.to_start, self.to_end, self.loop)
        return buttons if fitting.speed else (*buttons, self.speed)

    def minimumSizeHint(self) -> QSize:
        slider = self.time.minimumSizeHint().width()
        return QSize(self._needed(_FITTINGS[-1], slider), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
        self._follow_cursor(self._session.cursor)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            self._fit()

    def _fit(self) -> None:
        """Show the most for which there is room."""
        fitting = (f for f in _FITTINGS if self._needed(f, _COMFORT) <= self.width())
        self._fitting = next(fitting, _FITTINGS[-1])
        spared = self._spared(self._fitting)
        for part in (self.to_start, self.to_end, self.loop, self.speed):
            part.setHidden(part in spared)
        self._line.setContentsMargins(self._fitting.margin, 4, self._fitting.margin, 4)
        # Of one size whatever it says, or each tick would lay out anew all that the bar stands in.
        size = QSize(self._step_width(self._fitting), self.step.fontMetrics().height())
        self.step.setFixedSize(size)

    @Slot()
    def _follow_computed(self) -> None:
        """How far one can play; while that has to wait for a run, how far the run has come."""
        session = self._session
        computed = [steps for steps in session.progress if steps is not None]
        ready = min(computed, default=0) if session.held else session.ready
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


def speed_text(speed: float) -> str:
    """A speed as people write it: ¼×, ½×, 2×."""
    return _SPEED_TEXT.get(speed, f"{exact(float(speed))}×")
