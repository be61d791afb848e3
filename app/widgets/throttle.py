"""What is done soon, and once, however often it is asked for meanwhile."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot


class Throttle(QObject):
    """Acts some time after it was asked: after the first of many askings, or with `rests` after
    the last, when they have come to rest.

    At 0 milliseconds that is the next turn of the event loop, after what has to be painted now.
    """

    def __init__(
        self,
        act: Callable[[], object],
        milliseconds: int,
        parent: QObject,
        *,
        rests: bool = False,
    ) -> None:
        super().__init__(parent)
        self._act = act
        self._rests = rests
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(milliseconds)
        self._timer.timeout.connect(self._due)

    @property
    def waiting(self) -> bool:
        """Whether it was asked and has not acted yet."""
        return self._timer.isActive()

    @property
    def milliseconds(self) -> int:
        """How long it waits."""
        return self._timer.interval()

    @Slot()
    def ask(self) -> None:
        """Act before long."""
        if self._rests or not self._timer.isActive():
            self._timer.start()

    def now(self) -> None:
        """Act at once, if it was asked."""
        if self._timer.isActive():
            self._timer.stop()
            self._act()

    def cancel(self) -> None:
        """Forget that it was asked."""
        self._timer.stop()

    @Slot()
    def _due(self) -> None:
        self._act()
