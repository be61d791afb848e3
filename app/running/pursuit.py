"""How the picture follows the newest experiment: what is run when, and when it is swapped.

Only what a change touches is run; the rest comes from the cache. The old picture stays until
every touched method has reached the time cursor, dimmed once that takes noticeably long. Methods
that have not reached the cursor run first, side by side; what lies beyond it is filled in after.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection

from PySide6.QtCore import QObject, QTimer, Slot

from app.running.flight import Flight
from app.running.follower import Follower
from app.running.plan import Plan, RunKey, TrackCache
from app.running.runner import Runner
from app.running.shown import Failure, Picture
from app.running.simulation import Simulate, load_simulate
from app.running.worker import Broken, Progress, Run
from landscapes.networks import Network

DIM_AFTER_MILLISECONDS = 200  # a quicker answer does not flicker, nor wait for the dimming
REST_MILLISECONDS = 150  # after this long without a change, the hand rests


class Pursuit(QObject):
    """Keeps `picture` on the heels of the plan that is wanted."""

    def __init__(
        self, plan: Plan, follower: Follower, load: Callable[[], Simulate] = load_simulate
    ) -> None:
        super().__init__()
        self.cache = TrackCache()
        self.picture = Picture(plan.experiment, (None,) * len(plan.keys))
        self.busy = False
        self._follower = follower
        self._wanted = plan
        self._shown: Plan | None = None  # nothing yet: the first picture is blank
        self._wishes, self._shown_wish = 0, -1  # how many there were, and which is shown
        self._kind: object = None
        self._cursor = 0
        self._flight: Flight | None = None
        self._failure: Failure | None = None
        self._dimmed = False
        self._closed = False
        self._runner = Runner(load)
        self._runner.progressed.connect(self._on_progress)
        self._runner.failed.connect(self._on_failure)
        self._patience = QTimer(
            self, singleShot=True, interval=DIM_AFTER_MILLISECONDS, timeout=self._dim
        )
        self._moving = QTimer(  # runs while the hand moves
            self, singleShot=True, interval=REST_MILLISECONDS, timeout=self._rest
        )

    @property
    def waiting(self) -> bool:
        """Whether the picture is dimmed because a newer one is being computed."""
        return self._dimmed and self.busy

    @property
    def progress(self) -> tuple[int | None, ...]:
        """Steps that are computed of each method of the plan that is wanted, whether they are
        shown or not; None for one that does not run."""
        return tuple(self.cache.filled(key) if key else None for key in self._wanted.keys)

    @property
    def paused(self) -> bool:
        """Whether what is computed rests."""
        return self._flight is not None and self._flight.run.paused

    @property
    def seconds_left(self) -> float | None:
        """How long what is computed will take; None where that is not known."""
        return self._flight.seconds_left if self._flight else None

    def pause(self, paused: bool) -> None:
        """Let what is computed rest, or go on; what is begun later is not paused."""
        if self._flight:
            self._flight.run.pause() if paused else self._flight.run.go_on()

    @Slot()
    def prepare(self) -> None:
        """Import the numerical core in the background."""
        self._runner.prepare()

    def want(self, plan: Plan, kind: object = None) -> None:
        """Make the picture one of this plan; changes of one kind in a row are one drag."""
        if not self._closed:
            self._wanted, self._kind, self._failure = plan, kind, None
            self._wishes += 1
            self._moving.start()
            self._follow()
            self._follower.progress_is(self.progress)

    def try_again(self) -> None:
        """Run again what broke off."""
        if self._failure and not self._closed:
            self._failure = None
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
        self._mark()
        self._set_busy()

    # What to show

    def _show_what_arrived(self) -> None:
        flight = self._flight
        if self._shown is not self._wanted and self._reached(self._wanted):
            self._show(self._wanted, self._wishes)
        elif flight and self._on_the_way(flight) and self._reached(flight.plan):
            self._show(flight.plan, flight.wish)

    def _on_the_way(self, flight: Flight) -> bool:
        """Whether a run's plan is newer than the picture and older than what is wanted."""
        return self._shown_wish < flight.wish < self._wishes

    def _reached(self, plan: Plan) -> bool:
        """Whether a plan's runs have come to the cursor; those of another landscape than is shown
        are seen from their first step on where a network learns, which takes long, and if nothing
        newer is wanted."""
        network, shown = plan.experiment.landscape, self.picture.experiment.landscape
        other = self._shown is None or type(network) is not type(shown)
        other = other or not any(self.picture.tracks)
        early = other and plan is self._wanted and isinstance(network, Network)
        at = 0 if early else self._cursor
        return not self.cache.missing(plan, at)[1]

    def _show(self, plan: Plan, wish: int) -> None:
        self._shown, self._shown_wish = plan, wish
        self._patience.stop()
        if plan is self._wanted:
            self._dimmed = False
        self._set_picture(
            Picture(plan.experiment, self.cache.tracks(plan), self._stale(), self._failure)
        )

    def _set_picture(self, picture: Picture) -> None:
        self.picture = picture
        self._follower.picture_is(picture)

    # What is stale

    def _stale(self) -> frozenset[int]:
        """Indices of the shown methods that are dimmed: the wanted plan runs them otherwise."""
        shown = self._shown if self._dimmed else None
        return shown.differing(self._wanted) if shown and shown is not self._wanted else frozenset()

    def _mark(self) -> None:
        """Let the picture say what of it is out of date, once that has been so for a while."""
        outdated = self._shown is not self._wanted
        if outdated and not self._dimmed and not self._patience.isActive():
            self._patience.start()
        stale = self._stale() if any(self.picture.tracks) else frozenset()
        if (stale, self._failure) != (self.picture.stale, self.picture.failure):
            self._set_picture(dataclasses.replace(self.picture, stale=stale, failure=self._failure))

    @Slot()
    def _dim(self) -> None:
        """The answer takes noticeably long: dim the old one, or clear another landscape's."""
        if self._shown is self._wanted:
            return
        self._dimmed = True
        experiment = self._wanted.experiment
        if type(experiment.landscape) is not type(self.picture.experiment.landscape):
            blank = (None,) * len(experiment.methods)
            self._set_picture(Picture(experiment, blank, failure=self._failure))
        self._mark()

    # What to run

    def _run_what_is_missing(self) -> None:
        if self._failure:
            return  # until someone wants it again
        plan = self._wanted
        missing, urgent = self.cache.missing(plan, self._cursor)
        if self._flight:
            if self._flight.serves(missing, urgent) or (urgent and self._is_close(self._flight)):
                return
            self._abandon()
        if missing:
            self._start(plan, tuple(urgent or missing))

    def _is_close(self, flight: Flight) -> bool:
        """Whether a run of the same drag will be there before it is worth beginning anew."""
        same_drag = flight.kind is not None and flight.kind == self._kind
        comes = same_drag and self._on_the_way(flight)
        return comes and flight.is_close(moving=self._moving.isActive())

    def _start(self, plan: Plan, keys: tuple[RunKey, ...]) -> None:
        run = Run(plan.part(keys), plan.memory)
        self._flight = Flight(run, plan, keys, self._kind, self._wishes)
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
            self._follower.pursuit_is(busy)

    # What arrives

    @Slot(object)
    def _on_progress(self, progress: Progress) -> None:
        flight = self._flight
        if flight is None or progress.run is not flight.run:
            return  # of an older generation: each run is one
        flight.take(progress, self.cache)
        self._runner.answer(flight.run)
        if progress.finished:
            self._flight = None
        shown = self._shown
        self._follow()
        if self._shown is shown:
            self._grow(flight.keys)
        self._follower.progress_is(self.progress)

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
        tracks = self.cache.tracks(self._shown)
        if any(new is not old for new, old in zip(tracks, self.picture.tracks, strict=True)):
            self.picture = dataclasses.replace(self.picture, tracks=tracks)
        self._follower.picture_is(self.picture)

    @Slot(object)
    def _on_failure(self, broken: Broken) -> None:
        flight = self._flight
        if flight is None or broken.run is not flight.run:
            return
        self._flight = None
        if flight.plan is self._wanted:
            self._failure, self._dimmed = broken.failure, self._shown is not self._wanted
            self._patience.stop()
        self._follow()  # what has broken off on the way to something else is not missed
