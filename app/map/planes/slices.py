"""The plane through where a run is, time by time: what moves along in an exported picture."""

from __future__ import annotations

from app.map.planes.filling import Filled, count_of, glimpse, preview
from app.map.planes.fitting import Fitted, moved
from app.map.planes.projected import last_point
from core.recording.recording import Track


class Slices:
    """The axes of a plane through the points of one start of a track, one after another. The last
    ground is kept: at the times between two kept ones it is the same."""

    def __init__(self, found: Fitted, track: Track, start: int) -> None:
        self._found, self._track, self._start = found, track, start
        self._row = -1
        self._filled: Filled | None = None

    def through(self, time: int) -> Fitted:
        """The plane through the last point that was kept at a time."""
        return self._through(self._track.kept_row(time))

    def at(self, time: int) -> Filled:
        """The same with its ground, as good as can be had for each of many frames."""
        row = self._track.kept_row(time)
        if self._filled is None or row != self._row:
            self._row, self._filled = row, glimpse(self._through(row))
        return self._filled

    def _through(self, row: int) -> Fitted:
        return moved(self._found, last_point(self._track, self._start, row))

    @property
    def words(self) -> str:
        """How good the grounds are, for people."""
        wish, each = self._found.wish, preview(self._found)
        whole = count_of(wish.network, wish.part)
        of = f"of {whole:,}" if each.samples is None else f"of {each.samples:,} of {whole:,}"
        return (
            f"its ground is a preview, {of} samples at {each.count} × {each.count} points, and has "
            "colours of its own at each"
        )
