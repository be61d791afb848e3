"""Starts the window: the process's Qt application, its settings, and how it ends."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from app.window.display import display_missing

if TYPE_CHECKING:  # Qt is slow to import, and whoever waits for it may already interrupt
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

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
    interrupt = _Interrupt()
    application = make_application()
    _show_until_closed(application, interrupt, paths[:1])
    return INTERRUPTED if interrupt.happened else DONE


def _show_until_closed(
    application: QApplication, interrupt: _Interrupt, paths: tuple[Path, ...]
) -> None:
    from app.window.garbage import Collector

    collector = Collector()  # before the imports, whose objects stay and need no looking through
    from PySide6.QtCore import QSettings

    from app.look.appearance import Appearance
    from app.session.session import Session
    from app.window.main_window import MainWindow

    settings = QSettings()
    appearance = Appearance(settings, wait=True)
    session = Session()
    window = MainWindow(session, appearance, settings)
    collections = _repeat(collector.collect, _COLLECTION_MILLISECONDS)
    for path in paths:
        window.files.open_path(path)
    window.first_painted.connect(session.warm_up)
    window.first_painted.connect(session.play)
    if not interrupt.happened:
        appearance.begin()
        window.place()
        window.show()
        heartbeat = _repeat(lambda: interrupt.obey(application), _HEARTBEAT_MILLISECONDS)
        application.exec()
        heartbeat.stop()
    collections.stop()
    session.close()


def make_application() -> QApplication:
    """The process's application: our name, and room for the map in the pixmap cache."""
    from PySide6.QtGui import QPixmapCache
    from PySide6.QtWidgets import QApplication

    from app.look import fonts

    application = QApplication.instance() or QApplication([NAME])
    application.setApplicationName(NAME)
    application.setOrganizationName(NAME)
    fonts.install()
    QPixmapCache.setCacheLimit(_PIXMAP_KILOBYTES)
    return application


def _repeat(do: Callable[[], object], milliseconds: int) -> QTimer:
    from PySide6.QtCore import QTimer

    timer = QTimer()
    timer.timeout.connect(do)
    timer.start(milliseconds)
    return timer


class _Interrupt:
    """Ctrl+C in the terminal, noted at any moment and obeyed between events.

    Python's handlers run between any two of its instructions, in the middle of a paint event too,
    where a window must not be closed. While nothing happens Qt gives them no turn at all.
    """

    def __init__(self) -> None:
        self.happened = False
        signal.signal(signal.SIGINT, self._note)

    def obey(self, application: QApplication) -> None:
        """Close the windows if it has happened; to be called every now and then."""
        if self.happened:
            application.quit()

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.happened = True
