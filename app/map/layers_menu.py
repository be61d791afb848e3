"""The menu of the map's layers: what it shows, what of that means something, and its colours."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.look.appearance import Appearance
from app.look.tool_tips import set_tip
from app.map.colour_menus import ColourMenus
from app.map.drawing.layers import NOT_ON_PLANES, Layers
from app.map.planes.planes import Planes
from core.experiment.view_state import PLANE_LAYERS

LAYER_TITLES = {
    "trails": "Trails",
    "heads": "Heads of the trails",
    "memory": "Memory arrows",
    "minima": "Known minima",
    "contours": "Contour lines",
    "legend": "Legend",
    "step_counter": "Step counter",
    "ellipses": "Curvature ellipses",
    "sharpness": "Colour by sharpness",
    "grid_lines": "Grid lines",
    "axis_names": "Names of the axes",
    "minima_names": "Names of the minima",
    "fading": "Trails fade off the plane",
    "true_loss": "True loss in the trails",
}
LAYER_TIPS = {
    "ellipses": "Around each head, how far a point may go until the loss changes by one contour\n"
    "level: small and thin where it is sharp, dashed where it curves downward",
    "sharpness": "The largest eigenvalue λmax of the Hessian in place of the loss",
    "fading": "The fainter a trail, the farther the run is off the plane",
    "true_loss": "The middle of a trail has the colour of the run's own loss: where that is not "
    "the ground's, the plane tells something else",
}
ONLY_ON_PLANES = "Only on the plane of a network"
NOT_OF_PLANES = "Not on a plane through a network's runs: it would be of the plane alone"


class LayersMenu(QMenu):
    """`toggle_asked(name)` when a layer is to be shown or hidden, `offer_changed` when other layers
    mean something."""

    toggle_asked = Signal(str)
    offer_changed = Signal()

    def __init__(self, planes: Planes, appearance: Appearance, parent: QWidget) -> None:
        super().__init__(parent)
        self._planes = planes
        self.setObjectName("map-layers-menu")
        self.setToolTipsVisible(True)
        self.layer_actions: dict[str, QAction] = {}
        self._not_offered: dict[str, str] | None = None
        self._layers: Layers | None = None
        for name, title in LAYER_TITLES.items():
            if name in ("ellipses", "fading"):
                self.addSeparator()
            action = self.addAction(title)
            action.setObjectName(f"map-layer-{name}")
            action.setData(name)
            action.setCheckable(True)
            action.triggered.connect(self._ask)
            self.layer_actions[name] = action
        self._offer()
        planes.told.connect(self._offer)
        planes.changed.connect(self._offer)
        self.addSeparator()
        self.colours = ColourMenus(self, appearance)
        appearance.theme_changed.connect(self._show_colours)

    @property
    def meaningless(self) -> dict[str, str]:
        """The layers that mean nothing here, and why."""
        if self._planes.of_network:
            return dict.fromkeys(NOT_ON_PLANES, NOT_OF_PLANES)
        return dict.fromkeys(PLANE_LAYERS, ONLY_ON_PLANES)

    def show_layers(self, layers: Layers) -> None:
        """Check what is shown."""
        self._layers = layers
        for name, action in self.layer_actions.items():
            action.setChecked(getattr(layers, name))
        self._show_colours()

    @Slot()
    def _show_colours(self) -> None:
        if self._layers is not None:
            self.colours.show(self._layers.colours)

    @Slot()
    def _offer(self) -> None:
        meaningless = self.meaningless
        if meaningless == self._not_offered:
            return
        self._not_offered = meaningless
        for name, action in self.layer_actions.items():
            action.setEnabled(name not in meaningless)
            tip = LAYER_TIPS.get(name, f"{LAYER_TITLES[name]}: on or off")
            set_tip(action, meaningless.get(name, tip))
        self.offer_changed.emit()

    @Slot()
    def _ask(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.toggle_asked.emit(action.data())
