"""What the map shows of the session: its picture, or of a network's a plane through the runs."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal, Slot

from app.map.planes.words import never_laid
from app.running.shown import Picture
from app.session.session import Session
from app.widgets.throttle import Throttle
from core.experiment.view_plane import PlaneChoice, PlaneLoss
from core.recording.recording import Track
from landscapes.base import Array, Interval
from landscapes.networks import Network

if (
    TYPE_CHECKING
):  # only networks have planes: before there is one, nothing that lays them is needed
    from app.map.planes.filling import Filled
    from app.map.planes.fitting import Fitted
    from app.map.planes.projected import OnPlane
    from app.map.planes.worker import PlaneThread

REST_MS = 250
"""When a map has rested so long, what is seen of it is filled more finely."""
OTHER_SHAPE = 1.04
"""A map that is by so much wider or higher for its other side gets a ground of its own shape."""
IN_IT = 1e-6
"""A point nearer than this share of what is far is in the plane, but for rounding."""
REFIT_MS = 400
"""While the runs grow, planes are laid anew no sooner."""
GROWTH = 1.15
"""… and only once there is so much more of them."""


@dataclasses.dataclass(frozen=True)
class Reading:
    """What a plane hides of a method's point at a kept time: the true loss there, the plane's
    beneath it, and how far off the plane it is; NaN where nothing is known."""

    method: int
    time: int
    true_loss: float
    plane_loss: float
    distance: float


class Planes(QObject):
    """`picture` is what is drawn, `changed` when it is another; `told` when what is said about the
    plane (`shares`, `problem`, `readings`) may be other."""

    changed = Signal()
    told = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._chosen = PlaneChoice()
        self._fitted: Fitted | None = None
        self._fit_size = 0
        self._fit_whole = False
        self._filled: Filled | None = None
        self._picture: Picture = session.picture
        self._on_plane: OnPlane | None = None
        self.problem = self._never = ""
        self.same_axes = False
        """Whether what was drawn before has the same axes, so that a view of it still holds."""
        self._thread: PlaneThread | None = None
        self._closed = False
        self._aspect: float | None = None
        self._seen: tuple[Interval, Interval] | None = None
        self._closer = Throttle(self._look_closer, REST_MS, self, rests=True)
        self._again = Throttle(self._fit, REFIT_MS, self)
        self._moving = Throttle(self._move, REFIT_MS, self)
        session.picture_changed.connect(self._follow_picture)
        session.cursor_changed.connect(self._follow_cursor)
        session.start_selected.connect(self._lay_anew)
        self._follow_picture(session.picture)

    @property
    def of_network(self) -> bool:
        """Whether the session's race is a network's."""
        return isinstance(self._session.picture.experiment.landscape, Network)

    @property
    def of_newest(self) -> bool:
        """Whether the newest race is a network's, of which there may be no picture yet."""
        return isinstance(self._session.experiment.landscape, Network)

    @property
    def picture(self) -> Picture:
        """What the map draws: of a network the plane, or its own picture while there is none."""
        return self._picture

    @property
    def is_planar(self) -> bool:
        """Whether a plane is drawn."""
        return self._filled is not None and self.of_network

    @property
    def chosen(self) -> PlaneChoice:
        """Which plane is wished for."""
        return self._chosen

    def choose(self, chosen: PlaneChoice) -> None:
        """Show another plane."""
        if chosen == self._chosen:
            return
        former, self._chosen = self._chosen, chosen
        if chosen.kind == former.kind and chosen.loss == former.loss and self._fitted is not None:
            self._fill()
        else:
            self._lay_anew()
        self.told.emit()

    @property
    def _seen_fit(self) -> Fitted | None:
        """The plane that is drawn; the newest while none is."""
        return self._fitted if self._filled is None else self._filled.fitted

    @property
    def loss(self) -> PlaneLoss:
        """Of which data the loss of the ground is that is drawn."""
        return self._chosen.loss if self._filled is None else self._filled.fitted.wish.part

    @property
    def names(self) -> tuple[str, str]:
        """What the axes are, with the shares of the paths' spread where they have any."""
        return ("", "") if self._seen_fit is None else self._seen_fit.names

    @property
    def shares(self) -> str:
        """What part of the paths' spread the plane holds, and what it would of a random walk's."""
        return "" if self._seen_fit is None else self._seen_fit.words

    @property
    def short_shares(self) -> str:
        """The same in fewer words."""
        return "" if self._seen_fit is None else self._seen_fit.short_words

    @property
    def on_plane(self) -> OnPlane | None:
        """What the map is told of the plane that it shows."""
        return self._on_plane if self.is_planar else None

    @property
    def laid(self) -> Filled | None:
        """The plane that is shown with its ground, for whoever shows the same elsewhere."""
        return self._filled if self.of_network else None

    @property
    def state(self) -> str:
        """How far the ground is from the exact one."""
        filled, newest = self._filled, self._fitted
        if filled is not None and newest is not None and filled.fitted.wish is not newest.wish:
            return "another is being filled"
        if filled is None or (filled.exact and filled.samples is None):
            return ""
        if not filled.exact:
            return "a preview, its levels are off"
        wish = filled.fitted.wish
        from app.map.planes.filling import count_of

        return f"of {filled.samples} of {count_of(wish.network, wish.part):,} samples"

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What the plane hides of each method at the cursor."""
        if self._fitted is None or self._filled is None:
            return ()
        found = []
        for index, track in enumerate(self._session.picture.tracks):
            if track is not None and "positions" in track:
                found.append(self._reading(index, track))
        return tuple(found)

    def close(self) -> None:
        """End what is computed."""
        self._again.cancel()
        self._moving.cancel()
        self._closer.cancel()
        self._closed = True
        if self._thread is not None:
            self._thread.close()

    def look_at(self, seen: tuple[Interval, Interval], aspect: float) -> None:
        """Be told what is seen of the plane, on a map so wide for its height."""
        if seen == self._seen:
            return
        self._seen = seen
        former = self._aspect
        if former is None or not 1 / OTHER_SHAPE < aspect / former < OTHER_SHAPE:
            self._aspect = aspect
            if self._fitted is not None:
                self._again.ask()
        self._closer.ask()

    # Following

    @Slot(object)
    def _follow_picture(self, picture: Picture) -> None:
        never = never_laid(picture.experiment) if self.of_network else ""
        if never != self._never:
            self._forget()
            self._never = self.problem = never
            self.told.emit()
        if not self.of_network:
            if self._fitted is not None or self._filled is not None:
                self._forget()
            self._set(picture)
            return
        if self._fitted is not None and self._fitted.wish.network != picture.experiment.landscape:
            self._forget()
        self._draw()
        size, whole = _size(picture), all(t is None or t.complete for t in picture.tracks)
        grown = size > GROWTH * self._fit_size or (whole and not self._fit_whole)
        if size < self._fit_size or grown:
            self._again.ask()

    @Slot(int)
    def _follow_cursor(self, cursor: int) -> None:
        if self.is_planar:
            self.told.emit()
            if self._chosen.moves:
                self._moving.ask()

    @Slot()
    def _lay_anew(self) -> None:
        if self.of_network:
            self._fit_size, self._fit_whole = 0, False
            self._again.ask()

    def _forget(self) -> None:
        if self._thread is not None:
            self._thread.give_up()
        self._fitted = self._filled = None
        self._fit_size, self._fit_whole, self.problem = 0, False, self._never

    # Asking and taking

    @Slot()
    def _fit(self) -> None:
        picture = self._session.picture
        network = picture.experiment.landscape
        if self._closed or not isinstance(network, Network) or self._never:
            return
        from app.map.planes.fitting import Wish
        from app.map.planes.projected import paths_of

        paths = tuple(paths_of(picture, self._session.selected_start))
        whole = all(track is None or track.complete for track in picture.tracks)
        self._fit_size, self._fit_whole = _size(picture), whole
        wish = Wish(
            self._chosen.kind,
            network,
            self._chosen.loss,
            paths,
            picture.experiment.seed,
            not whole,
            self._aspect,
        )
        if self._thread is None:
            self._thread = self._made_thread()
        self._thread.fit(wish)

    def _made_thread(self) -> PlaneThread:
        from app.map.planes.worker import PlaneThread

        thread = PlaneThread(self)
        thread.found.connect(self._take_plane)
        thread.failed.connect(self._take_problem)
        thread.grew.connect(self._take_ground)
        return thread

    @Slot(object)
    def _take_plane(self, found: Fitted) -> None:
        if not self.of_network:
            return
        self._fitted, self.problem = found, ""
        self._fill()
        self.told.emit()

    @Slot(str)
    def _take_problem(self, problem: str) -> None:
        self.problem = problem
        self.told.emit()

    @Slot()
    def _move(self) -> None:
        if self.is_planar and self._chosen.moves:
            self._fill()

    def _fill(self) -> None:
        if self._fitted is None or self._thread is None:
            return
        from app.map.planes.fitting import moved

        found = self._fitted
        if self._chosen.moves and (point := self._point_at_cursor()) is not None:
            found = moved(found, point)
        self._thread.fill(found)

    @Slot()
    def _look_closer(self) -> None:
        known, seen = self._filled, self._seen
        if not self.is_planar or known is None or seen is None or self._again.waiting:
            return
        from app.map.planes.filling import needs_closer

        if self._thread is not None and known.exact and needs_closer(known, seen):
            self._thread.look_closer(known, seen)

    def _point_at_cursor(self) -> Array | None:
        """Where the first method that has points is at the cursor."""
        for track in self._session.picture.tracks:
            if track is not None and "positions" in track:
                points = track.position_at(self._session.cursor)
                if points is not None:
                    return np.asarray(points[self._session.selected_start], dtype=np.float64)
        return None

    @Slot(object)
    def _take_ground(self, filled: Filled) -> None:
        if self.of_network:
            former, self._filled = self._filled, filled
            self.same_axes = former is not None and _are_one(former, filled)
            self._draw()
            self.told.emit()
            if filled.exact:
                self._closer.ask()

    def _draw(self) -> None:
        picture = self._session.picture
        if self._filled is None:
            self._set(picture)
            return
        from app.map.planes.projected import laid_out

        self._set(*laid_out(picture, self._filled, self._session.selected_start))

    def _set(self, picture: Picture, on_plane: OnPlane | None = None) -> None:
        self._picture, self._on_plane = picture, on_plane
        self.changed.emit()

    def _reading(self, index: int, track: Track) -> Reading:
        assert self._filled is not None
        start, row = self._session.selected_start, track.kept_row(self._session.cursor)
        point = np.asarray(track["positions"][row, start], dtype=np.float64)
        found = self._filled.fitted
        plane, away = found.plane, float(found.plane.distances(point))
        beneath = self._filled.ground.loss(plane.coordinates(point))
        true = track[f"{self._filled.fitted.wish.part}_losses"][row, start]
        return Reading(
            index,
            int(track.kept[row]),
            float(true),
            float(beneath),
            away if away > IN_IT * found.reach else 0.0,
        )


def _are_one(one: Filled, other: Filled) -> bool:
    planes = one.fitted.plane, other.fitted.plane
    return np.array_equal(planes[0].axes, planes[1].axes) and np.array_equal(
        planes[0].origin, planes[1].origin
    )


def _size(picture: Picture) -> int:
    """How many kept points there are of all methods."""
    return sum(
        track.kept_row(track.filled) + 1
        for track in picture.tracks
        if track is not None and track.filled > 0
    )
