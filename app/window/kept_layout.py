"""What a window keeps of its looks from one sitting to the next: its place, its panes, its charts,
the columns of its standing, where the legend of its map lies and which colours it has.

The panes' sizes are kept by their names and with a version: sizes that were made for other panes
would squeeze a new one to nothing, so a layout of another version counts as none.
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
from app.panels.standing.rows import KEYS
from app.widgets.splitter import Splitter
from app.window.desk import Desk
from core.experiment.errors import ExperimentError
from core.experiment.view_colours import Colours
from core.measures.series import SERIES

VERSION = 2  # 1 kept the state of each splitter as Qt writes it, nameless
"""To be raised with every change of which panes there are, or of what they mean."""
_GEOMETRY, _LAYOUT, _CHARTS = "window/geometry", "window/layout", "window/charts"
_COLUMNS = "window/standing"
_LEGEND, _COLOURS = "map/legend", "map/colours"
_NONE = "none"
_STUDY = "window/study"
_FORMER = "window/splitters"


class KeptLayout:
    """Reads and writes one window's part of the settings; without settings it does nothing."""

    def __init__(self, settings: QSettings | None, *, restores: bool = True) -> None:
        """With `restores` off it only writes: a window begins as the first one did."""
        self._settings = settings
        self._found = settings if restores else None

    def restore(
        self, window: QMainWindow, desk: Desk, charts: ChartsPanel, standing: StandingPanel
    ) -> bool:
        """Make a new window like the one that was closed last; whether its place was known."""
        sizes = self._sizes()
        for splitter in desk.splitters:
            splitter.restore(sizes.get(splitter.objectName()))
        shown = kept.text(self._found, _CHARTS).split()
        if shown == [_NONE] or not SERIES.keys().isdisjoint(shown):
            charts.set_shown(shown)
        columns = kept.text(self._found, _COLUMNS).split()
        if columns == [_NONE] or not set(KEYS).isdisjoint(columns):
            standing.show_named(columns)
        geometry = kept.block(self._found, _GEOMETRY)
        return bool(geometry) and window.restoreGeometry(QByteArray(geometry))

    def keep(
        self, window: QMainWindow, desk: Desk, charts: ChartsPanel, standing: StandingPanel
    ) -> None:
        """Keep what a closing window is like."""
        if self._settings is None:
            return
        self._settings.remove(_FORMER)
        self._settings.setValue(_GEOMETRY, window.saveGeometry())
        self._settings.setValue(_CHARTS, " ".join(charts.shown) or _NONE)
        self._settings.setValue(_COLUMNS, " ".join(standing.columns_shown) or _NONE)
        sizes = {
            splitter.objectName(): splitter.named_sizes
            for splitter in desk.splitters
            if splitter.moved
        }
        self._settings.setValue(_LAYOUT, json.dumps({"version": VERSION, "sizes": sizes}))

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
        splitter.restore(self._sizes(_STUDY).get(splitter.objectName()))

    def keep_study(self, splitter: Splitter) -> None:
        """Keep what a closing study page is like."""
        if self._settings is not None and splitter.moved:
            sizes = {splitter.objectName(): splitter.named_sizes}
            self._settings.setValue(_STUDY, json.dumps({"version": VERSION, "sizes": sizes}))

    def _sizes(self, key: str = _LAYOUT) -> dict[str, Any]:
        """What is kept of each splitter, if anything, by its name."""
        try:
            layout = json.loads(kept.text(self._found, key, "null"))
        except (ValueError, RecursionError):
            return {}
        if not isinstance(layout, dict) or layout.get("version") != VERSION:
            return {}
        sizes = layout.get("sizes")
        return sizes if isinstance(sizes, dict) else {}
