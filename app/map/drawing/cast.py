"""Who takes part in a frame: each method that has a track, with its style and its state."""

from __future__ import annotations

import dataclasses
from functools import cached_property

import numpy as np

from app.look.styles import Style, styles
from app.look.theme import Theme
from app.map.drawing.trails import GHOST, STALE, Trail
from app.running.shown import Picture
from core.experiment.experiment import Experiment, MethodSpec
from core.measures.memories import is_average, mean_item, memory_mean
from core.measures.outcomes import loss_of_start
from core.measures.status import Status
from core.recording.recording import Track
from landscapes.base import Array


@dataclasses.dataclass(frozen=True)
class Actor:
    """One method on the map; `index` counts the experiment's methods."""

    index: int
    spec: MethodSpec
    style: Style
    track: Track
    stale: bool
    experiment: Experiment

    @property
    def label(self) -> str:
        """What the legend calls it."""
        return self.spec.label

    @cached_property
    def opacity(self) -> float:
        """How much of it is seen: a ghost and a stale method step back."""
        return (STALE if self.stale else 1.0) * (GHOST if self.style.ghost else 1.0)

    @cached_property
    def trail(self) -> Trail:
        """Its trajectories."""
        style = self.style
        return Trail(self.track, style.colour, style.dash, style.ghost, self.stale)

    @cached_property
    def has_memory(self) -> bool:
        """Whether there is a memory to draw: one that is used, and was recorded."""
        return (
            self.spec.row.memory is not None
            and not self.style.ghost
            and "memory_items" in self.track
        )

    def time(self, cursor: int) -> int:
        """The time that is shown: the cursor, or as far as the track goes."""
        return min(cursor, self.track.filled)

    def position(self, cursor: int, start: int) -> Array:
        """Where one start stands (2,)."""
        return np.asarray(self.track["positions"][self.time(cursor), start])

    def strength(self, cursor: int) -> float:
        """κ of the step that comes next, 0 where that step does not use the memory."""
        step = self.time(cursor) + 1
        if not self.spec.uses_memory(step):
            return 0.0
        return float(self.spec.values["strength"]) * self.experiment.strength_schedule(
            step, self.experiment.steps
        )

    def mean(self, cursor: int, start: int) -> Array | None:
        """mean(B) of one start (2,); None where the track does not tell."""
        time = self.time(cursor)
        if is_average(self.spec):
            times, starts = slice(time, time + 1), slice(start, start + 1)
            return memory_mean(self.spec, self.track, times, starts)[0, 0]
        index = self.track.row("memory_items", time)
        return None if index is None else mean_item(self.track["memory_items"][index, start])

    def lost(self, cursor: int, start: int) -> Status | None:
        """How a start is lost by the cursor, diverged or undefined, and since when; else None."""
        return loss_of_start(self.track, self.time(cursor), start)

    def lost_count(self, cursor: int) -> int:
        """How many of all starts are lost by the cursor: there they have no loss."""
        return int(np.isnan(self.track["losses"][self.time(cursor)]).sum())


def cast_of(picture: Picture, theme: Theme) -> tuple[Actor, ...]:
    """The enabled methods of a picture that have a track, in order."""
    looks = styles(picture.experiment.methods, theme)
    return tuple(
        Actor(index, spec, style, track, index in picture.stale, picture.experiment)
        for index, (spec, style, track) in enumerate(
            zip(picture.experiment.methods, looks, picture.tracks, strict=True)
        )
        if track is not None
    )
