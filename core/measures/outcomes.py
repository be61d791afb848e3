"""What became of all the starts of a method by some time, so that none is passed over in silence.

A start is counted once: at the known minimum it stands at, else *elsewhere* if it has come to
rest, else as moving; or it is lost, because its point has run away (*diverged*) or stands where
the loss is not a number (*undefined*).
"""

from __future__ import annotations

import dataclasses

import numpy as np

from core.experiment.experiment import Experiment
from core.measures import endings, quantities
from core.measures.status import TRAINED, UNSETTLED, Status
from core.recording.recording import Track
from core.writing import point
from landscapes.base import Array, Landscape


@dataclasses.dataclass(frozen=True)
class Outcomes:
    """How many starts have come to which end; the counts add up to `total`.

    `minima` pairs each known minimum of the landscape, in its order, with a name that no other
    has. `moving` are those that are neither at one nor at rest: still on their way, or at the
    last step (`ended`) not converged, or of a network (`network`) trained.
    """

    minima: tuple[tuple[str, int], ...]
    elsewhere: int
    moving: int
    undefined: int
    diverged: int
    ended: bool = False
    network: bool = False

    @property
    def total(self) -> int:
        """S, all starts."""
        return self.alive + self.undefined + self.diverged

    @property
    def alive(self) -> int:
        """How many have a loss."""
        return sum(count for _, count in self.minima) + self.elsewhere + self.moving

    @property
    def counts(self) -> tuple[tuple[str, int], ...]:
        """Each end that some start has come to, in words, and last, always, how many diverged."""
        ends = (
            *self.minima,
            ("elsewhere", self.elsewhere),
            ((TRAINED if self.network else UNSETTLED) if self.ended else "running", self.moving),
            ("undefined", self.undefined),
        )
        return (*((name, count) for name, count in ends if count), ("diverged", self.diverged))

    def __str__(self) -> str:
        """One line: 'flat 4 · sharp 4 · diverged 0'."""
        return " · ".join(f"{name} {count:,}" for name, count in self.counts)


class Fates:
    """What a track tells about the ends of all its starts at any of its times, computed once.

    Looking at one time costs some tens of microseconds with 64 starts. Of a track that grows it
    knows the first `filled` steps.
    """

    def __init__(self, experiment: Experiment, track: Track) -> None:
        self._experiment, self._track = experiment, track
        self._names = minimum_names(experiment.landscape)
        self.filled = track.filled
        self._lost = Lost.of_track(track)
        if track.keep.summary is None:
            seen = experiment.comoving(track["positions"][: self.filled + 1])
            self._converged = endings.converged_at(experiment.landscape, seen)

    def at(self, time: int) -> Outcomes:
        """The outcomes at a time; the last ones known where the run is not there yet."""
        time = min(time, self.filled)
        diverged, undefined = self._lost.at(time)
        alive = ~(diverged | undefined)
        if self._track.keep.summary is not None:
            ended = time == self._track.steps
            moving, gone = int(alive.sum()), int(diverged.sum())
            return Outcomes((), 0, moving, 0, gone, ended=ended, network=True)
        there = self._experiment.landscape_at(time)
        reached = quantities.minimum_reached(there, self._track["positions"][time])
        nowhere = alive & (reached < 0)
        resting = nowhere & (self._converged >= 0) & (self._converged <= time)
        counts = np.bincount(reached[alive & (reached >= 0)], minlength=len(self._names))
        return Outcomes(
            minima=tuple(zip(self._names, map(int, counts), strict=True)),
            elsewhere=int(resting.sum()),
            moving=int((nowhere & ~resting).sum()),
            undefined=int(undefined.sum()),
            diverged=int(diverged.sum()),
            ended=time == self._track.steps,
        )


@dataclasses.dataclass(frozen=True)
class Lost:
    """Which starts of a track are lost, and why: `since` (S,) is the first time without a
    position (−1: never), `undefined` (S,) whether the loss or its gradient was not a number where
    the last position was."""

    since: Array
    undefined: Array
    losses: Array

    @classmethod
    def of_track(cls, track: Track, starts: slice = slice(None)) -> Lost:
        """What the steps of a track that are there tell about some of its starts."""
        rows = slice(0, track.filled + 1)
        losses = track["losses"][rows, starts]
        if track.keep.summary is None:
            gradients = track["gradients"][: track.filled, starts]
            return cls.of(track["positions"][rows, starts], losses, gradients)
        since = np.where(np.isnan(losses[-1]), np.isnan(losses).argmax(0), -1)
        return cls(since, np.zeros(len(since), dtype=bool), losses)

    @classmethod
    def of(cls, positions: Array, losses: Array, gradients: Array) -> Lost:
        """What positions (T+1, S, D), losses (T+1, S) and gradients (T, S, D) tell."""
        gone = np.flatnonzero(~np.isfinite(positions[-1]).all(-1))
        since = np.full(positions.shape[1], -1)
        undefined = np.zeros(positions.shape[1], dtype=bool)
        if len(gone):
            since[gone] = endings.diverged_at(positions[:, gone])
            last = np.maximum(since[gone] - 1, 0)
            undefined[gone] = endings.undefined_there(losses[last, gone], gradients[last, gone])
        return cls(since, undefined, losses)

    def at(self, time: int) -> tuple[Array, Array]:
        """Which starts (S,) have diverged by a time, and which are undefined where they stand."""
        gone = (self.since >= 0) & (self.since <= time)
        nowhere = np.where(gone, self.undefined, np.isnan(self.losses[time]))
        return gone & ~nowhere, nowhere


def loss_of_start(track: Track, time: int, start: int) -> Status | None:
    """How one start is lost by a time that is computed, and since when; None while it is not.

    Cheap enough for every frame of a map: where positions end is found by halving, for from the
    first that is no number on none is.
    """
    losses = track["losses"]
    if track.keep.summary is not None:
        if not np.isnan(losses[time, start]):
            return None
        return Status("diverged", int(np.isnan(losses[: time + 1, start]).argmax()))
    positions = track["positions"]
    if np.isfinite(positions[time, start]).all():
        if not np.isnan(losses[time, start]):
            return None
        return Status("undefined", undefined_since(losses[: time + 1, start]))
    low, high = 0, time
    while low < high:
        middle = (low + high) // 2
        low, high = (middle + 1, high) if _is_there(positions[middle, start]) else (low, middle)
    last = max(low - 1, 0)
    if endings.undefined_there(losses[last, start], track["gradients"][last, start]):
        return Status("undefined", undefined_since(losses[: last + 1, start]))
    return Status("diverged", low)


def _is_there(place: Array) -> bool:
    return bool(np.isfinite(place).all())


def undefined_since(losses: Array) -> int:
    """Since when a point has stood where its loss is not a number, or the gradient at its last
    loss; losses (T+1,) up to the last place it had."""
    defined = np.flatnonzero(~np.isnan(losses))
    since = int(defined[-1]) + 1 if len(defined) else 0
    return min(since, len(losses) - 1)


def minimum_names(landscape: Landscape) -> tuple[str, ...]:
    """A name for each known minimum, with its place where several would have the same: the one
    that is described, so that a landscape that moves has the same names throughout."""
    minima = landscape.described.minima
    names = [minimum.name or minimum.kind for minimum in minima]
    return tuple(
        f"{name} {point(minimum.position, 3)}" if names.count(name) > 1 else name
        for name, minimum in zip(names, minima, strict=True)
    )
