"""Starts the window: the process's Qt application, its settings, and how it ends."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication

from app.appearance import Appearance
from app.display import display_missing
from app.garbage import Collector

NAME = "Basinscope"
DONE, REFUSED, INTERRUPTED = 0, 2, 130
_PIXMAP_KILOBYTES = 128 * 1024
_HEARTBEAT_MILLISECONDS = 200
_COLLECTION_MILLISECONDS = 100


def run_window(*paths: Path) -> int:
    """Show the window, with a file opened in it where one is named; the exit code.

    With no display: 2, and a message that names `export`.
    """
    if display_missing(os.environ):
        print(
            "There is no display to show the window on. To make a video without one:\n"
            "  basinscope export EXPERIMENT.json -o OUT.mp4",
            file=sys.stderr,
        )
        return REFUSED
    application = make_application()
    settings = QSettings()
    appearance = Appearance(settings, wait=True)
    from app.main_window import MainWindow
    from app.session import Session

    window = MainWindow(Session(), appearance, settings)
    interruptible = _Interrupt(application)
    collector, collections = Collector(), QTimer()
    collections.timeout.connect(collector.collect)
    collections.start(_COLLECTION_MILLISECONDS)
    for path in paths[:1]:
        window.files.open_path(path)
    window.first_painted.connect(window.session.warm_up)
    window.first_painted.connect(window.session.play)
    appearance.begin()
    window.show()
    application.exec()
    window.session.close()
    return INTERRUPTED if interruptible.happened else DONE


def make_application() -> QApplication:
    """The process's application: our name, and room for the map in the pixmap cache."""
    application = QApplication.instance() or QApplication([NAME])
    application.setApplicationName(NAME)
    application.setOrganizationName(NAME)
    QPixmapCache.setCacheLimit(_PIXMAP_KILOBYTES)
    return application


class _Interrupt:
    """Ctrl+C in the terminal closes the window properly; Qt alone would not look for it."""

    def __init__(self, application: QApplication) -> None:
        self.happened = False
        self._application = application
        self._heartbeat = QTimer()
        self._heartbeat.timeout.connect(self._let_python_run)
        self._heartbeat.start(_HEARTBEAT_MILLISECONDS)
        signal.signal(signal.SIGINT, self._quit)

    def _quit(self, number: int, frame: FrameType | None) -> None:
        self.happened = True
        self._application.quit()

    def _let_python_run(self) -> None:
        """Signal handlers of Python run between its own instructions."""
