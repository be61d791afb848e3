"""Work that was never saved, kept for the next window."""

from __future__ import annotations

import contextlib

from PySide6.QtCore import QSettings

from app import settings as kept
from core.experiment import experiment_file
from core.experiment.errors import ExperimentError
from core.experiment.experiment import Experiment

_KEY = "session/unsaved"


class UnsavedWork:
    """The one experiment that is kept; without settings it keeps nothing."""

    def __init__(self, settings: QSettings | None) -> None:
        self._settings = settings

    @property
    def experiment(self) -> Experiment | None:
        """What was being worked on and was not saved."""
        stored = kept.text(self._settings, _KEY)
        if stored:
            with contextlib.suppress(ExperimentError):  # of a later version, say
                return experiment_file.loads(stored)
        return None

    def keep(self, experiment: Experiment) -> None:
        """Keep this one in the place of what was kept."""
        if self._settings is not None:
            self._settings.setValue(_KEY, experiment_file.dumps(experiment))
