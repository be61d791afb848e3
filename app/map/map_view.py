"""The map's panel: a header with what can be shown and done, and the canvas below it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from app.look.appearance import Appearance
from app.map.canvas import MapCanvas
from app.map.colour_menus import with_choice
from app.map.drawing.camera import Camera
from app.map.drawing.layers import AnatomyVector, Layers
from app.map.drawing.view import View
from app.map.layers_menu import LayersMenu
from app.map.planes.choice import PlaneButton
from app.map.planes.strip import PlaneStrip
from app.map.turning import ZOOM_STEP
from app.session.session import Session
from app.widgets.elided_label import ElidedLabel
from app.widgets.icon_button import IconButton
from core.experiment.view_plane import PlaneChoice
from landscapes.base import Landscape

if TYPE_CHECKING:
    from app.map.surface_hand import SurfaceHand

SURFACE_TIP = (
    "Surface\nThe landscape as a surface in place of the map, or the map again.\nA drag turns and "
    "tilts it, the wheel looks closer, a double click looks as at first; what lies under the "
    "pointer is told above."
)


class MapView(QWidget):
    """Title, buttons and canvas. `view` and `layers` are what an export should show too.

    `layers_changed(Layers)` and `view_changed(View)` when they change; `image_requested` when a
    person wants the map as an image file.
    """

    layers_changed = Signal(object)
    view_changed = Signal(object)
    image_requested = Signal()

    def __init__(
        self, session: Session, appearance: Appearance, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("map")
        self.setAccessibleName("Map")
        self._camera = Camera()
        self._hand: SurfaceHand | None = None
        self.canvas = MapCanvas(session, appearance, self)
        self.canvas.view_changed.connect(self.view_changed)
        self.canvas.layers_asked.connect(self.set_layers)
        self.setFocusProxy(self.canvas)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._head = self._header(appearance)
        column.addLayout(self._head)
        column.addWidget(self.canvas, 1)
        column.addWidget(PlaneStrip(self.canvas.planes, session, appearance, self))

    def _header(self, appearance: Appearance) -> QHBoxLayout:
        title = QLabel("Map")
        title.setProperty("role", "title")
        self.reading = ElidedLabel("", "number")
        self.reading.setObjectName("map-reading")
        self.reading.setAccessibleName("Under the pointer")
        self.reading.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.canvas.reading_changed.connect(self.reading.setText)
        self.layers_button = IconButton(
            appearance, "layers", "map-layers", "Layers\nWhat the map shows", self
        )
        self.layers_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.layers_menu = LayersMenu(self.canvas.planes, appearance, self)
        self.layers_menu.toggle_asked.connect(self._toggle)
        self.layers_menu.colours.chosen.connect(self.choose)
        self.wished = self.layers.colours  # by hand; a file that is opened may bring others
        self.layers_menu.show_layers(self.layers)
        self.layers_button.setMenu(self.layers_menu)
        self.grid = IconButton(
            appearance, "grid", "map-grid", "One map per method\nOr all methods on one map", self
        )
        self.grid.setCheckable(True)
        self.grid.clicked.connect(self.lay_out_otherwise)
        self.surface = IconButton(appearance, "surface", "map-surface", SURFACE_TIP, self)
        self.surface.setCheckable(True)
        self.surface.clicked.connect(self.raise_otherwise)
        self.zoom_in = IconButton(
            appearance, "zoom-in", "map-zoom-in", "Zoom in\n+, wheel or pinch", self
        )
        self.zoom_out = IconButton(
            appearance, "zoom-out", "map-zoom-out", "Zoom out\n−, wheel or pinch", self
        )
        self.fit = IconButton(appearance, "fit", "map-reset", "Whole domain\n0", self)
        self.image = IconButton(
            appearance,
            "camera",
            "map-image",
            "Save the map as an image…\nPNG, twice its size",
            self,
        )
        self.zoom_in.clicked.connect(self._zoom_in)
        self.zoom_out.clicked.connect(self._zoom_out)
        self.fit.clicked.connect(self.reset_view)
        self.image.clicked.connect(self.image_requested)
        row = QHBoxLayout()
        row.setContentsMargins(2, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(title)
        row.addWidget(self.reading, 1)
        self.plane = PlaneButton(self.canvas.planes, appearance, self)
        row.addWidget(self.plane)
        modes, zooms = (self.grid, self.surface), (self.zoom_in, self.zoom_out, self.fit)
        for button in (self.layers_button, *modes, *zooms, self.image):
            row.addWidget(button)
        return row

    def set_bare(self, bare: bool) -> None:
        """Show the canvas alone, or with its title and buttons again."""
        for place in range(self._head.count()):
            self._head.itemAt(place).widget().setHidden(bare)
        self.plane.setHidden(bare or not self.canvas.planes.of_network)

    def close_down(self) -> None:
        """End what is computed for the map."""
        self.canvas.planes.close()

    @property
    def view(self) -> View:
        """The ranges that are asked to be visible."""
        return self.canvas.view

    @property
    def landscape(self) -> Landscape:
        """What is drawn: of a network the ground of its plane."""
        return self.canvas.planes.picture.experiment.landscape

    @property
    def plane_choice(self) -> PlaneChoice | None:
        """Which plane is shown of a network."""
        planes = self.canvas.planes
        return planes.chosen if planes.of_newest else None

    def show_plane(self, choice: PlaneChoice) -> None:
        """Show another plane, of the network that is there or comes next."""
        self.canvas.planes.choose(choice)

    @property
    def layers(self) -> Layers:
        """What the map shows."""
        return self.canvas.layers

    @Slot(object)
    def set_layers(self, layers: Layers) -> None:
        """Show something else."""
        if layers == self.layers:
            return
        if layers.camera is not None:
            self._look_from(layers.camera)
        self.canvas.set_layers(layers)
        self.layers_menu.show_layers(layers)
        self.grid.setChecked(layers.is_grid)
        self.surface.setChecked(layers.camera is not None)
        self.layers_changed.emit(layers)

    @Slot(object, object)
    def set_anatomy(self, vectors: tuple[AnatomyVector, ...], active: int | None = None) -> None:
        """Show the vectors of a step, one of them perhaps in front; none hides them."""
        self.canvas.set_anatomy(vectors, active)

    def show_view(self, view: View) -> None:
        """Look at a part of the newest experiment's plane, as soon as its picture is there."""
        self.canvas.show_view(view)

    @Slot()
    def reset_view(self) -> None:
        """Show the whole domain; a surface as it is seen first."""
        if self._hand is not None and self.layers.camera is not None:
            self._hand.reset()
        self.canvas.reset_view()

    @Slot()
    def lay_out_otherwise(self) -> None:
        """Show one map for each method, or all on one again."""
        self.set_layers(self.layers.laid_out_otherwise())

    @Slot(str, str)
    def choose(self, kind: str, name: str) -> None:
        """Take a choice of `colour_menus.MENUS`."""
        colours = with_choice(self.layers.colours, self.canvas.theme, kind, name)
        self.wished = with_choice(self.wished, self.canvas.theme, kind, name)
        self.set_layers(dataclasses.replace(self.layers, colours=colours))

    @Slot()
    def raise_otherwise(self) -> None:
        """Show the landscape as a surface, as it was seen last, or the map again."""
        camera = self._camera if self.layers.camera is None else None
        self.set_layers(dataclasses.replace(self.layers, camera=camera))

    def _look_from(self, camera: Camera) -> None:
        self._camera = camera
        if self.layers.camera is None:  # the map's own hand points at nothing meanwhile
            QCoreApplication.sendEvent(self.canvas, QEvent(QEvent.Type.Leave))
        if self._hand is None:
            from app.map.surface_hand import SurfaceHand  # few ever need it

            self._hand = SurfaceHand(self.canvas)

    @Slot(str)
    def _toggle(self, name: str) -> None:
        self.set_layers(self.layers.toggled(name))

    @Slot()
    def _zoom_in(self) -> None:
        self._zoom(ZOOM_STEP)

    @Slot()
    def _zoom_out(self) -> None:
        self._zoom(1 / ZOOM_STEP)

    def _zoom(self, factor: float) -> None:
        if self._hand is not None and self.layers.camera is not None:
            self._hand.zoom(factor)
        else:
            self.canvas.zoom(factor)
