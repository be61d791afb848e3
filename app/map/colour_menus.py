"""Which colours the ground has and how finely its levels stand: choices in the menu of layers."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import QObject, QPointF, Signal, Slot
from PySide6.QtGui import (
    QAction,
    QActionGroup,
    QColor,
    QIcon,
    QImage,
    QPainter,
    QPen,
    QPixmap,
    QPolygonF,
)
from PySide6.QtWidgets import QMenu

from app.look.appearance import Appearance
from app.look.theme import Theme
from app.look.tool_tips import set_tip
from app.map.drawing.colours import shades
from app.map.drawing.tones import toned
from core.experiment.view_colours import Colours

COLOUR_TITLES = {
    "viridis": "Viridis",
    "cividis": "Cividis",
    "plasma": "Plasma",
    "inferno": "Inferno",
    "magma": "Magma",
    "cet-cbl1": "Blue to sand (CET-CBL1)",
    "cet-cbl2": "Blue to yellow (CET-CBL2)",
    "cet-l1": "Grey (CET-L1)",
}
LEVEL_TITLES = {"fewer": "Fewer levels", "usual": "Usual levels", "more": "More levels"}
SPACING_TITLES = {"round": "Levels at round values", "even": "Levels even in the scale"}
MENUS = {
    "colour-map": ("Colour map", COLOUR_TITLES, "The colours of the ground in this theme"),
    "levels": ("Contour levels", LEVEL_TITLES, "How many levels the colours and contours have"),
    "spacing": ("Level spacing", SPACING_TITLES, "Where the levels lie on the scale"),
}
SWATCH = 32
"""Pixels of the side of a picture of a map's colours."""


def chosen_in(colours: Colours, theme: Theme, kind: str) -> str:
    """What stands chosen of a kind of MENUS in a theme."""
    if kind == "colour-map":
        return colours.dark if theme.is_dark else colours.light
    return str(getattr(colours, kind))


def with_choice(colours: Colours, theme: Theme, kind: str, name: str) -> Colours:
    """The colours with another choice; of a colour map, for this theme alone."""
    key = theme.name if kind == "colour-map" else kind
    change: dict[str, Any] = {key: name}
    return dataclasses.replace(colours, **change)


class ColourMenus(QObject):
    """Three menus of exclusive choices; `chosen(str, str)` tells a kind of MENUS and a name."""

    chosen = Signal(str, str)

    def __init__(self, menu: QMenu, appearance: Appearance) -> None:
        super().__init__(menu)
        self._appearance = appearance
        self.actions: dict[tuple[str, str], QAction] = {}
        for kind, (title, names, tip) in MENUS.items():
            below = menu.addMenu(title)
            below.setObjectName(f"map-{kind}-menu")
            below.setToolTipsVisible(True)
            set_tip(below.menuAction(), tip)
            group = QActionGroup(below)
            for name, words in names.items():
                action = below.addAction(words)
                action.setObjectName(f"map-{kind}-{name}")
                action.setData((kind, name))
                action.setCheckable(True)
                set_tip(action, f"{tip}: {words[:1].lower()}{words[1:]}")
                action.triggered.connect(self._choose)
                group.addAction(action)
                self.actions[kind, name] = action
            if kind == "colour-map":
                below.aboutToShow.connect(self._paint_swatches)

    def show(self, colours: Colours) -> None:
        """Check what is chosen in the theme that is in use."""
        theme = self._appearance.theme
        for kind in MENUS:
            self.actions[kind, chosen_in(colours, theme, kind)].setChecked(True)

    @Slot()
    def _choose(self) -> None:
        action = self.sender()
        if isinstance(action, QAction):
            self.chosen.emit(*action.data())

    @Slot()
    def _paint_swatches(self) -> None:
        """Each map as the ground would have it; only once somebody looks."""
        theme = self._appearance.theme
        for (kind, name), action in self.actions.items():
            if kind == "colour-map":
                action.setIcon(_swatch(toned(theme, Colours(dark=name, light=name))))


def _swatch(theme: Theme) -> QIcon:
    """The colours from low to high, with a tick where the map is chosen: a menu shows an icon in
    the place of its own."""
    table = shades(theme)
    image = QImage(table.tobytes(), len(table), 1, 3 * len(table), QImage.Format.Format_RGB888)
    found, plain = QIcon(), QPixmap.fromImage(image.scaled(SWATCH, SWATCH))
    found.addPixmap(plain, state=QIcon.State.Off)
    painter = QPainter(plain)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    tick = QPolygonF([QPointF(7, 17), QPointF(13, 23), QPointF(25, 9)])
    for width, colour in ((8.0, theme.map_halo), (4.0, theme.map_ink)):
        painter.setPen(QPen(QColor(colour), width))
        painter.drawPolyline(tick)
    painter.end()
    found.addPixmap(plain, state=QIcon.State.On)
    return found
