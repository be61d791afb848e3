"""A network's picture dropped on a plane: what the map draws of it is a race in two dimensions."""

from __future__ import annotations

import dataclasses
import weakref

import numpy as np

from app.map.planes.filling import Filled
from app.running.shown import Picture
from core.experiment.experiment import Experiment
from core.measures.planes import Plane
from core.recording.recording import Track
from landscapes.base import Array
from landscapes.gridded import Gridded
from landscapes.networks.samples import Part


@dataclasses.dataclass(frozen=True, eq=False)
class Drop:
    """One track on a plane: its coordinates (T+1, 1, 2), straight between the kept times, and how
    far off the plane it is (T+1,). Its losses are the true ones, of the data that the ground is
    the loss of. Up to the time `settled` nothing changes as the `source`, which was dropped, grows.
    """

    track: Track
    distances: Array
    source: Track
    settled: int


@dataclasses.dataclass(frozen=True, eq=False)
class OnPlane:
    """What a map of a `plane` is told beside its picture: what its axes are, `words` about it, how
    far off it is far, what was dropped on it of each method, and of which data its `loss` is."""

    plane: Plane
    names: tuple[str, str]
    words: str
    reach: float
    drops: tuple[Drop | None, ...]
    loss: Part


def laid_out(picture: Picture, filled: Filled, start: int) -> tuple[Picture, OnPlane]:
    """The picture of one start of a network on a plane whose ground is known; without paths where
    they would be points."""
    found, part = filled.fitted, filled.fitted.wish.part
    shown, drops = dropped(picture, found.plane, filled.ground, start, part)
    if not found.wish.shows_paths:
        shown = dataclasses.replace(shown, tracks=(None,) * len(shown.tracks))
    return shown, OnPlane(found.plane, found.names, found.words, found.reach, drops, part)


def dropped(
    picture: Picture, plane: Plane, ground: Gridded, start: int, part: Part = "train"
) -> tuple[Picture, tuple[Drop | None, ...]]:
    """The picture of one start of a network as it lies on a plane over whose ground it is drawn,
    and what of each method is left of its way there."""
    experiment = planar(picture, plane, ground, start)
    drops = tuple(
        None
        if track is None or "positions" not in track
        else _drop(track, plane, experiment, start, part)
        for track in picture.tracks
    )
    tracks = tuple(None if drop is None else drop.track for drop in drops)
    return dataclasses.replace(picture, experiment=experiment, tracks=tracks), drops


def planar(picture: Picture, plane: Plane, ground: Gridded, start: int) -> Experiment:
    """The race in two dimensions that stands for a network's."""
    whole = picture.experiment
    first = next((t for t in picture.tracks if t is not None and "positions" in t), None)
    begins = (0.0, 0.0)
    if first is not None:
        begins = tuple(plane.coordinates(np.asarray(first["positions"][0, start], float)).tolist())
    return Experiment(ground, whole.methods, (begins,), whole.steps)


def paths_of(picture: Picture, start: int) -> list[Array]:
    """The points (K, D) that are kept so far of one start of each method that has any."""
    return [
        track["positions"][: track.kept_row(track.filled) + 1, start]
        for track in picture.tracks
        if track is not None and "positions" in track and track.filled > 0
    ]


def point_at(picture: Picture, start: int, time: int) -> Array | None:
    """Where one start (D,) of the first method that has points is at a time; None before there is
    one."""
    for track in picture.tracks:
        if track is not None and "positions" in track and track.filled > 0:
            return last_point(track, start, track.kept_row(time))
    return None


def last_point(track: Track, start: int, row: int) -> Array:
    """The last point (D,) of one start that is a number, of those up to a kept row: where it was
    before it diverged."""
    points = track["positions"]
    while row > 0 and not np.isfinite(points[row, start]).all():
        row -= 1
    return np.asarray(points[row, start], dtype=np.float64)


