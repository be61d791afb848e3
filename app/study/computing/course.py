"""The course of a study, from asked to answered: what the page shows follows it."""

from __future__ import annotations

import dataclasses
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Signal, Slot

from app.running.shown import Failure
from app.session.labels import naming_of
from app.study.asking.cost import cost_of
from app.study.asking.pace import PROCESS_SECONDS, Pace
from app.study.computing import working
from app.study.computing.job import Job, Outcome
from app.study.computing.working import Found
from core.experiment.experiment import Experiment

if TYPE_CHECKING:
    from core.study.asking.question import Question
    from core.study.claims.claim import Claim

State = Literal["empty", "running", "paused", "done", "cancelled", "failed"]
_ENOUGH_SECONDS = 1.0  # of computing, for its pace to be believed


class Course(QObject):
    """`changed` when the state or the kind of work is another; `grew` when more is found;
    `progressed` when `done`, `total` are; `ready` when questions can be made and `pace` is known.

    The state is of the last thing that was asked: `found` are its figures, `question` what they
    answer, `claims` what the papers' claims came to where those were tried.
    """

    changed = Signal()
    grew = Signal()
    progressed = Signal()
    ready = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.state: State = "empty"
        self.question: Question | None = None
        self.found: Found | None = None
        self.claims: tuple[Claim, ...] = ()
        self.reproduces = False
        self.failure: Failure | None = None
        self.done, self.total = 0, 0
        self.pace = Pace()
        self.is_ready = False
        self._job: Job | None = None
        self._preparing: Job | None = None
        self._known: Any = None
        self._alone = True
        self._again: Any = None

    # What a person asks for

    def prepare(self, experiment: Experiment) -> None:
        """Import what is needed and measure the pace, if that has not begun."""
        if self._preparing is None and not self.is_ready:
            self._preparing = Job(partial(working.prepare, experiment), self)
            self._preparing.ended.connect(self._be_ready)
            self._preparing.start()

    def ask(self, question: Question, workers: int) -> None:
        """Answer a question, in the place of what was asked before."""
        seconds = self.pace.seconds(cost_of(question))
        self._alone = workers == 1 or seconds <= PROCESS_SECONDS
        self.question, self.found, self.claims = question, None, ()
        work = partial(working.answered, question, workers, seconds, self._cache())
        self._begin(work, reproduces=False)

    def reproduce(self, workers: int, scale: float = 1.0, *, networks: bool = False) -> None:
        """Try the papers' claims, in the place of what was asked before; on toys, or `networks`."""
        self.question, self.found, self.claims = None, None, ()
        work = partial(working.reproduced, workers, scale, networks, self._cache())
        self._begin(work, reproduces=True)

    def try_again(self) -> None:
        """Do once more what was asked last."""
        if self._again is not None:
            self._begin(self._again, reproduces=self.reproduces)

    def pause(self) -> None:
        """Begin nothing new until `go_on`."""
        if self._job is not None and self.state == "running":
            self._job.control.pause()
            self._turn_to("paused")

    def go_on(self) -> None:
        """Work on."""
        if self._job is not None and self.state == "paused":
            self._job.control.go_on()
            self._turn_to("running")

    def cancel(self) -> None:
        """Stop, and keep what is known."""
        if self._job is not None:
            self._job.control.cancel()

    def give_up(self) -> None:
        """Stop at once; no thread and no process works on it when this returns."""
        if self.busy:
            self._stop()
            self._turn_to("cancelled")

    def show(self, found: Found) -> None:
        """Show an answer that was computed before."""
        self._stop()
        self.question, self.found, self.claims = found.answer.question, found, ()
        self.reproduces, self._again = False, None
        self.done, self.total = found.answer.done, found.answer.total
        self._turn_to("done" if found.answer.whole else "cancelled")
        self.grew.emit()

    def close(self) -> None:
        """End everything; no thread and no process is left when this returns."""
        self._stop()
        if self._preparing is not None:
            self._preparing.close()

    # What it knows

    @property
    def busy(self) -> bool:
        """Whether something is being computed, or waits in the middle of that."""
        return self.state in ("running", "paused")

    @property
    def is_savable(self) -> bool:
        """Whether it has come to something, and does not grow any more; a report is whole."""
        found = self.found is not None and bool(self.found.tables) and not self.busy
        return found or (bool(self.claims) and self.state == "done")

    @property
    def seconds(self) -> float:
        """How long the work has taken so far, pauses not counted."""
        return self._job.control.seconds if self._job is not None else 0.0

    @property
    def seconds_left(self) -> float | None:
        """What is left at the pace so far; None where that is no more than a guess."""
        if not self.done or self.seconds < _ENOUGH_SECONDS:
            return None
        return self.seconds * (self.total - self.done) / self.done

    def _cache(self) -> Any:
        """What this window knows of tasks that it has computed."""
        from app.study.computing.known import Known

        if self._known is None:
            self._known = Known()
        return self._known

    # What the job tells

    def _begin(self, work: Any, *, reproduces: bool) -> None:
        self._stop()
        self._again, self.reproduces, self.failure = work, reproduces, None
        self.done, self.total = 0, 0
        self._job = Job(work, self)
        self._job.reported.connect(self._advance)
        self._job.told.connect(self._grow)
        self._job.ended.connect(self._end)
        self._turn_to("running")
        self.grew.emit()
        self._job.start()

    def _stop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.close()
            job.deleteLater()

    def _turn_to(self, state: State) -> None:
        self.state = state
        self.changed.emit()

    @Slot(object)
    def _advance(self, counts: tuple[int, int]) -> None:
        self.done, self.total = counts
        self.progressed.emit()

    @Slot(object)
    def _grow(self, known: Found | tuple[Claim, ...]) -> None:
        if isinstance(known, Found):
            self.found = known
        else:
            self.claims = known
        self.grew.emit()

    @Slot(object)
    def _end(self, outcome: Outcome) -> None:
        seconds = self.seconds
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        if isinstance(outcome.result, Found):
            self.found = outcome.result
        elif isinstance(outcome.result, tuple):
            self.claims = outcome.result
        self.failure = outcome.failure
        if outcome.failure is not None:
            self._turn_to("failed")
        else:
            self._learn(outcome, seconds)
            self._turn_to("cancelled" if outcome.cancelled else "done")
        self.grew.emit()

    def _learn(self, outcome: Outcome, seconds: float) -> None:
        if self.question is None or outcome.cancelled or not self._alone:
            return
        if seconds > _ENOUGH_SECONDS:
            self.pace = self.pace.corrected(cost_of(self.question), seconds)

    @Slot(object)
    def _be_ready(self, outcome: Outcome) -> None:
        if isinstance(outcome.result, Pace):
            self.pace = outcome.result
        self.failure = outcome.failure
        self.is_ready = outcome.failure is None
        job, self._preparing = self._preparing, None
        if job is not None:
            job.deleteLater()
        self.ready.emit()


def same_subject(one: Experiment, other: Experiment) -> bool:
    """Whether a study asks the same about both: their own starts and seed are none of it, nor
    which cards are off or what those are called that are left to be called what they are."""
    return _subject(one) == _subject(other)


def _subject(experiment: Experiment) -> object:
    methods = tuple(
        (spec.method, spec.used, None if naming_of(spec) else spec.label)
        for spec in experiment.enabled_methods
    )
    bare = dataclasses.replace(
        experiment, starts=((0.0,) * experiment.landscape.dimension,), seed=0
    )
    run = (bare.steps, bare.lr_schedule, bare.strength_schedule, bare.noise, bare.drift)
    return methods, bare.landscape, run
