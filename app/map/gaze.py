"""Which part of the plane a map looks at: a person's view, a step closely, and the way there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.map.close_up import close_up
from app.map.drawing.layers import AnatomyVector
from app.map.drawing.view import View
from app.map.way import MILLISECONDS, Way
from landscapes.base import Landscape
from landscapes.networks import Network


class Gaze(QObject):
    """`moved` when something else is seen, also on the way there; `view_changed(View)` when another
    view is asked for, outside a close-up."""

    moved = Signal()
    view_changed = Signal(object)

    def __init__(self, landscape: Landscape, parent: QObject) -> None:
        super().__init__(parent)
        self.view = whole_of(landscape)
        """The ranges that are asked to be visible, outside a close-up."""
        self._close_up: View | None = None  # while a step is walked through
        self._awaited: tuple[Landscape, View] | None = None  # a view of a landscape still to come
        self._awaited_plane: View | None = None  # a view of the plane that a network will have
        self._way = Way(self)
        self._way.valueChanged.connect(self.moved)

    @property
    def looked_at(self) -> View:
        """The ranges that are visible now, the close-up of a step included."""
        return self.view if self._close_up is None else self._close_up

    @property
    def seen(self) -> View:
        """The same, on the way there."""
        return self._way.seen(self.looked_at)

    def set_gliding(self, gliding: bool) -> None:
        """Let the eye see the way to a close-up, or jump there."""
        self._way.setDuration(MILLISECONDS if gliding else 0)

    def set_view(self, view: View) -> None:
        """Look at another part of the plane; within a close-up until that ends."""
        self._awaited_plane = None
        self._look_at(view)

    def reset(self, landscape: Landscape) -> None:
        """Look at the whole domain."""
        self._close_up = None
        self.set_view(whole_of(landscape))

    def show(self, view: View, newest: Landscape, shown: Landscape) -> None:
        """Look at a part of the newest landscape's plane, as soon as that one is shown."""
        self._awaited_plane = None
        if isinstance(newest, Network):  # its plane is still to be laid, and while it grows again
            self._awaited_plane = None if view == View.of(newest) else view
        elif is_elsewhere(newest, shown):
            self._awaited = (newest, view)
        else:
            self._close_up = None
            self._look_at(view)

    def come_near(self, vectors: tuple[AnatomyVector, ...], *, glides: bool) -> None:
        """Look closely at a step; `glides` where somebody sees the way there."""
        self._turn(close_up(self.view, vectors), glides)

    def step_back(self, *, glides: bool) -> None:
        """Look again at what was looked at before the close-up."""
        self._turn(None, glides)

    def turn_to(self, landscape: Landscape, *, planar: bool, kept: View | None) -> None:
        """Look at another landscape, which takes the former's place: at a part that is awaited, or
        that was looked at of the same plane laid anew (`kept`), or at all of it."""
        view = whole_of(landscape)
        awaited, self._awaited = self._awaited, None
        if kept is None and self.view == self._awaited_plane:
            self._awaited_plane = None  # it was of another plane
        if awaited is not None and awaited[0] == landscape:
            view = awaited[1]
        elif planar and self._awaited_plane is not None:
            view = self._awaited_plane
        elif kept is not None:
            view = kept
        self._close_up = None
        self._look_at(view)

    def _look_at(self, view: View) -> None:
        self._way.stop()
        if self._close_up is not None:
            self._close_up = view
            self.moved.emit()
        elif view != self.view:
            self.view = view
            self.moved.emit()
            self.view_changed.emit(view)

    def _turn(self, near: View | None, glides: bool) -> None:
        left, self._close_up = self.seen, near
        if glides and self.looked_at != left:
            self._way.leave(left)


def whole_of(landscape: Landscape) -> View:
    """The whole domain; a part of the plane while there is none to be seen."""
    return View((-1.0, 1.0), (-1.0, 1.0)) if landscape.domain is None else View.of(landscape)


def is_elsewhere(one: Landscape, other: Landscape) -> bool:
    """Whether a view of one landscape means nothing on another."""
    return (one.name, one.domain) != (other.name, other.domain)
