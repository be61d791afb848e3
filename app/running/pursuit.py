"""How the picture follows the newest experiment: what is run when, and when it is swapped.

Only what a change touches is run; the rest comes from the cache. The old picture stays until
every touched method has reached the time cursor, dimmed once that takes noticeably long. Methods
that have not reached the cursor run first, side by side; what lies beyond it is filled in after.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.running.flight import Flight
from app.running.plan import Plan, RunKey, TrackCache
from app.running.shown import Picture
from app.running.simulation import Simulate, load_simulate
from app.running.worker import Failure, Progress, Run, Runner
from core.recording.recording import Track

DIM_AFTER_MILLISECONDS = 200  # a quicker answer does not flicker, nor wait for the dimming
REST_MILLISECONDS = 150  # after this long without a change, the hand rests


class Pursuit(QObject):
    """Keeps `picture` on the heels of the plan that is wanted."""

    replaced = Signal(object)  # another Picture
    grown = Signal(object)  # the same Picture, its tracks longer
    busy_changed = Signal(bool)
    failed = Signal(str)

    def __init__(self, plan: Plan, load: Callable[[], Simulate] = load_simulate) -> None:
        super().__init__()
        self.cache = TrackCache()
        self.picture = Picture(plan.experiment, (None,) * len(plan.keys))
        self.busy = False
        self._wanted = plan
        self._shown: Plan | None = None  # nothing yet: the first picture is blank
        self._kind: object = None
        self._cursor = 0
        self._flight: Flight | None = None
        self._dimmed = False
        self._closed = False
        self._runner = Runner(load)
        self._runner.progressed.connect(self._on_progress)
        self._runner.failed.connect(self._on_failure)
        self._patience = self._timer(DIM_AFTER_MILLISECONDS)
        self._patience.timeout.connect(self._dim)
        self._moving = self._timer(REST_MILLISECONDS)  # runs while the hand moves
        self._moving.timeout.connect(self._rest)
        self._unanswered: Run | None = None
        self._answering = self._timer(0)  # fires when what a message has led to is painted
        self._answering.timeout.connect(self._answer)

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(milliseconds)
        return timer

    @property
    def waiting(self) -> bool:
        """Whether the picture is dimmed because a newer one is being computed."""
        return self._dimmed and self.busy

    @Slot()
    def prepare(self) -> None:
        """Import the numerical core in the background."""
        self._runner.prepare()

    def want(self, plan: Plan, kind: object = None) -> None:
        """Make the picture one of this plan; changes of one kind in a row are one drag."""
        if not self._closed:
            self._wanted, self._kind = plan, kind
            self._moving.start()
            self._follow()

    @Slot()
    def _rest(self) -> None:
        self._run_what_is_missing()
        self._set_busy()

    def set_cursor(self, cursor: int) -> None:
        """Tell which step must be reached before a picture is swapped."""
        self._cursor = cursor
        if self._flight:
            self._flight.set_goal(cursor)
            self._show_what_arrived()

    def close(self) -> None:
        """Stop computing and end the thread."""
        self._closed = True
        self._patience.stop()
        self._moving.stop()
        self._abandon()
        self._runner.close()
        self._set_busy()

    def _follow(self) -> None:
        self._use()
        self._show_what_arrived()
        self._run_what_is_missing()
        if self._shown is not self._wanted:
            self._mark_stale()
        self._set_busy()

    # What to show

    def _show_what_arrived(self) -> None:
        if self._shown is not self._wanted and self._reached(self._wanted):
            self._show(self._wanted)
        elif (
            self._flight
            and self._on_the_way(self._flight.plan)
            and self._reached(self._flight.plan)
        ):
            self._show(self._flight.plan)

    def _on_the_way(self, plan: Plan) -> bool:
        """Whether a plan is newer than the picture and older than what is wanted."""
        return plan is not self._wanted and plan is not self._shown

    def _reached(self, plan: Plan) -> bool:
        return all(self._reaches(key, plan) for key in plan.needed)

    def _reaches(self, key: RunKey, plan: Plan) -> bool:
        track = self.cache.get(key)
        goal = max(1, min(self._cursor, plan.experiment.steps))
        return track is not None and track.filled >= goal

    def _show(self, plan: Plan) -> None:
        self._shown = plan
        self._patience.stop()
        if plan is self._wanted:
            self._dimmed = False
        self._set_picture(Picture(plan.experiment, self._tracks(plan), self._stale(plan)))

    def _tracks(self, plan: Plan) -> tuple[Track | None, ...]:
        return tuple(self.cache.get(key) if key else None for key in plan.keys)

    def _set_picture(self, picture: Picture) -> None:
        self.picture = picture
        self.replaced.emit(picture)

    # What is stale

    def _stale(self, shown: Plan) -> frozenset[int]:
        """Indices of the shown methods that the wanted plan runs otherwise or not at all."""
        if not self._dimmed:
            return frozenset()
        wanted = self._wanted.keys
        return frozenset(
            index
            for index, key in enumerate(shown.keys)
            if key
            and (key != wanted[index] if len(wanted) == len(shown.keys) else key not in wanted)
        )

    def _mark_stale(self) -> None:
        if not self._dimmed:
            if not self._patience.isActive():
                self._patience.start()
            return
        if self._shown is None or not any(self.picture.tracks):
            return
        stale = self._stale(self._shown)
        if stale != self.picture.stale:
            self._set_picture(dataclasses.replace(self.picture, stale=stale))

    @Slot()
    def _dim(self) -> None:
        """The answer takes noticeably long: dim the old one, or clear another landscape's."""
        if self._shown is self._wanted:
            return
        self._dimmed = True
        experiment = self._wanted.experiment
        if type(experiment.landscape) is type(self.picture.experiment.landscape):
            self._mark_stale()
        else:
            self._set_picture(Picture(experiment, (None,) * len(experiment.methods)))

    # What to run

    def _run_what_is_missing(self) -> None:
        plan = self._wanted
        missing = [key for key in plan.needed if not self._complete(key)]
        urgent = [key for key in missing if not self._reaches(key, plan)]
        if self._flight:
            if self._flight.serves(missing, urgent) or (urgent and self._is_close(self._flight)):
                return
            self._abandon()
        if missing:
            self._start(plan, tuple(urgent or missing))

    def _complete(self, key: RunKey) -> bool:
        track = self.cache.get(key)
        return track is not None and track.complete

    def _is_close(self, flight: Flight) -> bool:
        """Whether a run of the same drag will be there before it is worth beginning anew."""
        same_drag = flight.kind is not None and flight.kind == self._kind
        return (
            same_drag
            and self._on_the_way(flight.plan)
            and flight.is_close(moving=self._moving.isActive())
        )

    def _start(self, plan: Plan, keys: tuple[RunKey, ...]) -> None:
        run = Run(plan.part(keys), plan.memory)
        self._flight = Flight(run, plan, keys, self._kind)
        self._flight.set_goal(self._cursor)
        self._runner.start(run)

    def _abandon(self) -> None:
        if self._flight:
            self._flight.run.cancel()
            self._flight = None

    def _set_busy(self) -> None:
        busy = self._flight is not None
        if busy != self.busy:
            self.busy = busy
            self.busy_changed.emit(busy)

    # What arrives

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        flight = self._flight
        if flight is None or progress.run is not flight.run:
            return  # of an older generation: each run is one
        flight.take(progress)
        self._unanswered = flight.run
        self._answering.start()
        self._keep(flight)
        if progress.finished:
            self._flight = None
        shown = self._shown
        self._follow()
        if self._shown is shown:
            self._grow(flight.keys)

    @Slot()
    def _answer(self) -> None:
        """Let the next message come."""
        if self._unanswered:
            self._unanswered.acknowledge()
            self._unanswered = None

    def _keep(self, flight: Flight) -> None:
        for key, track in zip(flight.keys, flight.run.tracks, strict=True):
            if track.filled:
                self.cache.offer(key, track)

    def _use(self) -> None:
        """Let the cache drop what is neither wanted nor shown nor being computed."""
        shown = self._shown.needed if self._shown else ()
        computed = self._flight.keys if self._flight else ()
        self.cache.use((*computed, *shown, *self._wanted.needed))

    def _grow(self, keys: Collection[RunKey]) -> None:
        """Tell that runs have got further, if the picture shows any of them."""
        if self._shown is None or set(keys).isdisjoint(self._shown.keys):
            return
        if not any(self.picture.tracks):
            return  # blank until the cursor is reached
        tracks = self._tracks(self._shown)
        if all(new is old for new, old in zip(tracks, self.picture.tracks, strict=True)):
            self.grown.emit(self.picture)
        else:
            self._set_picture(dataclasses.replace(self.picture, tracks=tracks))

    @Slot(object)
    def _on_failure(self, failure: Failure) -> None:
        if self._flight is None or failure.run is not self._flight.run:
            return
        outdated = self._flight.plan is not self._wanted
        self._flight = None
        if outdated:
            self._follow()
        self._set_busy()
        self.failed.emit(failure.message)
