"""What a window keeps from one session to the next: its layout, its charts and unsaved work."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QMainWindow, QSplitter

from app.panels.charts import ChartsPanel
from app.session.session import Session
from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment

_GEOMETRY, _SPLITTERS = "window/geometry", "window/splitters"
_CHARTS, _UNSAVED = "window/charts", "session/unsaved"


class WindowMemory:
    """Reads and writes one window's part of the settings; without settings it does nothing."""

    def __init__(self, settings: QSettings | None) -> None:
        self._settings = settings

    def restore(
        self, window: QMainWindow, splitters: Mapping[str, QSplitter], charts: ChartsPanel
    ) -> None:
        """Make a new window like the one that was closed last."""
        if self._settings is None:
            return
        geometry = self._settings.value(_GEOMETRY)
        if isinstance(geometry, QByteArray):
            window.restoreGeometry(geometry)
        for name, splitter in splitters.items():
            state = self._settings.value(f"{_SPLITTERS}/{name}")
            if isinstance(state, QByteArray):
                splitter.restoreState(state)
        shown = self._settings.value(_CHARTS)
        if isinstance(shown, str):
            charts.set_shown(shown.split())

    def keep(
        self,
        window: QMainWindow,
        splitters: Mapping[str, QSplitter],
        charts: ChartsPanel,
        session: Session,
    ) -> None:
        """Keep what a closing window is like, and its experiment where that was not saved."""
        if self._settings is None:
            return
        self._settings.setValue(_GEOMETRY, window.saveGeometry())
        for name, splitter in splitters.items():
            self._settings.setValue(f"{_SPLITTERS}/{name}", splitter.saveState())
        self._settings.setValue(_CHARTS, " ".join(charts.shown))
        if session.modified:
            self._settings.setValue(_UNSAVED, experiment_file.dumps(session.experiment))

    @property
    def unsaved(self) -> Experiment | None:
        """The experiment that was last closed without being saved."""
        text = self._settings.value(_UNSAVED) if self._settings is not None else None
        if isinstance(text, str):
            with contextlib.suppress(ExperimentError):  # of a later version, say
                return experiment_file.loads(text)
        return None
