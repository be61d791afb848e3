"""What the views draw: an experiment with its tracks, and what the hand points at."""

from __future__ import annotations

import dataclasses
from typing import NamedTuple

from core.experiment.experiment import Experiment
from core.recording.recording import Recording, Track

BROKE_OFF = "A run broke off, so that there is nothing to show. “Try again” in the menu Run."
NOT_UP_TO_DATE = "A run broke off: this is not up to date. “Try again” in the menu Run."


class Failure(NamedTuple):
    """Why a run broke off: in one line, and for whoever mends it the traceback."""

    message: str
    details: str


@dataclasses.dataclass(frozen=True)
class Picture:
    """One consistent state to draw; it may be older than the newest experiment.

    `tracks` has one entry per method of `experiment`: None where the method is disabled or
    nothing of its run is there yet. A track that is not complete goes on growing in place, and
    each has its own number of memory slots. `stale` holds the indices of methods whose newer run
    has not reached the time cursor yet: they are drawn dimmed. `failure` says why the run that
    was to bring the picture up to date has not: it stays what it is until that is run again.
    """

    experiment: Experiment
    tracks: tuple[Track | None, ...]
    stale: frozenset[int] = frozenset()
    failure: Failure | None = None

    @classmethod
    def of(cls, recording: Recording) -> Picture:
        """The finished picture of a recording."""
        tracks = iter(recording.tracks)
        methods = recording.experiment.methods
        return cls(
            recording.experiment,
            tuple(next(tracks) if method.enabled else None for method in methods),
        )

    @property
    def ready(self) -> int:
        """Steps that every enabled method has computed, 0 … steps."""
        filled = [
            track.filled if track else 0
            for method, track in zip(self.experiment.methods, self.tracks, strict=True)
            if method.enabled
        ]
        return min(filled, default=self.experiment.steps)


class Highlight(NamedTuple):
    """A memory item that the hand points at, known by its method and its birth step."""

    method: int
    birth: int
