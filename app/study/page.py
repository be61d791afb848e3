"""The study page: what to ask on the left, what is known on the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.look.appearance import Appearance
from app.session.session import Session
from app.study.asking.asked import Asked, asked_of
from app.study.asking.empty import Example
from app.study.asking.foot import StudyFoot
from app.study.asking.form import StudyForm
from app.study.asking.review import Reviewed, review
from app.study.computing.course import Course, same_subject
from app.study.computing.instead import before_another
from app.study.computing.picked import race_from, race_of_cell
from app.study.computing.working import Found, usual_workers
from app.study.results import Results
from app.widgets.panel_frame import Column, PanelFrame
from app.widgets.splitter import GAP, Splitter
from app.widgets.throttle import Throttle
from landscapes.networks import Network

_NARROWEST, _USUAL, _WIDEST = 280, 330, 420
_REVIEW_MILLISECONDS = 120
PREPARING = "Getting ready…"


class StudyPage(QWidget):
    """Asks about the session's experiment and shows the answer while it grows.

    `race_wanted` when the race is to be seen; `experiment_offered(Experiment, title)` when one is
    to be opened as a document of its own; `example_offered(Example)` when one needs another race.
    `changed` when what can be done with the answer is other; `failed(str)` when work broke off.
    """

    changed = Signal()
    failed = Signal(str)
    race_wanted = Signal()
    experiment_offered = Signal(object, str)
    example_offered = Signal(object)

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("study-page")
        self.setAccessibleName("Study")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._session = session
        self._reviewed = Reviewed(None, {})
        self._asked: Asked | None = None
        self._asks_when_ready = self._is_behind = False
        self.course = Course(self)
        self.form = StudyForm(usual_workers())
        self.results = Results(self.course, appearance)
        self.foot = StudyFoot()
        self.splitter = Splitter("study-columns", Qt.Orientation.Horizontal)
        self._soon = Throttle(self._review, _REVIEW_MILLISECONDS, self, rests=True)
        self._lay()
        self._connect()
        self._offer()
        self._review()

    def _lay(self) -> None:
        frame = PanelFrame("study-form-frame", Column("study-form-column", self.form), self.foot)
        frame.setMinimumWidth(_NARROWEST)
        self.splitter.addWidget(frame)
        self.splitter.addWidget(PanelFrame("study-results-frame", self.results))
        self.splitter.setStretchFactor(1, 1)
        self.splitter.name_handles(("Width of what is asked",))
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, 4, GAP, GAP)
        column.addWidget(self.splitter)

    def _connect(self) -> None:
        self.form.changed.connect(self._soon.ask)
        self.form.back.clicked.connect(self.race_wanted)
        self.foot.ask_button.clicked.connect(self.ask)
        results, course = self.results, self.course
        results.again_asked.connect(self.ask_again)
        results.empty.asked.connect(self.ask_example)
        results.empty.claims_asked.connect(self.reproduce)
        results.answer.start_picked.connect(self._race_from)
        results.answer.cell_picked.connect(self._open_cell)
        course.ready.connect(self._review)
        course.changed.connect(self._follow)
        course.changed.connect(self._tell_failure)
        course.grew.connect(self.changed)
        self._session.experiment_changed.connect(self._follow_race)

    # What the window asks for

    def prepare(self) -> None:
        """Import what studies need, in the background; call it when the page is seen."""
        self.course.prepare(self._session.experiment)

    @Slot()
    def ask(self) -> None:
        """Ask what stands in the form, if it can be asked."""
        self._soon.cancel()
        self._review()
        question, asked = self._reviewed.question, self.form.asked
        if question is None or (self.course.busy and question == self.course.question):
            return

        def begin() -> None:
            self._asked = asked
            self.course.ask(question, asked.workers)

        self.before_another("ask this one", begin)

    def before_another(self, what: str, do: Callable[[], object]) -> None:
        """Do what puts another study in the place of this one: where it is being computed, only if
        a person says so."""
        if self.course.busy:
            before_another(self, what, do)
        else:
            do()

    @Slot()
    def ask_again(self) -> None:
        """Ask what was asked last about the race as it stands."""
        if self._asked is not None:
            self.form.show_asked(self._asked)
        self.ask()

    @Slot(object)
    def ask_example(self, example: Example) -> None:
        """Ask one of the ready questions; where it needs another race that is offered first."""
        if example.preset and not self._can_ask(example.asked):
            self.example_offered.emit(example)
            return
        self.ask_about(example.asked)

    def ask_about(self, asked: Asked) -> None:
        """Let this stand in the form and ask it, now or as soon as everything is ready."""
        self.form.show_asked(asked)
        self._asks_when_ready = not self.course.is_ready
        if self.course.is_ready:
            self.ask()
        else:
            self.prepare()

    @Slot()
    def reproduce(self) -> None:
        """Try the papers' claims."""
        workers = self.form.asked.workers
        if not (self.course.busy and self.course.reproduces):
            self.before_another("try the claims", partial(self.course.reproduce, workers))

    @Slot()
    def reproduce_networks(self) -> None:
        """Try the claims on networks, which takes minutes."""
        work = partial(self.course.reproduce, self.form.asked.workers, networks=True)
        if not (self.course.busy and self.course.reproduces):
            self.before_another("try the claims on networks", work)

    def show_found(self, found: Found) -> None:
        """Show an answer that was computed before, and what it answers in the form."""
        self._asked = asked_of(found.answer.question, self.form.asked)
        self.form.show_asked(self._asked)
        self.course.show(found)

    def close_down(self) -> None:
        """End what is computed."""
        self._soon.cancel()
        self.course.close()

    # What is asked

    def _can_ask(self, asked: Asked) -> bool:
        return asked.kind != "escape" or "sharpness" in self._session.experiment.landscape.values

    def _review(self) -> None:
        if not self.course.is_ready:
            failure = self.course.failure
            self.foot.show_waiting(
                f"Studies cannot run: {failure.message}" if failure else PREPARING
            )
            return
        asked = self.form.asked
        self._reviewed = review(asked, self._session.experiment)
        self.form.show_problems(self._reviewed.problems)
        self.foot.show_cost(self._reviewed.question, self.course.pace, asked.workers)
        if self._asks_when_ready:
            self._asks_when_ready = False
            self.ask()

    # What it follows

    @Slot(object)
    def _follow_race(self, experiment: object) -> None:
        if not self.isVisible():  # while the race is edited, nobody looks here
            self._is_behind = True
            return
        self._is_behind = False
        self._offer()
        self._show_stale()
        self._soon.ask()

    def _offer(self) -> None:
        """Offer what can be asked of the race."""
        race = self._session.experiment
        self.form.offer(race)
        self.results.empty.offer(networks=isinstance(race.landscape, Network))

    @Slot()
    def _follow(self) -> None:
        self._show_stale()
        self.changed.emit()

    def _show_stale(self) -> None:
        question, race = self.course.question, self._session.experiment
        stale = question is not None and not same_subject(question.experiment, race)
        self.results.show_stale(stale and not self.course.busy)

    @Slot()
    def _tell_failure(self) -> None:
        if self.course.state == "failed" and self.course.failure is not None:
            self.failed.emit(f"The study broke off: {self.course.failure.message}")

    # What is picked

    @Slot(object)
    def _race_from(self, start: tuple[float, float]) -> None:
        session, found = self._session, self.course.found
        if found is not None and session.set_experiment(
            race_from(found, session.experiment, start)
        ):
            session.to_start()
            session.play()
            self.race_wanted.emit()

    @Slot(object)
    def _open_cell(self, place: int) -> None:
        if self.course.found is not None:
            self.experiment_offered.emit(
                race_of_cell(self.course.found, place), "opening of a cell"
            )

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_behind:
            self._follow_race(self._session.experiment)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.splitter.moved:
            left = min(_WIDEST, max(_NARROWEST, round(_USUAL * self.width() / 1440)))
            self.splitter.setSizes([left, max(0, self.width() - left)])
