"""The window while a study is computed, against itself at rest."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
from PySide6.QtCore import QElapsedTimer, Qt, QTimer

from app.study.asking import Asked
from tests.benchmarks.pairs import Result, interleaved
from tests.benchmarks.window import TICK_MILLISECONDS, TICKS, LiveWindow

ASKED = Asked(starts=400_000, workers=2)
"""Long enough for every measurement: it is cancelled at the end."""
PAIRS = 3  # each takes ten seconds


class _Studied(LiveWindow):
    """A window that has a study page, ready to ask."""

    def __init__(self) -> None:
        super().__init__()
        self.page = self.window.studies.show()
        self.until(lambda: self.page.course.is_ready)

    def ask(self) -> None:
        """Begin a long study and wait until processes compute it and plots are there."""
        self.page.ask_about(ASKED)
        course = self.page.course
        self.until(lambda: course.found is not None and course.seconds > 5)

    def p99(self) -> float:
        """Seconds that 99 of 100 ticks come after the one before."""
        gaps: list[float] = []
        clock, timer = QElapsedTimer(), QTimer()
        timer.setInterval(TICK_MILLISECONDS)
        timer.setTimerType(Qt.TimerType.PreciseTimer)

        def tick() -> None:
            gaps.append(clock.nsecsElapsed() / 1e9)
            clock.restart()

        timer.timeout.connect(tick)
        self.session.to_start()
        self.session.play()
        clock.start()
        timer.start()
        self.until(lambda: len(gaps) >= TICKS)
        timer.stop()
        self.session.pause()
        return float(np.percentile(gaps, 99))


def study_ticks() -> Iterator[Result]:
    """The 99th percentile of a 60 Hz tick while a study runs in processes, against idle: beside the
    race that plays, and before the answer that grows."""
    stage = _Studied()

    def measured(show: Callable[[], object]) -> tuple[float, float, float]:
        def loaded() -> float:
            show()
            stage.ask()
            show()
            try:
                return stage.p99()
            finally:
                stage.page.course.cancel()
                stage.until(lambda: not stage.page.course.busy)

        def idle() -> float:
            show()
            stage.rest()
            return stage.p99()

        return interleaved(loaded, idle, PAIRS)

    studies = stage.window.studies
    for name, show in (("race plays", studies.show_race), ("answer grows", studies.show)):
        ratio, ours, base = measured(show)
        detail = f"{ours * 1e3:.0f} ms against {base * 1e3:.0f} ms"
        yield Result(f"GUI tick p99, {name}: study in processes / idle", ratio, 2, False, detail)
    stage.close()


BENCHMARKS = (study_ticks,)
