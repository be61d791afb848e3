"""A run on its way: what it computes, for whom, and whether it is worth waiting for."""

from __future__ import annotations

import time
from collections.abc import Collection
from typing import NamedTuple

from app.running.plan import Plan, RunKey, TrackCache
from app.running.worker import Progress, Run

YOUNG_SECONDS = 0.25  # the first steps of a run do not tell yet how fast it is
# A run of the same drag that is this close to the cursor is shown before a newer one begins:
# while the hand moves, so that the picture follows it; less when it rests on what it wants.
CLOSE_MOVING_SECONDS = 2.0
CLOSE_RESTING_SECONDS = 0.25


class Flight(NamedTuple):
    """A run that computes the tracks of `keys` for a plan, after some kind of change; the plan was
    wished for as the `wish`-th."""

    run: Run
    plan: Plan
    keys: tuple[RunKey, ...]
    kind: object
    wish: int

    def set_goal(self, cursor: int) -> None:
        """Tell the run at which step it is waited for."""
        self.run.goal = min(cursor, self.plan.experiment.steps)

    def take(self, progress: Progress, cache: TrackCache) -> None:
        """Append what has arrived to the run's own tracks, and keep them where they are found."""
        for chunk in progress.chunks:
            self.run.tracks[chunk.method].append(chunk)
        self.run.done = min(track.filled for track in self.run.tracks)
        for key, track in zip(self.keys, self.run.tracks, strict=True):
            if track.filled:
                cache.offer(key, track)

    @property
    def seconds_left(self) -> float | None:
        """How long it will take to the end, as fast as it has come so far; None while that does not
        tell."""
        run, steps = self.run, self.plan.experiment.steps
        if run.seconds < YOUNG_SECONDS or run.done == 0:
            return None
        return run.seconds * (steps - run.done) / run.done

    def serves(self, missing: Collection[RunKey], urgent: Collection[RunKey]) -> bool:
        """Whether it computes what is wanted: all that is urgent, or some of what is missing."""
        if urgent:
            return set(urgent) <= set(self.keys)
        return not set(missing).isdisjoint(self.keys)

    def is_close(self, moving: bool) -> bool:
        """Whether it will reach its goal soon, as fast as it has come so far."""
        run = self.run
        if run.started is None:
            return False
        age = time.perf_counter() - run.started
        if age < YOUNG_SECONDS or run.done == 0:
            return age < YOUNG_SECONDS
        left = age * (run.goal - run.done) / run.done
        return left < (CLOSE_MOVING_SECONDS if moving else CLOSE_RESTING_SECONDS)
