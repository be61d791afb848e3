"""Playback: the time cursor, and how wall-clock time moves it.

The cursor never passes what has been computed. It waits there and goes on as more arrives.
"""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

STEPS_PER_SECOND = 60
TICK_MILLISECONDS = 16
CATCH_UP_SECONDS = 0.1  # a longer stall is not made up for
LOOP_PAUSE_SECONDS = 0.8  # the last step stays this long before a loop begins again
SPEED_RANGE = (1 / 60, 100.0)


class Playback(QObject):
    """The cursor 0 … steps, whether it moves by itself, and how fast."""

    cursor_changed = Signal(int)
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    looping_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.cursor = 0
        self.playing = False
        self.speed = 1.0
        self.looping = False
        self.held = False  # playing, but the picture is not the one to play
        self._steps = 0
        self._ready = 0
        self._wish: int | None = None
        self._fraction = 0.0
        self._rest = 0.0
        self._elapsed = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self._tick)

    def set_extent(self, steps: int, ready: int) -> None:
        """How long the run is and how much of it can be shown; a seek that waited goes on.

        The cursor is kept, but for a shorter run. It may be past `ready` when the first steps
        of another landscape's run are still to come.
        """
        self._steps, self._ready = steps, ready
        if self._wish is not None:
            self._follow_wish()
        else:
            self._move(min(self.cursor, steps))

    def seek(self, step: int) -> None:
        """Go to a step; to the last one that is ready, and on as the run arrives, if later."""
        self._wish = max(0, step)
        self._rest = 0.0
        self._follow_wish()

    def _follow_wish(self) -> None:
        wish = min(self._wish or 0, self._steps)
        if wish <= self._ready:
            self._wish = None
        self._move(min(wish, self._ready))

    def play(self) -> None:
        """Let time run; from the start when it stands at the end."""
        if self.playing:
            return
        self._wish = None
        if self.cursor >= self._steps and self._ready >= self._steps:
            self._move(0)
        self._fraction = self._rest = 0.0
        self._elapsed.start()
        self._timer.start()
        self._set_playing(True)

    def pause(self) -> None:
        """Stop time where it is."""
        self._timer.stop()
        self._set_playing(False)

    def set_speed(self, speed: float) -> None:
        """Set the speed, 1 being 60 steps a second; kept within 1/60 … 100."""
        low, high = SPEED_RANGE
        speed = max(low, min(high, speed))
        if speed != self.speed:
            self.speed = speed
            self.speed_changed.emit(speed)

    def set_looping(self, looping: bool) -> None:
        """Whether playback begins again at the end instead of stopping."""
        if looping != self.looping:
            self.looping = looping
            self.looping_changed.emit(looping)

    def advance(self, seconds: float) -> None:
        """Move the cursor by the steps that belong to some seconds of playing."""
        if self.held:
            return
        if self.cursor >= self._steps:
            self._end(seconds)
            return
        self._fraction += min(seconds, CATCH_UP_SECONDS) * STEPS_PER_SECOND * self.speed
        whole = int(self._fraction)
        self._fraction -= whole
        if whole and self.cursor < self._ready:
            self._move(min(self.cursor + whole, self._ready))
        if self.cursor >= self._steps and not self.looping:
            self.pause()

    def _end(self, seconds: float) -> None:
        self._rest += seconds
        if not self.looping:
            self.pause()
        elif self._rest >= LOOP_PAUSE_SECONDS:
            self._rest = 0.0
            self._move(0)

    @Slot()
    def _tick(self) -> None:
        self.advance(self._elapsed.restart() / 1000)

    def _move(self, cursor: int) -> None:
        if cursor != self.cursor:
            self.cursor = cursor
            self.cursor_changed.emit(cursor)

    def _set_playing(self, playing: bool) -> None:
        if playing != self.playing:
            self.playing = playing
            self.playing_changed.emit(playing)
