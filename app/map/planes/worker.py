"""The thread in which planes are fitted and their grounds filled, the newest wish alone."""

from __future__ import annotations

import threading
import weakref

from PySide6.QtCore import QElapsedTimer, QObject, QThread, Signal, Slot

from app.map.planes.filling import Filled, closer, filled
from app.map.planes.fitting import Fitted, Wish, fitted
from app.running.right_of_way import RIGHT_OF_WAY
from landscapes.base import Interval

TELLING_MS = 500
"""How often it is told how long a ground will take."""
Rectangle = tuple[Interval, Interval]


class Newest:
    """The numbers of the newest wishes for a plane and for a ground, shared by both threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._plane = self._ground = 0

    @property
    def plane(self) -> int:
        """That of the plane."""
        return self._plane

    @property
    def ground(self) -> int:
        """That of the ground."""
        return self._ground

    def next_plane(self) -> int:
        """The number of another wish for a plane."""
        with self._lock:
            self._plane += 1
            return self._plane

    def next_ground(self) -> int:
        """The number of another wish for a ground."""
        with self._lock:
            self._ground += 1
            return self._ground

    def give_up(self) -> None:
        """Want nothing any more that was asked for."""
        self.next_plane()
        self.next_ground()


class PlaneWorker(QObject):
    """Lives in its own thread. `fit` and `fill` are asked by signals; what is not the newest wish
    any more is not gone on with. Answers: `found(Fitted, number)`, `failed(str, number)` where
    there is no such plane or it broke off, `grew(Filled, number)`, `left(float, number)` now and
    then: so many seconds to the next ground."""

    found = Signal(object, object)
    failed = Signal(object, object)
    grew = Signal(object, object)
    left = Signal(object, object)

    def __init__(self, newest: Newest) -> None:
        super().__init__()
        self._newest = newest
        self._told = QElapsedTimer()

    @Slot(object, object)
    def fit(self, wish: Wish, number: int) -> None:
        """Lay a plane through the runs."""
        if number < self._newest.plane:
            return
        try:
            self.found.emit(fitted(wish), number)
        except ValueError as error:
            self.failed.emit(str(error), number)

    @Slot(object, object)
    def fill(self, found: Fitted, number: int) -> None:
        """Fill a plane's ground from coarse to fine."""
        self._told.start()

        def tell(left: float) -> None:
            if self._told.elapsed() >= TELLING_MS:
                self._told.start()
                self.left.emit(left, number)

        for each in filled(found, lambda: self._is_wanted(number), tell):
            self.grew.emit(each, number)

    @Slot(object, object, object)
    def look_closer(self, known: Filled, seen: Rectangle, number: int) -> None:
        """Fill what is seen of a ground more finely."""
        found = closer(known, seen, lambda: self._is_wanted(number))
        if found is not None:
            self.grew.emit(found, number)

    def _is_wanted(self, number: int) -> bool:
        """Whether a ground is to be gone on with, once no frame is being made."""
        RIGHT_OF_WAY.wait()
        return number >= self._newest.ground


class PlaneThread(QObject):
    """Asks the worker, whose thread begins when it is first asked. `found(Fitted)`, `failed(str)`,
    `grew(Filled)` and `left(float)` are the worker's, without those that nobody waits for now."""

    found = Signal(object)
    failed = Signal(str)
    grew = Signal(object)
    left = Signal(object)
    _fit = Signal(object, object)
    _fill = Signal(object, object)
    _closer = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._newest, self._thread = Newest(), QThread()
        self._thread.setObjectName("planes")
        self._worker = PlaneWorker(self._newest)
        self._worker.moveToThread(self._thread)
        self._fit.connect(self._worker.fit)
        self._fill.connect(self._worker.fill)
        self._closer.connect(self._worker.look_closer)
        self._worker.found.connect(self._tell_found)
        self._worker.failed.connect(self._tell_failed)
        self._worker.grew.connect(self._tell_grown)
        self._worker.left.connect(self._tell_left)
        self._closed = False
        # Also when a map is forgotten: Qt aborts if a thread is destroyed while it runs.
        self._end = weakref.finalize(self, _end, self._thread, self._newest)

    def fit(self, wish: Wish) -> None:
        """Ask for a plane."""
        if self._awake():
            self._fit.emit(wish, self._newest.next_plane())

    def fill(self, found: Fitted) -> None:
        """Ask for a plane's ground, in the place of what was asked before."""
        if self._awake():
            self._fill.emit(found, self._newest.next_ground())

    def look_closer(self, known: Filled, seen: Rectangle) -> None:
        """Ask for a part of a ground more finely, in the place of what was asked before."""
        if self._awake():
            self._closer.emit(known, seen, self._newest.next_ground())

    def give_up(self) -> None:
        """Want nothing any more."""
        self._newest.give_up()

    def close(self) -> None:
        """End the thread and wait for it."""
        self._closed = True
        self._end()

    def _awake(self) -> bool:
        if not self._closed and not self._thread.isRunning():
            self._thread.start()
        return not self._closed

    @Slot(object, object)
    def _tell_found(self, found: object, number: int) -> None:
        if number == self._newest.plane:
            self.found.emit(found)

    @Slot(object, object)
    def _tell_failed(self, problem: object, number: int) -> None:
        if number == self._newest.plane:
            self.failed.emit(str(problem))

    @Slot(object, object)
    def _tell_grown(self, grown: object, number: int) -> None:
        if number == self._newest.ground:
            self.grew.emit(grown)

    @Slot(object, object)
    def _tell_left(self, seconds: object, number: int) -> None:
        if number == self._newest.ground:
            self.left.emit(seconds)


def _end(thread: QThread, newest: Newest) -> None:
    newest.give_up()
    thread.quit()
    thread.wait()
