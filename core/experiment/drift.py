"""How a landscape moves while it is raced on: f(θ − c(t)), with c(t) told by three settings.

t is the index of a recording, 0 at the start: the loss at index t and the gradient of the step
that begins there, step t + 1, are those of the landscape where it stands at t. c(0) = 0, so every
race begins on the landscape as it is described.
"""

from __future__ import annotations

import dataclasses
import functools
import math
from collections.abc import Mapping, Sequence
from typing import Any, Literal, get_args

import numpy as np

from core.experiment.errors import ExperimentError, check_number, check_whole, refuse, step_into
from core.writing import point
from landscapes.base import Array, Interval, Landscape
from landscapes.moved import Moved

Kind = Literal["jump", "circle", "glide"]
KINDS: tuple[Kind, ...] = get_args(Kind)
MEANINGS: dict[Kind, str] = {
    "jump": "every `period` steps to `by`, and after as many back again",
    "circle": "in a circle around the place `by` away, once in `period` steps",
    "glide": "in a straight line, by `by` in `period` steps",
}
MAX_PERIOD = 1_000_000
MAX_BY = 1000.0
ALLOWED = {
    "period": f"a whole number from 1 to {MAX_PERIOD}",
    "by": f"two numbers, each from {-MAX_BY:g} to {MAX_BY:g}",
}
"""What the settings take, in words."""
_KEYS = ("kind", "period", "by")


@dataclasses.dataclass(frozen=True)
class Drift:
    """How far the landscape has moved, c(t), at index t = 0, 1, … of a recording.

    `jump`: 0 for `period` steps, `by` for as many, 0 again. `circle`: around the place `by` away,
    counter-clockwise, once in `period` steps; half-way c is twice `by`. `glide`: by · t / period.
    `period` is a whole number from 1 to a million, `by` two numbers from −1000 to 1000.
    """

    kind: Kind
    period: int
    by: tuple[float, float]

    def __post_init__(self) -> None:
        if isinstance(self.by, Sequence) and not isinstance(self.by, str):
            stored = tuple(float(x) if type(x) is int else x for x in self.by)
            object.__setattr__(self, "by", stored)

    @classmethod
    def parse(cls, path: str, given: Mapping[str, Any]) -> Drift:
        """The drift of a file's object; ExperimentError, naming `path`, for keys it has not or
        lacks. Values are looked at by `check`."""
        for key in given:
            if key not in _KEYS:
                raise refuse(step_into(path, key), key, "one of the keys " + ", ".join(_KEYS))
        for key in _KEYS:
            if key not in given:
                raise ExperimentError(f"{path}.{key}", f"{key!r} is missing")
        return cls(**given)

    def __str__(self) -> str:
        """What it does, after the name of a landscape."""
        by, period = point(self.by), f"{self.period:,} step{'' if self.period == 1 else 's'}"
        match self.kind:
            case "jump":
                return f"jumps by {by} and back, every {period}"
            case "circle":
                return f"circles around {by} away, once in {period}"
            case "glide":
                return f"glides by {by} in {period}"

    def describe(self) -> dict[str, Any]:
        """What `parse` reads."""
        return {"kind": self.kind, "period": self.period, "by": list(self.by)}

    def check(self, path: str, dimension: int) -> None:
        """Raise ExperimentError, naming `path`, for a value out of its range, or a landscape that
        is no plane."""
        if dimension != 2:
            problem = f"only landscapes of 2 dimensions drift; this one has {dimension}"
            raise ExperimentError(path, problem)
        if self.kind not in KINDS:
            raise refuse(f"{path}.kind", self.kind, "one of " + ", ".join(KINDS))
        check_whole(f"{path}.period", self.period, 1, MAX_PERIOD)
        by: object = self.by
        if not isinstance(by, tuple) or len(by) != 2:
            given = list(by) if isinstance(by, tuple) else by
            raise refuse(f"{path}.by", given, "two numbers, [dx, dy]")
        for axis, value in enumerate(self.by):
            check_number(f"{path}.by[{axis}]", value, -MAX_BY, MAX_BY)

    def centre(self, step: int) -> tuple[float, float]:
        """c at one index."""
        x, y = self.centres(step, 1)[0].tolist()
        return x, y

    def centres(self, first: int, count: int) -> Array:
        """c at `count` indices from `first` on, (count, 2)."""
        steps, by = np.arange(first, first + count), np.array(self.by)
        match self.kind:
            case "jump":
                return (steps // self.period % 2)[:, None] * by
            case "circle":
                x, y = by
                cosine, sine = _turn(self.period)[steps % self.period].T
                return by - np.stack((cosine * x - sine * y, sine * x + cosine * y), axis=-1)
            case "glide":
                return (steps / self.period)[:, None] * by

    def reach(self, steps: int) -> tuple[Interval, Interval]:
        """The least and the largest c along each axis at indices 0 … `steps`."""
        centres = self.centres(0, min(steps + 1, 2 * self.period))
        if self.kind == "glide":
            centres = self.centres(0, steps + 1)[[0, -1]]
        low, high = centres.min(0).tolist(), centres.max(0).tolist()
        return (low[0], high[0]), (low[1], high[1])


@functools.lru_cache(maxsize=8)
def _turn(period: int) -> Array:
    """Cosine and sine (period, 2) of one turn: the same bits however many are asked for."""
    angles = np.arange(period) * (2 * math.pi / period)
    return np.stack((np.cos(angles), np.sin(angles)), axis=-1)


def landscape_at(landscape: Landscape, drift: Drift | None, step: int) -> Landscape:
    """Where a landscape stands at an index; itself where it has not moved."""
    centre = (0.0, 0.0) if drift is None else drift.centre(step)
    return Moved(landscape, centre) if any(centre) else landscape


def comoving(positions: Array, drift: Drift | None, first: int = 0) -> Array:
    """Positions (T, …, 2) at indices from `first` on as the landscape sees them: θ − c(t). What
    the landscape as described says of these, the moved one says of the positions."""
    if drift is None:
        return positions
    centres = drift.centres(first, len(positions))
    return positions - centres.reshape(len(positions), *(1,) * (positions.ndim - 2), 2)
