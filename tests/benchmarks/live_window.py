"""The real window, off the screen, and how evenly it ticks."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QElapsedTimer, QEventLoop, Qt, QTimer

from app.look.appearance import Appearance
from app.session.session import Session
from app.window.application import make_application
from app.window.garbage import Collector
from app.window.main_window import MainWindow
from core.experiment.experiment import Experiment

TICK_MILLISECONDS = 16
TICKS = 120
REST_MILLISECONDS = 400
COLLECTION_MILLISECONDS = 50


def _nothing() -> None:
    pass


class LiveWindow:
    """The real window, off-screen, with its worker warmed up and everything computed."""

    def __init__(self, experiment: Experiment | None = None) -> None:
        self.application = make_application()
        self._collector, self._collections = Collector(), QTimer()  # as the program itself does
        self._collections.timeout.connect(self._collector.collect)
        self._collections.start(COLLECTION_MILLISECONDS)
        self.session = Session(experiment)
        self.window = MainWindow(self.session, Appearance())
        self.window.show()
        self.session.warm_up()
        self.until(
            lambda: not self.session.busy and self.session.ready == self.session.experiment.steps
        )

    def until(self, condition: Callable[[], bool]) -> None:
        """Let the window live until something holds; looks every millisecond."""
        loop, look = QEventLoop(), QTimer()
        look.setTimerType(Qt.TimerType.PreciseTimer)
        look.timeout.connect(lambda: loop.quit() if condition() else None)
        if not condition():
            look.start(1)
            loop.exec()

    def rest(self) -> None:
        """Let everything that was put off until later be done."""
        loop = QEventLoop()
        QTimer.singleShot(REST_MILLISECONDS, loop.quit)
        loop.exec()

    def tick_p99(
        self, begin: Callable[[], object] = _nothing, every: Callable[[], object] = _nothing
    ) -> float:
        """The 99th percentile of a 60 Hz tick, in seconds, while it plays from the start; `begin`
        is done before it plays, `every` at every tick."""
        gaps: list[float] = []
        clock, timer = QElapsedTimer(), QTimer()
        timer.setInterval(TICK_MILLISECONDS)
        timer.setTimerType(Qt.TimerType.PreciseTimer)

        def tick() -> None:
            gaps.append(clock.nsecsElapsed() / 1e9)
            clock.restart()
            every()

        timer.timeout.connect(tick)
        self.session.to_start()
        begin()
        self.session.play()
        clock.start()
        timer.start()
        self.until(lambda: len(gaps) >= TICKS)
        timer.stop()
        self.session.pause()
        return float(np.percentile(gaps, 99))

    def close(self) -> None:
        """End the window and its thread."""
        self.window.end()
        self.session.close()
