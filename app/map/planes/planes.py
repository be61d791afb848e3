"""What the map shows of the session: its picture, or of a network's a plane through the runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from app.map.planes.growth import Growth
from app.map.planes.laying import Laying
from app.map.planes.readings import Reading, readings
from app.map.planes.words import how_exact, never_laid
from app.running.shown import Picture
from app.session.session import Session
from app.widgets.throttle import Throttle
from core.experiment.view_plane import PlaneChoice
from landscapes.base import Interval, Landscape
from landscapes.networks import Network

if TYPE_CHECKING:  # only networks have planes: until there is one, nothing that lays them is read
    from app.map.planes.filling import Filled
    from app.map.planes.fitting import Fitted
    from app.map.planes.projected import OnPlane

REST_MS = 250
"""When a map has rested so long, what is seen of it is filled more finely."""
OTHER_SHAPE = 1.04
"""A map that is by so much wider or higher for its other side gets a ground of its own shape."""
REFIT_MS = 400
"""While the runs grow, planes are laid anew no sooner."""


class Planes(QObject):
    """`picture` is what is drawn, `changed` when it is another; `told` when what is said about the
    plane (`shown`, `problem`, `readings`) may be other."""

    changed = Signal()
    told = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._chosen = PlaneChoice()
        self._laying, self._growth = Laying(self), Growth()
        self._picture: Picture = session.picture
        self._on_plane: OnPlane | None = None
        self._network: Landscape | None = None  # whose planes are asked for
        self.problem = self._never = ""
        self._aspect: float | None = None
        self._seen: tuple[Interval, Interval] | None = None
        self._closer = Throttle(self._look_closer, REST_MS, self, rests=True)
        self._again = Throttle(self._fit, REFIT_MS, self)
        self._moving = Throttle(self._move, REFIT_MS, self)
        self._laying.found.connect(self._take_plane)
        self._laying.failed.connect(self._take_problem)
        self._laying.grew.connect(self._take_ground)
        self._laying.told.connect(self.told)
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
        return self._laying.filled is not None and self.of_network

    def carried(self, seen: tuple[Interval, Interval]) -> tuple[Interval, Interval] | None:
        """Where what was seen of the plane before lies on this one, if it means anything there."""
        return self._laying.carried(seen) if self.of_network else None

    @property
    def chosen(self) -> PlaneChoice:
        """Which plane is wished for."""
        return self._chosen

    def choose(self, chosen: PlaneChoice) -> None:
        """Show another plane."""
        if chosen == self._chosen:
            return
        former, self._chosen = self._chosen, chosen
        is_laid = self._laying.fitted is not None
        if is_laid and (chosen.kind, chosen.loss) == (former.kind, former.loss):
            self._fill()
        else:
            self._lay_anew()
        self.told.emit()

    @property
    def shown(self) -> Fitted | None:
        """The plane that is drawn; the newest while none is."""
        return self._laying.shown

    @property
    def on_plane(self) -> OnPlane | None:
        """What the map is told of the plane that it shows."""
        return self._on_plane if self.is_planar else None

    @property
    def laid(self) -> Filled | None:
        """The plane that is shown with its ground, for whoever shows the same elsewhere."""
        return self._laying.filled if self.of_network else None

    @property
    def state(self) -> str:
        """How far the ground is from the exact one."""
        laying, awaited = self._laying, None if self.problem else self._chosen.kind
        return how_exact(laying.filled, laying.fitted, laying.seconds_left, awaited)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What the plane hides of each method at the cursor."""
        session, filled = self._session, self._laying.filled
        if filled is None:
            return ()
        return readings(session.picture, filled, session.selected_start, session.cursor)

    def close(self) -> None:
        """End what is computed."""
        for waiting in (self._again, self._moving, self._closer):
            waiting.cancel()
        self._laying.close()

    def look_at(self, seen: tuple[Interval, Interval], aspect: float) -> None:
        """Be told what is seen of the plane, on a map so wide for its height."""
        if seen == self._seen:
            return
        self._seen = seen
        former = self._aspect
        if former is None or not 1 / OTHER_SHAPE < aspect / former < OTHER_SHAPE:
            self._aspect = aspect
            if self._laying.fitted is not None:
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
            self._forget()
            self._set(picture)
            return
        network = picture.experiment.landscape
        if network != self._network:  # also what is still being laid is of another
            self._forget()
            self._network = network
        self._draw()
        if self._growth.asks_for_another(picture):
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
            self._growth.forget()
            self._again.ask()

    def _forget(self) -> None:
        self._laying.forget()
        self._growth.forget()
        self.problem = self._never

    # Asking and taking

    @Slot()
    def _fit(self) -> None:
        picture = self._session.picture
        network = picture.experiment.landscape
        if not isinstance(network, Network) or self._never:
            return
        from app.map.planes.fitting import Wish
        from app.map.planes.projected import paths_of

        paths = tuple(paths_of(picture, self._session.selected_start))
        kind, part, seed = self._chosen.kind, self._chosen.loss, picture.experiment.seed
        goes_on = not self._growth.take(picture)
        self._laying.fit(Wish(kind, network, part, paths, seed, goes_on, self._aspect))

    @Slot()
    def _take_plane(self) -> None:
        self.problem = ""
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
        session, through = self._session, None
        if self._chosen.moves:
            from app.map.planes.projected import point_at

            through = point_at(session.picture, session.selected_start, session.cursor)
        self._laying.fill(through)

    @Slot()
    def _look_closer(self) -> None:
        if self.is_planar and self._seen is not None and not self._again.waiting:
            self._laying.look_closer(self._seen)

    @Slot()
    def _take_ground(self) -> None:
        self._draw()
        self.told.emit()
        self._closer.ask()

    def _draw(self) -> None:
        picture, filled = self._session.picture, self._laying.filled
        if filled is None:
            self._set(picture)
            return
        from app.map.planes.projected import laid_out

        self._set(*laid_out(picture, filled, self._session.selected_start))

    def _set(self, picture: Picture, on_plane: OnPlane | None = None) -> None:
        self._picture, self._on_plane = picture, on_plane
        self.changed.emit()