class _Shadows:
    """Where the kept points of one start of a track lie on a plane (K, 2), how far off it they are
    (K,), and the items beside them (K, C, 2): grown as the run does, for each costs thousands of
    products."""

    def __init__(self, plane: Plane, start: int) -> None:
        self._plane, self._start = plane, start
        self.coordinates, self.distances = np.empty((0, 2)), np.empty(0)
        self.vectors: Array | None = None

    def is_of(self, plane: Plane, start: int) -> bool:
        """Whether these are of this plane and start."""
        return self._plane is plane and self._start == start

    def grow(self, track: Track, rows: int, *, items: bool) -> None:
        """Take in the kept points up to `rows` of them, and their items where there are any."""
        plane, first = self._plane, len(self.coordinates)
        if first < rows:
            points = np.asarray(track["positions"][first:rows, self._start], dtype=np.float64)
            self.coordinates = np.concatenate([self.coordinates, plane.coordinates(points)])
            self.distances = np.concatenate([self.distances, plane.distances(points)])
        done = 0 if self.vectors is None else len(self.vectors)
        if items and done < rows:
            held = np.asarray(track["memory_items"][done:rows, self._start], dtype=np.float64)
            told = [] if self.vectors is None else [self.vectors]
            self.vectors = np.concatenate([*told, held @ plane.axes.T])


_SHADOWS: weakref.WeakKeyDictionary[Track, _Shadows] = weakref.WeakKeyDictionary()


def _shadows(track: Track, plane: Plane, start: int, rows: int, *, items: bool) -> _Shadows:
    found = _SHADOWS.get(track)
    if found is None or not found.is_of(plane, start) or len(found.coordinates) > rows:
        found = _SHADOWS[track] = _Shadows(plane, start)
    found.grow(track, rows, items=items)
    return found


def _drop(track: Track, plane: Plane, experiment: Experiment, start: int, part: Part) -> Drop:
    rows = track.kept_row(track.filled) + 1
    items = "memory_items" in track and len(track["memory_items"]) >= rows > 1
    shadows = _shadows(track, plane, start, rows, items=items)
    coordinates, away = shadows.coordinates, shadows.distances
    found = Track(experiment, "all" if items else "none")
    found.filled = track.filled
    times, kept = np.arange(track.filled + 1), track.kept[:rows]
    positions = found["positions"]
    for axis in range(2):
        positions[: track.filled + 1, 0, axis] = np.interp(times, kept, coordinates[:, axis])
    last = np.searchsorted(kept, times, side="right") - 1
    true = track[f"{part}_losses"][last, start]  # as it was measured last, as everywhere else
    lost = ~np.isfinite(track["losses"][: track.filled + 1, start])
    found["losses"][: track.filled + 1, 0] = np.where(lost, np.nan, true)
    if items:
        assert shadows.vectors is not None
        _hand_over_items(track, found, shadows.vectors, start, rows)
    distances = np.full(track.steps + 1, np.nan)
    distances[: track.filled + 1] = np.interp(times, kept, away)
    return Drop(found, distances, track, int(kept[-1]))


def _hand_over_items(track: Track, found: Track, vectors: Array, start: int, rows: int) -> None:
    """The items as arrows on the plane, of every time: an item never changes, so that between two
    kept times it is that of either which holds the same birth. One of neither is left out."""
    stop = track.filled + 1
    births = track["memory_births"][:stop, start]
    width = births.shape[-1]
    before = np.searchsorted(track.kept[:rows], np.arange(stop), side="right") - 1
    after = np.minimum(before + 1, rows - 1)
    of_kept = track["memory_births"][track.kept[:rows], start]
    same = births == of_kept[before]
    item = np.where(same[..., None], vectors[before], vectors[after])
    known = (same | (births == of_kept[after])) & (births >= 0)
    found["memory_items"][:stop, 0, :width] = np.where(known[..., None], item, np.nan)
    found["memory_births"][:stop, 0, :width] = np.where(known, births, -1)
    priorities = track["memory_priorities"][:stop, start]
    found["memory_priorities"][:stop, 0, :width] = np.where(known, priorities, np.nan)
