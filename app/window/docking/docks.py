"""The panels around the map, a line each: where they stand at first, and what makes them."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.look.appearance import Appearance
from app.map.map_view import MapView
from app.panels.charts import ChartsPanel
from app.panels.memory.panel import MemoryPanel
from app.panels.standing import StandingPanel
from app.session.session import Session
from app.widgets.panel_frame import Column, PanelFrame, framed

LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea
TOP, BOTTOM = Qt.DockWidgetArea.TopDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea
_NARROWEST, _NARROWEST_CONTROLS = 236, 272


class Parts(Protocol):
    """What the panels are made of: a window."""

    session: Session
    appearance: Appearance
    map_view: MapView
    landscape: QWidget
    starts: QWidget
    methods: QWidget
    run: QWidget
    charts: ChartsPanel
    memory: MemoryPanel
    standing: StandingPanel


class Row(NamedTuple):
    """A panel: its name as in `core.experiment.view_state.PANELS`, its title, the side of the map
    on which it stands at first, perhaps as a tab `beside` another one, and its least width.

    The title holds its `head`, if it has one. One that is made `later` is made when the first
    picture stands.
    """

    name: str
    title: str
    area: Qt.DockWidgetArea
    make: Callable[[Parts], QWidget]
    head: Callable[[Parts], QWidget] | None = None
    least: int = _NARROWEST
    beside: str = ""
    later: bool = False


def _controls(parts: Parts) -> QWidget:
    column = Column("controls", parts.landscape, parts.starts, parts.methods)
    return PanelFrame("controls-frame", column, parts.run)


def _standing(parts: Parts) -> QWidget:
    return framed("standing-frame", parts.standing)


def _anatomy(parts: Parts) -> QWidget:
    from app.panels.anatomy.panel import AnatomyPanel  # not on the way to the first paint

    anatomy = AnatomyPanel(parts.session, parts.appearance)
    anatomy.vectors_changed.connect(parts.map_view.set_anatomy)
    return framed("anatomy-frame", anatomy)


ROWS = (
    Row("controls", "Controls", LEFT, _controls, least=_NARROWEST_CONTROLS),
    Row("charts", "Charts", BOTTOM, lambda parts: parts.charts, lambda p: p.charts.take_head()),
    Row(
        *("memory", "Memory", RIGHT, lambda parts: parts.memory),
        head=lambda parts: parts.memory.take_head(),
    ),
    Row(
        *("standing", "Standing", RIGHT, _standing),
        head=lambda parts: parts.standing.take_head(),
    ),
    Row(
        *("anatomy", "Step anatomy", RIGHT, _anatomy),
        beside="standing",
        later=True,
    ),
)
"""In the order in which menus name them."""
