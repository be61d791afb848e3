"""Keeps the window on the screen that it is on: at the start, and when it leaves its maximum."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject, QSize, QTimer, Slot
from PySide6.QtWidgets import QMainWindow, QWidget

from app.window.docking.proportions import SMALLEST, first_size, fitted

ROOM_FOR_A_FRAME = QSize(40, 40)


def frame_of(window: QWidget) -> QMargins:
    """How far the frame stands out that the desktop has given to a window."""
    inner, outer = window.geometry(), window.frameGeometry()
    return QMargins(
        inner.left() - outer.left(),
        inner.top() - outer.top(),
        outer.right() - inner.right(),
        outer.bottom() - inner.bottom(),
    )


def least_size(window: QWidget) -> QSize:
    """The least size of the window: with large text a small screen has room for less than usual."""
    available = window.screen().availableGeometry()
    return SMALLEST.boundedTo(available.marginsRemoved(frame_of(window)).size())


def fitting(dialog: QWidget, wanted: QSize) -> QSize:
    """The size that is wanted for a dialog, where its screen has room for it and its frame."""
    return wanted.boundedTo(dialog.screen().availableSize() - ROOM_FOR_A_FRAME)


class Placing(QObject):
    """Fits a window before it is shown, and again once it has a frame, which nobody knows
    before."""

    def __init__(self, window: QMainWindow, *, sized: bool) -> None:
        super().__init__(window)
        self._window = window
        window.setMinimumSize(least_size(window))
        if not sized:
            window.resize(first_size(window.screen().availableSize()))
        self._fit(None)
        window.installEventFilter(self)

    @Slot()
    def fit(self) -> None:
        """Fit the window with its frame, now that it is shown."""
        self._window.setMinimumSize(least_size(self._window))
        self._fit(frame_of(self._window))

    def _fit(self, frame: QMargins | None) -> None:
        window = self._window
        fits = fitted(window.geometry(), window.screen().availableGeometry(), frame)
        if fits != window.geometry() and not window.isMaximized() and not window.isFullScreen():
            window.setGeometry(fits)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowStateChange and self._window.isVisible():
            QTimer.singleShot(0, self, self.fit)  # its size before may be another screen's
        return False
