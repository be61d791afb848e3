"""Time as the views of a session see it: the cursor, and what a person does with it."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject, Signal

from app.session.clock import Playback


class Timed(QObject):
    """Something with a time cursor that plays, `last_step` being where its time ends."""

    cursor_changed = Signal(int)
    playing_changed = Signal(bool)
    speed_changed = Signal(float)
    looping_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._playback = Playback(self)
        self._playback.cursor_changed.connect(self.cursor_changed)
        self._playback.playing_changed.connect(self.playing_changed)
        self._playback.speed_changed.connect(self.speed_changed)
        self._playback.looping_changed.connect(self.looping_changed)

    @property
    def last_step(self) -> int:
        """The step at which time ends; it may not be computed yet."""
        raise NotImplementedError

    @property
    def cursor(self) -> int:
        """The step that is shown, 0 … steps."""
        return self._playback.cursor

    @property
    def playing(self) -> bool:
        """Whether the cursor moves by itself."""
        return self._playback.playing

    @property
    def speed(self) -> float:
        """Playback speed; 1 is 60 steps a second."""
        return self._playback.speed

    @property
    def looping(self) -> bool:
        """Whether playback begins again at the end."""
        return self._playback.looping

    def seek(self, step: int) -> None:
        """Go to a step; as near as is ready, and on as the run arrives."""
        self._playback.seek(min(step, self.last_step))

    def play(self) -> None:
        """Let time run, from the start when it stands at the end."""
        self._playback.play()

    def pause(self) -> None:
        """Stop time."""
        self._playback.pause()

    def toggle(self) -> None:
        """Play or pause."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def step(self, steps: int) -> None:
        """Pause and move some steps forward, or back when negative."""
        self.pause()
        self.seek(self.cursor + steps)

    def to_start(self) -> None:
        """Go to step 0."""
        self.seek(0)

    def to_end(self) -> None:
        """Go to the last step."""
        self.seek(self.last_step)

    def set_speed(self, speed: float) -> None:
        """Set the playback speed, 1/60 … 100; 1 is 60 steps a second."""
        if math.isfinite(speed):
            self._playback.set_speed(speed)

    def set_looping(self, looping: bool) -> None:
        """Whether playback begins again at the end."""
        self._playback.set_looping(looping)
