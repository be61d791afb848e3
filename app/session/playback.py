"""The time cursor: a person moves it, or wall-clock time does while it plays.

It never passes what has been computed. It waits there and goes on as more arrives.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QElapsedTimer, QObject, Qt, QTimer, Signal, Slot

STEPS_PER_SECOND = 60
TICK_MILLISECONDS = 16
CATCH_UP_SECONDS = 0.1  # a longer stall is not made up for
LOOP_PAUSE_SECONDS = 0.8  # the last step stays this long before a loop begins again
SPEED_RANGE = (1 / 60, 100.0)


class Playback(QObject):
    """The cursor 0 … steps, whether it moves by itself, and how fast.

    Whoever knows what is computed says so by `set_extent`, and sets `held` while the picture that
    is shown is not the one to play.
    """

    cursor_changed = Signal(int)
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    looping_changed = Signal(bool)
    ready_changed = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.held = False
        self._cursor = 0
        self._playing = False
        self._speed = 1.0
        self._looping = False
        self._steps = 0
        self._ready = self._told_ready = 0
        self._wish: int | None = None
        self._fraction = 0.0
        self._rest = 0.0
        self._elapsed = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(TICK_MILLISECONDS)
        self._timer.timeout.connect(self._tick)

    @property
    def last_step(self) -> int:
        """The step at which time ends; it may not be computed yet."""
        return self._steps

    @property
    def ready(self) -> int:
        """The last step that can be shown."""
        return self._ready

    @property
    def cursor(self) -> int:
        """The step that is shown, 0 … steps."""
        return self._cursor

    @property
    def playing(self) -> bool:
        """Whether the cursor moves by itself."""
        return self._playing

    @property
    def speed(self) -> float:
        """How fast it plays; 1 is 60 steps a second."""
        return self._speed

    @property
    def looping(self) -> bool:
        """Whether playback begins again at the end."""
        return self._looping

    def set_extent(self, steps: int, ready: int) -> None:
        """How long the run is and how much of it can be shown; a seek that waited goes on.

        The cursor is kept, but for a shorter run. It may be past `ready` when the first steps
        of another landscape's run are still to come.
        """
        self._steps, self._ready = steps, ready
        if self._wish is not None:
            self._follow_wish()
        else:
            self._move(min(self._cursor, steps))
        if self._ready != self._told_ready:
            self._told_ready = self._ready
            self.ready_changed.emit(self._ready)

    def go_along(self) -> None:
        """Where the cursor is past what is ready, go back to that and on with it as it arrives."""
        if self._wish is None and not self._playing and 0 < self._ready < self._cursor:
            self.seek(self._cursor)

    # What a person does with time

    def seek(self, step: int) -> None:
        """Go to a step; to the last one that is ready, and on as the run arrives, if later."""
        self._wish = max(0, min(step, self.last_step))
        self._rest = 0.0
        self._follow_wish()

    def step(self, steps: int) -> None:
        """Pause and move some steps forward, or back when negative."""
        self.pause()
        self.seek(self._cursor + steps)

    def to_start(self) -> None:
        """Go to step 0."""
        self.seek(0)

    def to_end(self) -> None:
        """Go to the last step."""
        self.seek(self.last_step)

    def play(self) -> None:
        """Let time run; from the start when it stands at the end."""
        if self._playing:
            return
        self._wish = None
        if self._cursor >= self._steps and self._ready >= self._steps:
            self._move(0)
        self._fraction = self._rest = 0.0
        self._elapsed.start()
        self._timer.start()
        self._set_playing(True)

    def pause(self) -> None:
        """Stop time where it is."""
        self._timer.stop()
        self._set_playing(False)

    def toggle(self) -> None:
        """Play or pause."""
        if self._playing:
            self.pause()
        else:
            self.play()

    def set_speed(self, speed: float) -> None:
        """Set the speed, 1 being 60 steps a second; kept within 1/60 … 100, and no other number
        than a finite one is taken."""
        low, high = SPEED_RANGE
        if math.isfinite(speed) and (speed := max(low, min(high, speed))) != self._speed:
            self._speed = speed
            self.speed_changed.emit(speed)

    def set_looping(self, looping: bool) -> None:
        """Whether playback begins again at the end instead of stopping."""
        if looping != self._looping:
            self._looping = looping
            self.looping_changed.emit(looping)

    # How the cursor moves

    def advance(self, seconds: float) -> None:
        """Move the cursor by the steps that belong to some seconds of playing."""
        if self.held:
            return
        if self._cursor >= self._steps:
            self._end(seconds)
            return
        self._fraction += min(seconds, CATCH_UP_SECONDS) * STEPS_PER_SECOND * self._speed
        whole = int(self._fraction)
        self._fraction -= whole
        if whole and self._cursor < self._ready:
            self._move(min(self._cursor + whole, self._ready))
        if self._cursor >= self._steps and not self._looping:
            self.pause()

    def _end(self, seconds: float) -> None:
        self._rest += seconds
        if not self._looping:
            self.pause()
        elif self._rest >= LOOP_PAUSE_SECONDS:
            self._rest = 0.0
            self._move(0)

    @Slot()
    def _tick(self) -> None:
        self.advance(self._elapsed.restart() / 1000)

    def _follow_wish(self) -> None:
        wish = min(self._wish or 0, self._steps)
        if wish <= self._ready:
            self._wish = None
        self._move(min(wish, self._ready))

    def _move(self, cursor: int) -> None:
        if cursor != self._cursor:
            self._cursor = cursor
            self.cursor_changed.emit(cursor)

    def _set_playing(self, playing: bool) -> None:
        if playing != self._playing:
            self._playing = playing
            self.playing_changed.emit(playing)
