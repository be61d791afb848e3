"""The map under a person's hand: paints the session's picture and turns gestures into intents."""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.appearance import Appearance, Theme
from app.map.drawing.layers import AnatomyVector, Layers
from app.map.drawing.painter import MapPainter
from app.map.drawing.scene import Scene
from app.map.drawing.view import Frame, View
from app.map.hand import Hand
from app.map.pointing import ItemAt, describe_item, describe_place
from app.running.shown import Picture
from app.session.session import Session
from core.experiment.experiment import Experiment
from landscapes.base import Array, Landscape

ZOOM_STEP = 1.25  # of a key, and of a notch of the wheel
SLICE_MS = 6.0
LOOK_MS = 50
"""How long what is told of a pointer at rest may be outdated."""


class MapCanvas(QWidget):
    """Paints the map; `view_changed(View)` when a person looks at another part of it,
    `reading_changed(str)` when the pointer is over something else.

    A click sets the selected start, with Ctrl or Shift adds one; a start can be dragged and, when
    there are several, deleted. The wheel zooms about the pointer, the right or middle button pans,
    a double-click shows the whole domain again.
    """

    view_changed = Signal(object)
    reading_changed = Signal(str)

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self._appearance = appearance
        self._layers = Layers()
        self._view = View.of(session.picture.experiment.landscape)
        self._landscape: Landscape = session.picture.experiment.landscape
        self._starts: Array = np.empty((0, 2))
        self._starts_of: object = None  # what they were last computed from
        self._anatomy: tuple[tuple[AnatomyVector, ...], int | None] = ((), None)
        self._hand = Hand(self, session)
        self._pointer: QPointF | None = None  # where it is, while it is over the map and free
        self._looking = QTimer(self)
        self._looking.setSingleShot(True)
        self._looking.setInterval(LOOK_MS)
        self._looking.timeout.connect(self._look_again)
        self._painter = MapPainter()
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._paint_slices)
        self._shown, self._shown_ready = session.picture, session.picture.ready
        self._follow_experiment(session.experiment)
        self._set_up()
        self._connect()

    def _set_up(self) -> None:
        self.setObjectName("map-canvas")
        self.setAccessibleName("Map of the landscape")
        self.setAccessibleDescription(
            "Click to set the start, Ctrl+click to add one, drag a start to move it; "
            "wheel or + and − zoom, right button pans, 0 shows the whole domain"
        )
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)

    def _connect(self) -> None:
        session = self._session
        session.picture_changed.connect(self._follow_picture)
        session.experiment_changed.connect(self._follow_experiment)
        session.cursor_changed.connect(self._follow_cursor)
        session.start_selected.connect(self._repaint)
        session.highlight_changed.connect(self._repaint)
        self._appearance.theme_changed.connect(self._repaint)

    def sizeHint(self) -> QSize:
        return QSize(720, 540)

    @property
    def view(self) -> View:
        """The ranges that are asked to be visible."""
        return self._view

    @property
    def frame(self) -> Frame:
        """Where the points of the plane lie in the widget."""
        return Frame.fit(self._view, self.width(), self.height(), self.devicePixelRatioF())

    @property
    def starts(self) -> Array:
        """The starts as the hand has set them (S, 2); the picture may still show former ones."""
        return self._starts

    @property
    def pending(self) -> bool:
        """Whether a former ground is shown, stretched, until a new one is painted."""
        return self._painter.pending

    @property
    def is_plane(self) -> bool:
        """Whether there is a map: of two dimensions, and starts to match."""
        return self._landscape.dimension == 2 == self._starts.shape[1]

    @property
    def theme(self) -> Theme:
        """The theme it is painted in."""
        return self._appearance.theme

    @property
    def layers(self) -> Layers:
        """What is shown."""
        return self._layers

    def set_layers(self, layers: Layers) -> None:
        """Show something else."""
        self._layers = layers
        self._outdate()
        self.update()

    def set_anatomy(self, vectors: tuple[AnatomyVector, ...], active: int | None) -> None:
        """Show the vectors of the step that is looked at; they are no choice for an export."""
        if (vectors, active) != self._anatomy:
            self._anatomy = (vectors, active)
            self.update()

    def set_view(self, view: View) -> None:
        """Look at another part of the plane."""
        if view != self._view:
            self._view = view
            self._outdate()
            self.update()
            self.view_changed.emit(view)

    def reset_view(self) -> None:
        """Show the whole domain."""
        self.set_view(View.of(self._session.picture.experiment.landscape))

    def zoom(self, factor: float, about: QPointF | None = None) -> None:
        """Enlarge about a pixel, which stays where it is, or about the middle."""
        frame = self.frame
        shown = View(frame.x, frame.y)
        x, y = frame.to_data(frame.plot.center() if about is None else about)
        self.set_view(shown.zoomed(factor, x, y))

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        try:
            size, ratio = self.size().toTuple(), self.devicePixelRatioF()
            self._painter.paint(painter, self.scene, size, ratio, patient=True)
        finally:
            painter.end()
        if self._painter.pending:
            self._slices.start()

    @property
    def scene(self) -> Scene:
        """What is shown at this moment."""
        session, (vectors, active) = self._session, self._anatomy
        return Scene(
            session.picture,
            session.cursor,
            self.theme,
            self._view,
            dataclasses.replace(self._layers, anatomy=vectors, anatomy_active=active),
            session.selected_start,
            session.highlight,
            self._starts if self.is_plane else None,
        )

    def image(self, scale: float) -> QImage:
        """What is shown, in `scale` times its size."""
        image = QImage(self.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(self.theme.panel)
        image.setDevicePixelRatio(scale)
        painter = QPainter(image)
        try:
            MapPainter().paint(painter, self.scene, self.size().toTuple(), scale)
        finally:
            painter.end()
        return image

    @Slot()
    def _paint_slices(self) -> None:
        if self._painter.advance(SLICE_MS):
            self.update()
        if not self._painter.pending:
            self._slices.stop()

    # Following the session

    @Slot(object)
    def _follow_picture(self, picture: Picture) -> None:
        landscape = picture.experiment.landscape
        if landscape != self._landscape:
            former, self._landscape = self._landscape, landscape
            if (former.name, former.domain) != (landscape.name, landscape.domain):
                self.reset_view()
        grown_ahead = picture is self._shown and self._session.cursor <= self._shown_ready
        self._shown, self._shown_ready = picture, picture.ready
        if not grown_ahead:  # what lies ahead of the cursor is not on the map
            self._outdate()
            self.update()

    @Slot(object)
    def _follow_experiment(self, experiment: Experiment) -> None:
        key = (experiment.starts, experiment.seed, experiment.landscape.domain)
        if key != self._starts_of:
            self._starts, self._starts_of = experiment.start_positions(), key
            self.update()

    @Slot(int)
    def _follow_cursor(self, cursor: int) -> None:
        self._outdate()
        self.update()

    @Slot()
    def _repaint(self) -> None:
        self.update()

    # The hand

    def point_at(self, pixel: QPointF | None, item: ItemAt | None = None) -> None:
        """Tell what is under a pixel: an item of a memory, a place and its loss, or nothing."""
        text = ""
        if item is not None:
            text = describe_item(item)
        elif pixel is not None and self.is_plane:
            text = describe_place(self.frame, self._landscape, pixel)
        self.reading_changed.emit(text)

    def _outdate(self) -> None:
        """Something else may lie under a pointer at rest: look again soon, and once."""
        if self._pointer is not None and not self._looking.isActive():
            self._looking.start()

    @Slot()
    def _look_again(self) -> None:
        if self._pointer is not None:
            self._hand.move(self._pointer)

    def _keep_pointer(self, event: QMouseEvent) -> None:
        """A hand that holds something does not point, and must not seem to move by itself."""
        held = event.buttons() != Qt.MouseButton.NoButton
        self._pointer = None if held else event.position()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._keep_pointer(event)
        self._hand.press(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._keep_pointer(event)
        self._hand.move(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._keep_pointer(event)
        self._hand.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._keep_pointer(event)
        self._hand.double_click(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._pointer = None
        self._hand.leave()

    def wheelEvent(self, event: QWheelEvent) -> None:
        notches = event.angleDelta().y() / 120
        if notches:
            self.zoom(ZOOM_STEP**notches, event.position())
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(ZOOM_STEP)
            case Qt.Key.Key_Minus:
                self.zoom(1 / ZOOM_STEP)
            case Qt.Key.Key_0:
                self.reset_view()
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self._hand.remove_start()
            case _:
                super().keyPressEvent(event)
