"""The window while a study is computed, against itself at rest; and how soon it shows something."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator

from PySide6.QtCore import QEvent, QObject, QTimer

from app.study.asking.asked import Asked
from app.study.page import StudyPage
from core.experiment.experiment import Experiment, MethodSpec
from landscapes.two_basins import TwoBasins
from tests.benchmarks.live_window import LiveWindow
from tests.benchmarks.pairs import Result, interleaved

ASKED = Asked(starts=400_000, workers=2)
"""Long enough for every measurement: it is cancelled at the end."""
PAIRS = 3  # each takes ten seconds
FIRST_PICTURES = 7


class _Studied(LiveWindow):
    """A window that has a study page, ready to ask."""

    def __init__(self, experiment: Experiment | None = None) -> None:
        super().__init__(experiment)
        self.page = self.window.studies.show()
        self.until(lambda: self.page.course.is_ready)

    def ask(self) -> None:
        """Begin a long study and wait until processes compute it and plots are there."""
        self.page.ask_about(ASKED)
        course = self.page.course
        self.until(lambda: course.found is not None and course.seconds > 5)


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
                return stage.tick_p99()
            finally:
                stage.page.course.cancel()
                stage.until(lambda: not stage.page.course.busy)

        def idle() -> float:
            show()
            stage.rest()
            return stage.tick_p99()

        return interleaved(loaded, idle, PAIRS)

    studies = stage.window.studies
    for name, show in (("race plays", studies.show_race), ("answer grows", studies.show)):
        ratio, ours, base = measured(show)
        detail = f"{ours * 1e3:.0f} ms against {base * 1e3:.0f} ms"
        yield Result(f"GUI tick p99, {name}: study in processes / idle", ratio, 2, False, detail)
    stage.close()


class _Painted(QObject):
    """Notes when something of an answer has been painted for the first time since it was asked."""

    def __init__(self, page: StudyPage) -> None:
        super().__init__(page)
        self._page = page
        self.at = 0.0

    def begin(self) -> None:
        """From now on it waits for one."""
        self.at = 0.0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        page = self._page
        shown = page.course.found is not None and watched in page.results.answer.views
        if shown and event.type() is QEvent.Type.Paint:
            QTimer.singleShot(0, self._note)  # it is painted when this handler is left
        return False

    def _note(self) -> None:
        self.at = self.at or time.perf_counter()


def first_picture() -> Iterator[Result]:
    """Seconds from a click to the first picture of a basin map in the window: of one method, and
    the first of several."""
    for names, steps in ((("adam+cm",), 200), (("adam", "adam+sam", "adam+cg", "adam+cm"), 500)):
        specs = tuple(map(MethodSpec.create, names))
        yield _first_picture(Experiment(TwoBasins(), specs, ((0.0, 0.0),), steps=steps))


def _first_picture(race: Experiment) -> Result:
    stage = _Studied(race)
    page, painted = stage.page, _Painted(stage.page)
    stage.application.installEventFilter(painted)
    page.form.show_kind("basins")
    page.form.fields.lattice.set_value(200)
    found = []
    for seed in range(FIRST_PICTURES):  # another seed, so that nothing is known of it
        page.form.fields.seed.set_value(seed + 1)
        stage.until(page.foot.ask_button.isEnabled)
        stage.rest()
        painted.begin()
        begun = time.perf_counter()
        page.foot.ask_button.click()
        stage.until(lambda: painted.at > 0)
        found.append(painted.at - begun)
        page.course.cancel()
        stage.until(lambda: not page.course.busy)
    stage.application.removeEventFilter(painted)
    stage.close()
    size = f"{len(race.methods)} × {race.steps} steps"
    name = f"basin map 200 × 200, {size}: first picture in the window, s"
    detail = f"{max(found):.2f} s at most, the first of all {found[0]:.2f} s"
    return Result(name, statistics.median(found), 0.2, False, detail=detail)


BENCHMARKS = (study_ticks, first_picture)
