"""The map as it is seen: paints the session's picture and follows it."""

from __future__ import annotations

import dataclasses

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.look.appearance import Appearance, Theme
from app.map.crosshair import crosses, draw_crosses, touched
from app.map.drawing.cells import Cells
from app.map.drawing.grid import cells_of_scene
from app.map.drawing.layers import AnatomyVector, Layers
from app.map.drawing.painter import MapPainter
from app.map.drawing.scene import Scene
from app.map.drawing.view import Frame, View
from app.map.gaze import Gaze, is_elsewhere, whole_of
from app.map.planes.planes import Planes
from app.session.session import Session
from core.experiment.experiment import Experiment
from landscapes.base import Array, Landscape

SLICE_MS = 6.0


class PaintedMap(QWidget):
    """Paints the map; `view_changed(View)` when another part of it is looked at.

    `outdated` says that something else may lie under a pointer at rest.
    """

    view_changed = Signal(object)
    outdated = Signal()

    def __init__(self, session: Session, appearance: Appearance, parent: QWidget | None = None):
        super().__init__(parent)
        self._session = session
        self._appearance = appearance
        self._layers = Layers()
        self.planes = Planes(session, self)
        self._landscape: Landscape = self.planes.picture.experiment.landscape
        self.gaze = Gaze(self._landscape, self)
        self._starts: Array = np.empty((0, 2))
        self._starts_of: object = None  # what they were last computed from
        self._anatomy: tuple[tuple[AnatomyVector, ...], int | None] = ((), None)
        self._method: int | None = None  # whose cell of a grid is worked on
        self._crosses: list[QPointF] = []  # of the pointer's place, in the other cells
        self._painter = MapPainter()
        self._slices = QTimer(self)
        self._slices.setInterval(0)
        self._slices.timeout.connect(self._paint_slices)
        self._shown, self._shown_ready = self.planes.picture, self.planes.picture.ready
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(240, 180)
        self._follow_experiment(session.experiment)
        self._connect()

    def _connect(self) -> None:
        session = self._session
        self.planes.changed.connect(self._follow_picture)
        self.gaze.moved.connect(self._change)
        self.gaze.view_changed.connect(self.view_changed)
        session.experiment_changed.connect(self._follow_experiment)
        session.cursor_changed.connect(self._follow_cursor)
        session.start_selected.connect(self._repaint)
        session.highlight_changed.connect(self._repaint)
        self._appearance.theme_changed.connect(self._repaint)

    def sizeHint(self) -> QSize:
        return QSize(720, 540)

    @property
    def view(self) -> View:
        """The ranges that are asked to be visible, outside a close-up."""
        return self.gaze.view

    @property
    def looked_at(self) -> View:
        """The ranges that are visible now, the close-up of a step included."""
        return self.gaze.looked_at

    @property
    def frame(self) -> Frame:
        """Where the points of the plane lie in the widget; of a grid, in the cell that is worked
        on."""
        cells = self.cells
        if cells is not None:
            return cells.of(self._method).frame
        return Frame.fit(self.looked_at, self.width(), self.height(), self.devicePixelRatioF())

    @property
    def cells(self) -> Cells | None:
        """Where the maps of the methods lie; None where all are on one."""
        size = (float(self.width()), float(self.height()))
        return cells_of_scene(self._whole_scene, size, self.devicePixelRatioF())

    def enter(self, place: QPointF) -> None:
        """Work on the cell at a pixel from now on."""
        cells = self.cells
        self._method = None if cells is None else cells.at(place).method

    def mark(self, pixel: QPointF | None) -> None:
        """Mark the place under a pixel of one cell in all others, or no place."""
        cells, found = self.cells, list[QPointF]()
        if cells is not None and pixel is not None:
            cell = cells.of(self._method)
            found = crosses(cells, cell.method, cell.frame.to_data(pixel))
        for place in (*self._crosses, *found) if found != self._crosses else ():
            self.update(touched(place))
        self._crosses = found

    @property
    def starts(self) -> Array:
        """The starts as the hand has set them (S, 2); the picture may still show former ones."""
        if self.planes.is_planar:
            return self.planes.picture.experiment.start_positions()
        return self._starts

    @property
    def pending(self) -> bool:
        """Whether a former ground is shown, stretched, until a new one is painted."""
        return self._painter.pending

    @property
    def is_plane(self) -> bool:
        """Whether there is a map: of two dimensions, and starts to match."""
        return self._landscape.dimension == 2 == self.starts.shape[1]

    @property
    def moves_starts(self) -> bool:
        """Whether a start lies where a hand puts it; those of networks are initialised."""
        return self.is_plane and not self.planes.of_network

    @property
    def _landscape_now(self) -> Landscape:
        """The landscape that is shown, where it stands at the cursor."""
        return self.planes.picture.experiment.landscape_at(self._session.cursor)

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
        self._change()

    def set_anatomy(self, vectors: tuple[AnatomyVector, ...], active: int | None) -> None:
        """Show the vectors of the step that is looked at; they are no choice for an export.

        While one of them is active, the step is walked through: it is looked at closely, and
        afterwards the view is what it was before.
        """
        if (vectors, active) == self._anatomy:
            return
        former, was_active = self._anatomy
        self._anatomy = vectors, active
        if active is None or not vectors:
            self.gaze.step_back(glides=self.isVisible())
        elif vectors != former or was_active is None:
            self.gaze.come_near(vectors, glides=self.isVisible())
        self._change()

    def set_view(self, view: View) -> None:
        """Look at another part of the plane; within a close-up until that ends."""
        self.gaze.set_view(view)

    def show_view(self, view: View) -> None:
        """Look at a part of the newest experiment's plane, as soon as its picture is there."""
        self.gaze.show(view, self._session.experiment.landscape, self._landscape)

    def reset_view(self) -> None:
        """Show the whole domain."""
        self.gaze.reset(self.planes.picture.experiment.landscape)

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
            self._tell_planes()
            scene = dataclasses.replace(self._whole_scene, view=self.gaze.seen)
            self._painter.paint(painter, scene, size, ratio, patient=True)
            if self._crosses and scene.layers.is_grid:
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                draw_crosses(painter, self.theme, self._crosses)
        finally:
            painter.end()
        if self._painter.pending:
            self._slices.start()

    @property
    def scene(self) -> Scene:
        """What is shown at this moment; of a grid, in the cell that is worked on."""
        scene, cells = self._whole_scene, self.cells
        if cells is None:
            return scene
        return scene.alone(cells.of(self._method).method, cells.shrunk)

    def _tell_planes(self) -> None:
        if self.planes.of_network:
            frame = self.frame
            self.planes.look_at((frame.x, frame.y), frame.plot.width() / frame.plot.height())

    @property
    def _whole_scene(self) -> Scene:
        session, planes, (vectors, active) = self._session, self.planes, self._anatomy
        layers = self._layers.on_plane if planes.is_planar else self._layers
        return Scene(
            planes.picture,
            session.cursor,
            self.theme,
            self.looked_at,
            dataclasses.replace(layers, anatomy=vectors, anatomy_active=active),
            0 if planes.is_planar else session.selected_start,
            session.highlight,
            self.starts if self.is_plane else None,
            on_plane=planes.on_plane,
        )

    def image(self, scale: float) -> QImage:
        """What is shown, in `scale` times its size."""
        image = QImage(self.size() * scale, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(self.theme.panel)
        image.setDevicePixelRatio(scale)
        painter = QPainter(image)
        try:
            MapPainter().paint(painter, self._whole_scene, self.size().toTuple(), scale)
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

    @Slot()
    def _follow_picture(self) -> None:
        picture = self.planes.picture
        landscape = picture.experiment.landscape
        if landscape != self._landscape:
            former, self._landscape = self._landscape, landscape
            if is_elsewhere(former, landscape):
                kept = self._carried(former)
                self.gaze.turn_to(landscape, planar=self.planes.is_planar, kept=kept)
        grown_ahead = picture is self._shown and self._session.cursor <= self._shown_ready
        self._shown, self._shown_ready = picture, picture.ready
        if not grown_ahead:  # what lies ahead of the cursor is not on the map
            self._change()

    def _carried(self, former: Landscape) -> View | None:
        """The part of the plane that a person looked at, on the one laid in its place."""
        if not self.planes.is_planar or self.view == whole_of(former):
            return None
        kept = self.planes.carried((self.view.x, self.view.y))
        return None if kept is None else View(*kept)

    @Slot(object)
    def _follow_experiment(self, experiment: Experiment) -> None:
        key = (experiment.starts, experiment.seed, experiment.landscape.domain)
        if key != self._starts_of:
            self._starts, self._starts_of = experiment.start_positions(), key
            self.update()

    @Slot(int)
    def _follow_cursor(self, cursor: int) -> None:
        self._change()

    def _change(self) -> None:
        self.outdated.emit()
        self.update()

    @Slot()
    def _repaint(self) -> None:
        self.update()

    @property
    def legend_card(self) -> QRectF:
        """Where the legend lies; empty where there is none."""
        return self._painter.legend_card
