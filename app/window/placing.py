"""Keeps the window on the screen that it is on: at the start, and when it leaves its maximum."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject, QTimer, Slot
from PySide6.QtWidgets import QMainWindow

from app.window.proportions import SMALLEST, first_size, fitted


class Placing(QObject):
    """Fits a window before it is shown, and again once it has a frame, which nobody knows
    before."""

    def __init__(self, window: QMainWindow, *, sized: bool) -> None:
        super().__init__(window)
        self._window = window
        # With large text a small screen has room for less than the least window.
        window.setMinimumSize(SMALLEST.boundedTo(window.screen().availableSize()))
        if not sized:
            window.resize(first_size(window.screen().availableSize()))
        self._fit(None)
        window.installEventFilter(self)

    @Slot()
    def fit(self) -> None:
        """Fit the window with its frame, now that it is shown."""
        inner, outer = self._window.geometry(), self._window.frameGeometry()
        self._fit(
            QMargins(
                inner.left() - outer.left(),
                inner.top() - outer.top(),
                outer.right() - inner.right(),
                outer.bottom() - inner.bottom(),
            )
        )

    def _fit(self, frame: QMargins | None) -> None:
        window = self._window
        fits = fitted(window.geometry(), window.screen().availableGeometry(), frame)
        if fits != window.geometry() and not window.isMaximized() and not window.isFullScreen():
            window.setGeometry(fits)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.WindowStateChange and self._window.isVisible():
            QTimer.singleShot(0, self, self.fit)  # its size before may be another screen's
        return False
