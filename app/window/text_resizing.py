"""Makes all text of the open windows larger or smaller, at once and without a loss.

A window keeps its place on the screen, so that larger text leaves room for less of it; a dialog
grows with its text. Whoever goes back finds every window and every panel as they stood.
"""

from __future__ import annotations

import dataclasses
from typing import Any
from weakref import WeakKeyDictionary

from PySide6.QtCore import QEvent, QMargins, QObject, QPoint, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from app.look import length_scale
from app.widgets.throttle import Throttle
from app.window.desk import Desk
from app.window.docking.proportions import fitted
from app.window.placing import frame_of, least_size
from app.window.preferences import Wishes
from app.window.text_size import SIZES, USUAL, factor

NEAR = 4
"""Lengths by which a desktop may put a window beside the place that was asked for."""


@dataclasses.dataclass
class _Stood:
    """Where a window stood at each size, as long as no hand has moved it since `given`."""

    given: QRect
    at: dict[str, QRect] = dataclasses.field(default_factory=dict)


class TextResizing(QObject):
    """Follows the wish for another size of text; `size` is the one that is shown."""

    def __init__(self, window: QMainWindow, desk: Desk, begun_with: str) -> None:
        super().__init__(window)
        self._window, self._desk = window, desk
        self.size = self._wished = begun_with if begun_with in SIZES else USUAL
        self._stood: WeakKeyDictionary[QWidget, _Stood] = WeakKeyDictionary()
        self._panels: dict[str, Any] = {}
        self._usual: QRect | None = None  # where the window would be, were it not all of the screen
        window.installEventFilter(self)
        # Not in the middle of a click into a list, which is a window too.
        self._soon = Throttle(self._resize, 0, self)
        desk.workspace.rearranged.connect(self._panels.clear)

    @Slot(object)
    def follow(self, wishes: Wishes) -> None:
        """Show the size that is wished for, before long."""
        self._wished = wishes.text_size
        if self._wished in SIZES and length_scale.can_change():
            self._soon.ask()

    def _resize(self) -> None:
        former, size = self.size, self._wished
        if size == former:
            return
        windows = [w for w in QApplication.topLevelWidgets() if w.windowHandle() is not None]
        shown = sorted((w for w in windows if w.isVisible()), key=_above)
        active = QApplication.activeWindow()
        before = {window: (window.geometry(), frame_of(window)) for window in shown}
        panels = self._desk.state if self._desk.workspace.isVisible() else None
        for window in windows:
            window.windowHandle().destroy()
        if not length_scale.change(factor(size), factor(former)):
            size = former
        self.size = size
        moved = False
        for window in shown:
            place, frame = before[window]
            moved |= self._move(window, place, frame, former) and window is self._window
            window.windowHandle().setVisible(True)
        if moved:
            self._panels.clear()
        self._arrange(panels, former)
        if active is not None:
            active.activateWindow()

    def _move(self, window: QWidget, place: QRect, frame: QMargins, former: str) -> bool:
        """Put a window where it belongs; whether a hand had moved it before."""
        if window is self._window:
            window.setMinimumSize(least_size(window))
        if window.isMaximized() or window.isFullScreen():
            if window is self._window:
                usual, ratio = self._usual or window.normalGeometry(), self._ratio(former)
                self._usual = self._place(window, usual, QMargins(), ratio)
            return False
        stood = self._stood.get(window)
        moved = stood is not None and not _is_at(place, stood.given)
        if stood is None or moved:
            stood = self._stood[window] = _Stood(place)
        stood.at[former] = place
        if self.size not in stood.at:
            stood.at[self.size] = self._place(window, place, frame, self._ratio(former))
        stood.given = stood.at[self.size]
        window.setGeometry(stood.given)
        return moved

    def _ratio(self, former: str) -> float:
        """How many lengths there are now where there was one."""
        return int(former) / int(self.size)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A window that fills its screen no more is as large as it would have been without."""
        if event.type() == QEvent.Type.WindowStateChange and self._usual is not None:
            QTimer.singleShot(0, self, self._bring_back)  # Qt brings its own back first
        return False

    @Slot()
    def _bring_back(self) -> None:
        window = self._window
        if self._usual is not None and not window.isMaximized() and not window.isFullScreen():
            window.setGeometry(self._usual)
            self._usual = None

    def _place(self, window: QWidget, place: QRect, frame: QMargins, ratio: float) -> QRect:
        """The place of a window where every length of the screen is `ratio` times as long."""
        screen = window.screen()
        origin = screen.geometry().topLeft()
        if _is_dialog(window):
            found = QRect(place)
            found.moveCenter(origin + _times(place.center() - origin, ratio))
            return fitted(found, screen.availableGeometry(), frame)
        corner = origin + _times(place.topLeft() - origin, ratio)
        size = QSize(round(place.width() * ratio), round(place.height() * ratio))
        least = least_size(window) if window is self._window else window.minimumSizeHint()
        if size == size.expandedTo(least):
            return QRect(corner, size)
        return fitted(QRect(corner, size.expandedTo(least)), screen.availableGeometry(), frame)

    def _arrange(self, before: Any, former: str) -> None:
        """Give the panels the places that they had at this size; else those that suit it."""
        if before is None or self._desk.is_bare:
            return
        self._panels[former] = before
        wanted = self._panels.get(self.size)
        if wanted is not None and wanted != self._desk.state:
            self._desk.workspace.restore(wanted)


def _is_at(place: QRect, given: QRect) -> bool:
    """Whether a window is where it was put, but for what a desktop rounds."""
    away = place.topLeft() - given.topLeft()
    return place.size() == given.size() and away.manhattanLength() <= NEAR


def _above(window: QWidget) -> int:
    """What is shown before what: a window, its floating panels, its dialogs."""
    return 2 if _is_dialog(window) else int(not isinstance(window, QMainWindow))


def _is_dialog(window: QWidget) -> bool:
    return window.windowType() == Qt.WindowType.Dialog


def _times(point: QPoint, ratio: float) -> QPoint:
    return QPoint(round(point.x() * ratio), round(point.y() * ratio))
