"""Lays planes and fills their grounds beside the window, and holds the newest of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from landscapes.base import Array, Interval

if TYPE_CHECKING:  # only networks have planes: until there is one, nothing that lays them is read
    from app.map.planes.filling import Filled
    from app.map.planes.fitting import Fitted, Wish
    from app.map.planes.worker import PlaneThread


class Laying(QObject):
    """`fitted` is the newest plane and `filled` the ground that is known, None before there is any;
    `found` and `grew` when they are others, `failed(str)` where there is no such plane. `told` when
    there is something new to say of the `seconds_left` to the next ground, None where that does not
    tell."""

    found = Signal()
    grew = Signal()
    failed = Signal(str)
    told = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fitted: Fitted | None = None
        self.filled: Filled | None = None
        self.former: Filled | None = None
        """The ground that was known before, of which there may still be a view."""
        self.seconds_left: float | None = None
        self._thread: PlaneThread | None = None
        self._closed = False

    @property
    def shown(self) -> Fitted | None:
        """The plane whose ground is known; the newest while there is none."""
        return self.fitted if self.filled is None else self.filled.fitted

    def fit(self, wish: Wish) -> None:
        """Lay another plane."""
        if not self._closed:
            if self._thread is None:
                self._thread = self._made_thread()
            self._thread.fit(wish)

    def fill(self, through: Array | None = None) -> None:
        """Fill the newest plane anew, or one of its axes through a point (D,)."""
        if self.fitted is None or self._thread is None:
            return
        from app.map.planes.fitting import moved

        self._thread.fill(self.fitted if through is None else moved(self.fitted, through))

    def look_closer(self, seen: tuple[Interval, Interval]) -> None:
        """Fill what is seen more finely, where the ground is exact and too coarse for it."""
        if self.filled is None or self._thread is None or not self.filled.exact:
            return
        from app.map.planes.filling import needs_closer

        if needs_closer(self.filled, seen):
            self._thread.look_closer(self.filled, seen)

    def carried(self, seen: tuple[Interval, Interval]) -> tuple[Interval, Interval] | None:
        """Where what was seen of the ground before lies on this one; None where it means nothing
        there."""
        if self.filled is None or self.former is None:
            return None
        from app.map.planes.fitting import carried

        return carried(self.former.fitted, self.filled.fitted, seen)

    def forget(self) -> None:
        """There are other runs: nothing that is known or asked for is of them."""
        if self._thread is not None:
            self._thread.give_up()
        self.fitted = self.filled = self.former = self.seconds_left = None

    def close(self) -> None:
        """End what is computed."""
        self._closed = True
        if self._thread is not None:
            self._thread.close()

    def _made_thread(self) -> PlaneThread:
        from app.map.planes.worker import PlaneThread

        thread = PlaneThread(self)
        thread.found.connect(self._take_plane)
        thread.failed.connect(self.failed)
        thread.grew.connect(self._take_ground)
        thread.left.connect(self._take_left)
        return thread

    @Slot(object)
    def _take_plane(self, found: Fitted) -> None:
        self.fitted = found
        self.found.emit()

    @Slot(object)
    def _take_ground(self, filled: Filled) -> None:
        self.former, self.filled, self.seconds_left = self.filled, filled, None
        self.grew.emit()

    @Slot(object)
    def _take_left(self, seconds: float) -> None:
        self.seconds_left = seconds
        self.told.emit()
