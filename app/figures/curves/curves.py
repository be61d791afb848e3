"""What the charts draw: for each quantity the curves of all methods, kept as a run grows."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable
from typing import NamedTuple

from app.figures.curves.progress import HIGH, LOW, MIDDLE, Progress
from app.look.styles import Style, styles
from app.look.theme import Theme
from app.running.shown import Picture
from core.measures.series import SERIES
from core.recording.recording import Track
from core.writing import number
from landscapes.base import Array

MOST_STARTS = 256
"""Quartiles are taken over at most so many starts, evenly picked."""
FADED, GHOST = 0.35, 0.75
"""How much is seen of an outdated curve, and of a control."""
BLOCK = 4096
"""Points that are computed at once: about a millisecond of the dearest quantity."""


class Line(NamedTuple):
    """One line of a curve: values (n,) from the time `first` on, with quartiles of the starts.

    Of several starts, `of` in number, `counted` (n,) tells over how many a value was taken: those
    that are `lost` (n,) count as the worst there is (infinite), or not at all where none is worse
    than another.
    """

    name: str
    first: int
    values: Array
    low: Array | None
    high: Array | None
    counted: Array | None = None
    lost: Array | None = None
    of: int = 1

    def tally(self, time: int) -> tuple[int, int] | None:
        """Over how many starts the value at a time was taken and how many are lost by then; None
        outside, and where there is one start only."""
        row = time - self.first
        if self.counted is None or self.lost is None or not 0 <= row < len(self.counted):
            return None
        return int(self.counted[row]), int(self.lost[row])

    def text(self, time: int, digits: int = 4) -> str:
        """The value at a time, and over how many starts it was taken where not over all."""
        tally, said = self.tally(time), number(self.at(time), digits)
        return said if tally is None or tally[0] == self.of else f"{said} ({tally[0]:,})"

    def at(self, time: int) -> float:
        """The value at a time, NaN outside."""
        row = time - self.first
        return float(self.values[row]) if 0 <= row < len(self.values) else float("nan")


class Curve(NamedTuple):
    """One method's lines in a chart."""

    method: int
    label: str
    style: Style
    faded: bool
    lines: tuple[Line, ...]

    @property
    def opacity(self) -> float:
        """How much is seen of it."""
        return FADED if self.faded else GHOST if self.style.ghost else 1.0


class Curves:
    """Computes what is asked for from the picture's tracks, and forgets what left it."""

    def __init__(self) -> None:
        self._picture: Picture | None = None
        self._starts = slice(0, 1)
        self._found: dict[tuple[Track, str], Progress] = {}

    def follow(self, picture: Picture, start: int | None) -> None:
        """Draw from this picture: one start, or quartiles over the starts (None)."""
        self._picture = picture
        count = picture.experiment.start_count
        if start is None and count > 1:
            starts = slice(0, count, -(-count // MOST_STARTS))
        else:
            starts = slice(start or 0, (start or 0) + 1)
        if starts != self._starts:
            self._found.clear()
            self._starts = starts
        for key in [key for key in self._found if key[0] not in picture.tracks]:
            del self._found[key]

    def forget(self, keys: Collection[str]) -> None:
        """Compute these quantities anew."""
        self._found = {key: found for key, found in self._found.items() if key[1] not in keys}

    @property
    def picked(self) -> int:
        """How many of the picture's starts the quartiles are taken over; 1 where there are none."""
        count = self._picture.experiment.start_count if self._picture else 1
        return len(range(*self._starts.indices(count)))

    def advance(
        self, keys: Iterable[str], seconds: float, due: Collection[str] = ()
    ) -> frozenset[str]:
        """Compute for about so long; the keys of the quantities that have more to show.

        Of a growing run whole blocks are computed, which costs least, and of `due` quantities all.
        """
        until = time.perf_counter() + seconds
        grown = set()
        for key in keys:
            for progress in self._progresses(key):
                while progress.behind if key in due else progress.has_block(BLOCK):
                    if time.perf_counter() >= until:
                        return frozenset(grown)
                    progress.advance(BLOCK)
                    grown.add(key)
        return frozenset(grown)

    def behind(self, keys: Iterable[str]) -> bool:
        """Whether anything is left to compute for these quantities."""
        return any(progress.behind for key in keys for progress in self._progresses(key))

    def of(self, key: str, theme: Theme, faded: frozenset[int] = frozenset()) -> tuple[Curve, ...]:
        """The curves of a quantity, one for each method that has it; `faded` are outdated."""
        picture = self._picture
        if picture is None:
            return ()
        looks = styles(picture.experiment.methods, theme)
        found = []
        for index, spec in enumerate(picture.experiment.methods):
            progress = self._progress(index, key)
            if progress is not None:
                lines = self._lines(progress, key)
                found.append(Curve(index, spec.label, looks[index], index in faded, lines))
        return tuple(found)

    def _progresses(self, key: str) -> list[Progress]:
        methods = self._picture.experiment.methods if self._picture else ()
        found = (self._progress(index, key) for index in range(len(methods)))
        return [progress for progress in found if progress is not None]

    def _progress(self, index: int, key: str) -> Progress | None:
        """The quantity of one method; None where it does not run or has no such quantity."""
        assert self._picture is not None
        experiment, track = self._picture.experiment, self._picture.tracks[index]
        spec, series = experiment.methods[index], SERIES[key]
        if track is None or (series.memory_only and spec.row.memory is None):
            return None
        if series.inside and spec.row.base.package:
            return None
        if self._starts.start >= track.starts:
            return None
        kept = self._found.get((track, key))
        if kept is None:
            kept = Progress(series, experiment, spec, track, self._starts)
            self._found[track, key] = kept
        return kept

    def _lines(self, progress: Progress, key: str) -> tuple[Line, ...]:
        assert self._picture is not None
        bands, several = progress.bands, self._starts.step is not None
        return tuple(
            Line(
                name,
                progress.series.first,
                bands[:, MIDDLE, line],
                bands[:, LOW, line] if several else None,
                bands[:, HIGH, line] if several else None,
                progress.counted[:, line] if several else None,
                progress.lost if several else None,
                progress.count,
            )
            for line, name in enumerate(SERIES[key].lines(self._picture.experiment))
        )
