"""How priorities become bars and items become arrows: pure functions of what was recorded.

A scale depends on the whole run, not on what was shown before, so that scrubbing back shows
exactly what was.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from core.experiment.experiment import MethodSpec
from core.measures.held import Held, tells_slots
from core.measures.lengths import lengths
from core.measures.memories import has_slots
from core.measures.quartiles import quantiles
from core.recording.recording import Track
from landscapes.base import Array

LOG_RATIO = 40.0
"""Bars are logarithmic where priorities differ by more than this factor a quarter of the time."""
FEW_FIGURES = (0.0095, 999.5)
"""Between these a priority is told in as much room as 0.01 takes."""
LONGEST, SHORTEST = 9.5, 2.0
REFERENCES = (0.2, 0.58)
"""How far, roughly, a legend's shorter norms are towards its largest one."""
SURVEYED = 500


class BarScale(NamedTuple):
    """From a priority to a share 0 … 1 of a bar: linear from 0, or `decades` below the top.

    Where some have `long_figures` in the run, they need more room than those of most runs.
    """

    decades: int = 0
    long_figures: bool = False

    @classmethod
    def of(cls, spec: MethodSpec, track: Track | None, start: int) -> BarScale:
        """The kind of scale that suits one method's run."""
        if track is None or not tells_slots(spec, track) or not track.filled:
            return cls()
        times = _surveyed(track)
        held = track["memory_births"][times, start] >= 0
        priorities = track["memory_priorities"][times, start]
        highest = np.where(held, priorities, -np.inf).max(-1)
        highest = np.fmax(highest, track["gradient_norms"][times, start])
        lowest = np.where(held, priorities, np.inf).min(-1)
        known = np.isfinite(highest) & np.isfinite(lowest) & (lowest > 0)
        if not known.any():
            return cls()
        (ratio,) = quantiles(highest[known] / lowest[known], (0.75,))
        low, high = FEW_FIGURES
        if ratio <= LOG_RATIO:
            return cls(0, bool(lowest[known].min() < low or highest[known].max() >= high))
        return cls(int(np.clip(math.ceil(math.log10(ratio)), 2, 9)), True)

    @property
    def logarithmic(self) -> bool:
        """Whether equal lengths are equal factors."""
        return self.decades > 0

    def top(self, held: Held) -> float:
        """The right end of the bars: a round number above the priorities held and the newcomer's.

        What an item's priority was at first may lie beyond, and is then cut off there.
        """
        shown = [*held.priorities, held.newcomer]
        largest = max((value for value in shown if math.isfinite(value)), default=0.0)
        return round_up(largest, logarithmic=self.logarithmic)

    def share(self, values: Array, top: float) -> Array:
        """Where priorities end, 0 … 1; NaN stays NaN."""
        with np.errstate(divide="ignore"):
            share = (
                1 + np.log10(np.asarray(values) / top) / self.decades
                if self.logarithmic
                else np.asarray(values) / top
            )
        return np.clip(share, 0.0, 1.0)


class ArrowScale(NamedTuple):
    """From an item's norm to an arrow's length in pixels: asinh, common to all methods shown.

    `size` is that of all arrows: 1 where rows have all the room they want.
    """

    unit: float = 1.0
    largest: float = 1.0
    size: float = 1.0

    @classmethod
    def of(cls, cards: list[tuple[MethodSpec, Track]], start: int) -> ArrowScale:
        """The scale for these methods together; `unit` is a small norm among those held."""
        norms = [
            lengths(track["memory_items"][_surveyed(track), start]).ravel()
            for spec, track in cards
            if has_slots(spec, track)
        ]
        found = np.concatenate(norms) if norms else np.zeros(0)
        found = found[np.isfinite(found) & (found > 0)]
        if not len(found):
            return cls()
        return cls(*quantiles(found, (0.1,)), float(found.max()))

    def length(self, norm: float) -> float:
        """Half the length in pixels of an item of this norm, above 0."""
        share = math.asinh(norm / self.unit) / self._reach
        return self.size * (SHORTEST + (LONGEST - SHORTEST) * min(share, 1.0))

    def references(self) -> tuple[float, ...]:
        """Round norms for a legend, short to long: none is longer than what is held."""
        top = max(value for value in _round_numbers(self.largest) if value <= self.largest)
        whole = math.asinh(top / self.unit)
        parts = (self.unit * math.sinh(share * whole) for share in REFERENCES)
        return tuple(sorted({*map(_nearest_round, parts), top}))

    @property
    def _reach(self) -> float:
        return math.asinh(self.largest / self.unit)


def _round_numbers(value: float) -> tuple[float, ...]:
    """1, 2, 5 and 10 in the decade of a value above 0, and the number before them."""
    exponent = math.floor(math.log10(value))
    decade = float(f"1e{exponent}")
    return (float(f"5e{exponent - 1}"), decade, 2 * decade, 5 * decade, float(f"1e{exponent + 1}"))


def _nearest_round(value: float) -> float:
    return min(_round_numbers(value), key=lambda number: abs(math.log(number / value)))


def round_up(value: float, *, logarithmic: bool = False) -> float:
    """The next of 1, 2, 5 times a power of ten (a power of ten, if logarithmic); 1 for 0."""
    if value <= 0:
        return 1.0
    decade = 10.0 ** math.floor(math.log10(value))
    steps = (1, 10) if logarithmic else (1, 2, 5, 10)
    return next((step * decade for step in steps if step * decade >= value), 10 * decade)


def _surveyed(track: Track) -> slice:
    """About `SURVEYED` times of what is computed: enough to choose a scale."""
    return slice(0, track.filled, max(1, track.filled // SURVEYED))
