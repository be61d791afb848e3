"""One quantity of one run, computed a little at a time so that the window never waits for it."""

from __future__ import annotations

import numpy as np

from core.experiment.experiment import Experiment, MethodSpec
from core.measures.over_time import Series, subset
from core.measures.quartiles import quartiles
from core.recording.recording import Track
from landscapes.base import Array

LOW, MIDDLE, HIGH = 0, 1, 2


class Progress:
    """The rows of a series for some starts, as far as they are computed.

    Of several starts it keeps the quartiles, of one its values. `bands` is (n, 3, L): lower
    quartile, median, upper quartile; `counted` (n, L) over how many of `count` starts, and `lost`
    (n,) how many of them have no loss any more.
    """

    def __init__(
        self, series: Series, experiment: Experiment, spec: MethodSpec, track: Track, starts: slice
    ) -> None:
        self.series, self.track, self.starts = series, track, starts
        self._experiment, self._spec = experiment, spec
        lines = len(series.lines(experiment))
        rows = track.steps if series.per_step else track.steps + 1 - series.first
        self._bands = np.full((rows, 3, lines), np.nan)
        self._last: Array | None = None
        self._done = 0
        self._counted = np.zeros((rows, lines), dtype=np.int32)
        self._lost = np.zeros(rows, dtype=np.int32)
        self.count = len(range(*starts.indices(track.starts)))
        self._points = self.count * max(1, experiment.landscape.dimension // 2)

    @property
    def bands(self) -> Array:
        """The rows computed so far."""
        return self._bands[: self._done]

    @property
    def counted(self) -> Array:
        """Over how many starts each of these rows' lines was taken."""
        return self._counted[: self._done]

    @property
    def lost(self) -> Array:
        """How many starts are lost at each of these rows."""
        return self._lost[: self._done]

    @property
    def behind(self) -> bool:
        """Whether the track holds rows that are not computed yet."""
        return self._done < self.series.count(self.track)

    def has_block(self, points: int) -> bool:
        """Whether a block of about so many points can be computed, or a whole run's last rows."""
        pending = (self.series.count(self.track) - self._done) * self._points
        return pending > 0 and (self.track.complete or pending >= points)

    def advance(self, points: int) -> None:
        """Compute rows of about so many points of the plane, fewer where points are longer."""
        view = subset(self.track, self.starts)
        end = min(self.series.count(view), self._done + max(1, points // self._points))
        rows = slice(self._done, end)
        new = self.series.new_rows(self._experiment, self._spec, view, rows, self._last)
        if self.count == 1:
            self._bands[rows], self._counted[rows] = new[:, [0, 0, 0]], 1
        else:
            lost = self.series.lost(view, rows)
            self._lost[rows] = lost.sum(1)
            self._bands[rows], self._counted[rows] = quartiles(new, lost, self.series.worst)
        self._last, self._done = new[-1], end
