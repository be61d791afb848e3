"""The thread in which the curvature of trained networks is measured, coarse to fine in time."""

from __future__ import annotations

import dataclasses
import time
import weakref
from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.running.right_of_way import RIGHT_OF_WAY
from app.running.shown import Picture
from core.recording.recording import Track
from landscapes.base import Array
from landscapes.networks import Network

MOST_TIMES = 9
"""Kept times that are measured at most: the end, the start, and halves between them."""
MOST_SEEDS = 16
"""Of so many replicas, the selected one and the first ones."""
PATIENCE_SECONDS = 45.0
"""No finer times are begun after so long."""


class Site(NamedTuple):
    """One point to be measured: of a track, the kept row and the start; at its level of detail."""

    track: Track
    row: int
    start: int
    level: int


@dataclasses.dataclass(frozen=True, eq=False)
class Wish:
    """What is to be measured of a picture, the dearest wish first."""

    picture: Picture
    sites: tuple[Site, ...]

    @classmethod
    def of(cls, picture: Picture, first: int) -> Wish:
        """All that is not known yet of a picture whose start `first` is looked at; nothing of one
        that is no network's, that is not complete or keeps no points."""
        tracks = [track for track in picture.tracks if track is not None and is_measurable(track)]
        if not isinstance(picture.experiment.landscape, Network) or not tracks:
            return cls(picture, ())
        count = picture.experiment.start_count
        others = (start for start in range(min(count, MOST_SEEDS)) if start != first)
        starts = [first, *others][:MOST_SEEDS]
        return cls(
            picture,
            tuple(
                Site(track, row, start, level)
                for level, rows in enumerate(coarse_to_fine(len(tracks[0].kept)))
                for start in starts
                for row in rows
                for track in tracks
                if not is_known(track, row, start)
            ),
        )


def is_measurable(track: Track) -> bool:
    """Whether all points are there that there will be."""
    return track.complete and track.keep.summary is not None and "positions" in track


def is_known(track: Track, row: int, start: int) -> bool:
    """Whether a point has been measured, or has none to measure."""
    known = track.measured.get("m_sharpness")  # of large networks nothing else is
    if known is not None and not np.isnan(known[row, start]):
        return True
    return not bool(np.isfinite(track["positions"][row, start]).all())


def coarse_to_fine(count: int) -> list[list[int]]:
    """Rows 0 … count − 1 in levels: the last, the first, then halves; `MOST_TIMES` in all."""
    levels, taken = [[count - 1], [0]], {0, count - 1}
    parts = 2
    while len(taken) < MOST_TIMES and parts < MOST_TIMES:
        between = [round(part * (count - 1) / parts) for part in range(1, parts)]
        fresh = [row for row in dict.fromkeys(between) if row not in taken]
        taken.update(fresh)
        levels.append(fresh)
        parts *= 2
    return [level for level in levels if level] if count > 1 else [[0]]


def measured(wish: Wish, wanted: Callable[[], bool]) -> Iterator[tuple[Site, dict[str, float]]]:
    """Each site with its `core.stepping.curvature.CURVATURES`, as long as they are wanted."""
    from core.stepping.curvature import curvature  # torch comes with it

    experiment, begun = wish.picture.experiment, time.perf_counter()
    network = experiment.landscape
    assert isinstance(network, Network)
    level = wish.sites[0].level if wish.sites else 0
    for site in wish.sites:
        if site.level > level and time.perf_counter() - begun > PATIENCE_SECONDS:
            return
        level = site.level
        RIGHT_OF_WAY.wait()
        if not wanted():
            return
        point = site.track["positions"][site.row, site.start]
        yield (
            site,
            curvature(
                network,
                point,
                seed=experiment.seed,
                replica=site.start,
                batch=experiment.batch,
            ),
        )


class _Worker(QObject):
    """Lives in its own thread; what is not the newest wish any more is not gone on with."""

    found = Signal(object, object)
    ended = Signal(object)

    def __init__(self, newest: list[Wish | None]) -> None:
        super().__init__()
        self._newest = newest

    @Slot(object)
    def measure(self, wish: Wish) -> None:
        """Measure one site after another."""
        for site, values in measured(wish, lambda: self._newest[0] is wish):
            self.found.emit(site, values)
            time.sleep(0.001)  # leaves the interpreter to the GUI thread
        self.ended.emit(wish)


class Curvatures(QObject):
    """Measures what is asked for and writes it into the tracks; `grew` when there is more.

    The thread begins when it is first needed.
    """

    grew = Signal()
    _asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._newest: list[Wish | None] = [None]
        self._left, self._all = 0, 0
        self._closed = False
        self._thread = QThread()
        self._thread.setObjectName("curvature")
        self._worker = _Worker(self._newest)
        self._worker.moveToThread(self._thread)
        self._asked.connect(self._worker.measure)
        self._worker.found.connect(self._take)
        self._worker.ended.connect(self._end_wish)
        # Also when a session is forgotten: Qt aborts if a thread is destroyed while it runs.
        self._end = weakref.finalize(self, _end, self._thread, self._newest)

    @property
    def busy(self) -> bool:
        """Whether something is being measured."""
        return self._newest[0] is not None

    @property
    def progress(self) -> tuple[int, int]:
        """How many points of those asked for last have been measured, and of how many."""
        return self._all - self._left, self._all

    def want(self, picture: Picture, first: int) -> None:
        """Measure a picture's runs, of the start `first` first; nothing where all is known."""
        if self._closed:
            return
        now = self._newest[0]
        same = now is not None and now.picture.tracks == picture.tracks
        if same and now is not None and now.picture.experiment == picture.experiment:
            return
        wish = Wish.of(picture, first)
        self._newest[0] = wish if wish.sites else None
        self._left = self._all = len(wish.sites)
        if wish.sites:
            self._thread.start()
            self._asked.emit(wish)

    def give_up(self) -> None:
        """Want nothing any more."""
        self._newest[0] = None

    def close(self) -> None:
        """End the thread and wait for it."""
        self._closed = True
        self._end()

    @Slot(object, object)
    def _take(self, site: Site, values: dict[str, float]) -> None:
        wish = self._newest[0]
        if wish is None or site.track not in wish.picture.tracks:
            return
        for key, value in values.items():
            _room(site.track, key)[site.row, site.start] = value
        self._left -= 1
        self.grew.emit()

    @Slot(object)
    def _end_wish(self, wish: object) -> None:
        if wish is self._newest[0]:
            self._newest[0] = None
            self.grew.emit()


def _room(track: Track, key: str) -> Array:
    """Where a measure of a track stands, at its kept times."""
    shape = (len(track.kept), track.starts)
    return track.measured.setdefault(key, np.full(shape, np.nan))


def _end(thread: QThread, newest: list[Wish | None]) -> None:
    newest[0] = None
    thread.quit()
    thread.wait()
