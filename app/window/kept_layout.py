"""What a window keeps of its looks from one sitting to the next: its place, where its panels stand,
its charts, the columns of its standing, where the legend of its map lies and which colours it has.

Where the panels stand is kept with a version: what was made for other panels would squeeze a new
one to nothing, so a layout of another version counts as none.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
from typing import Any

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow

from app import settings as kept
from app.map.map_view import MapView
from app.panels.charts import ChartsPanel
from app.panels.standing import StandingPanel
from app.panels.standing.rows import KEYS, Kind
from app.widgets.splitter import Splitter
from core.experiment.errors import ExperimentError
from core.experiment.view_colours import Colours
from core.measures.series import SERIES

VERSION = 3  # 2 kept the sizes of panes that could not be moved, 1 kept them nameless
"""Of the panels' layout: to be raised with every change of what it means."""
_STUDY_VERSION = 2
_GEOMETRY, _LAYOUT = "window/geometry", "window/layout"
_CHARTS = {"window/charts": False, "window/network-charts": True}
_COLUMNS: dict[str, Kind] = {
    "window/standing": "planes",
    "window/network-standing": "networks",
    "window/task-standing": "tasks",
}
_LEGEND, _COLOURS = "map/legend", "map/colours"
_NONE = "none"
_STUDY, _OWN = "window/study", "window/layouts"
_FORMER = "window/splitters"


class KeptLayout:
    """Reads and writes one window's part of the settings; without settings it does nothing."""

    def __init__(self, settings: QSettings | None, *, restores: bool = True) -> None:
        """With `restores` off it only writes: a window begins as the first one did."""
        self._settings = settings
        self._found = settings if restores else None

    def restore(self, window: QMainWindow, charts: ChartsPanel, standing: StandingPanel) -> bool:
        """Make a new window like the one that was closed last; whether its place was known."""
        for name, networks in _CHARTS.items():
            shown = kept.text(self._found, name).split()
            if shown == [_NONE] or not SERIES.keys().isdisjoint(shown):
                charts.wish(shown, networks=networks)
        for name, kind in _COLUMNS.items():
            columns = kept.text(self._found, name).split()
            if columns == [_NONE] or not set(KEYS).isdisjoint(columns):
                standing.wish(columns, kind)
        geometry = kept.block(self._found, _GEOMETRY)
        return bool(geometry) and window.restoreGeometry(QByteArray(geometry))

    def keep(self, window: QMainWindow, charts: ChartsPanel, standing: StandingPanel) -> None:
        """Keep what a closing window is like."""
        if self._settings is None:
            return
        self._settings.remove(_FORMER)
        self._settings.setValue(_GEOMETRY, window.saveGeometry())
        for name, networks in _CHARTS.items():
            self._settings.setValue(name, " ".join(charts.wished(networks=networks)) or _NONE)
        for name, kind in _COLUMNS.items():
            self._settings.setValue(name, " ".join(standing.wished(kind)) or _NONE)

    @property
    def layout(self) -> Any:
        """What was kept of where the panels stand; None where it is nothing of this version."""
        layout = self._read(self._found, _LAYOUT)
        known = isinstance(layout, dict) and layout.get("version") == VERSION
        return layout.get("panels") if known else None

    def keep_layout(self, panels: dict[str, Any]) -> None:
        """Keep where the panels stand."""
        if self._settings is not None:
            told = {"version": VERSION, "panels": panels}
            self._settings.setValue(_LAYOUT, json.dumps(told))

    def own_layouts(self) -> dict[str, Any]:
        """The layouts that a person has saved, by their names; with or without `restores`."""
        told = self._read(self._settings, _OWN)
        if not isinstance(told, dict) or told.get("version") != VERSION:
            return {}
        own = told.get("layouts")
        return own if isinstance(own, dict) else {}

    def keep_own(self, layouts: dict[str, Any]) -> None:
        """Keep them all."""
        if self._settings is not None:
            told = {"version": VERSION, "layouts": layouts}
            self._settings.setValue(_OWN, json.dumps(told))

    def restore_map(self, map_view: MapView) -> None:
        """Put the map's legend where it was put last, and choose its colours alike."""
        with contextlib.suppress(ValueError, RecursionError, ExperimentError):
            told = json.loads(kept.text(self._settings, _COLOURS, "null"))
            if told is not None:
                map_view.wished = Colours.parse(told, _COLOURS)
                map_view.set_layers(dataclasses.replace(map_view.layers, colours=map_view.wished))
        words = kept.text(self._found, _LEGEND).split()
        with contextlib.suppress(ValueError):
            x, y = map(float, words)
            if 0 <= x <= 1 and 0 <= y <= 1:
                map_view.set_layers(dataclasses.replace(map_view.layers, legend_at=(x, y)))

    def keep_map(self, map_view: MapView) -> None:
        """Keep where a person has put the map's legend, if anywhere, and the colours chosen."""
        if self._settings is not None:
            self._settings.setValue(_COLOURS, json.dumps(map_view.wished.describe()))
            at = map_view.layers.legend_at
            self._settings.setValue(_LEGEND, " ".join(map(repr, at)) if at else _NONE)

    def restore_study(self, splitter: Splitter) -> None:
        """Make a new study page like the one that was closed last."""
        layout = self._read(self._found, _STUDY)
        if isinstance(layout, dict) and layout.get("version") == _STUDY_VERSION:
            sizes = layout.get("sizes")
            splitter.restore(sizes.get(splitter.objectName()) if isinstance(sizes, dict) else None)

    def keep_study(self, splitter: Splitter) -> None:
        """Keep what a closing study page is like."""
        if self._settings is not None and splitter.moved:
            sizes = {splitter.objectName(): splitter.named_sizes}
            told = {"version": _STUDY_VERSION, "sizes": sizes}
            self._settings.setValue(_STUDY, json.dumps(told))

    @staticmethod
    def _read(settings: QSettings | None, key: str) -> Any:
        """What JSON says under a key; None where it is none."""
        try:
            return json.loads(kept.text(settings, key, "null"))
        except (ValueError, RecursionError):
            return None
