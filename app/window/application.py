"""Starts the window: the process's Qt application, its settings, and how it ends."""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from app.window.before_qt import import_before_qt
from app.window.display import display_missing
from app.window.ending import Ending
from app.window.garbage import Collector
from app.window.log_file import LogFile, users_log
from app.window.text_size import scaled
from app.window.torch_first import Splash, load_torch_where_it_must_be_first

if TYPE_CHECKING:  # Qt is slow to import, and whoever waits for it may already interrupt
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

NAME = "Basinscope"
FAILED, REFUSED = 1, 2
_UNSAVED = "unsaved"
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
    # Before the imports, whose objects stay and need no looking through.
    collector, ending, log = Collector(), Ending(), users_log()
    try:
        splash = load_torch_where_it_must_be_first()
        import_before_qt()
        _show_until_closed(_begin(), collector, ending, log, splash, paths[:1])
    except Exception as error:  # before there is a window that could tell
        log.write(traceback.format_exc())
        known = f"\nThe log has the details: {log.path}" if log.path else ""
        print(f"Basinscope cannot start: {type(error).__name__}: {error}{known}", file=sys.stderr)
        return FAILED
    return ending.code


def _show_until_closed(
    application: QApplication,
    collector: Collector,
    ending: Ending,
    log: LogFile,
    splash: Splash | None,
    paths: tuple[Path, ...],
) -> None:
    from PySide6.QtCore import QSettings, QStandardPaths

    from app.look.appearance import Appearance
    from app.session.session import Session
    from app.session.working_copy import WorkingCopy
    from app.window.main_window import MainWindow

    settings = QSettings()
    appearance = Appearance(settings, wait=True)
    session = Session()
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)
    window = MainWindow(session, appearance, settings, WorkingCopy(session, Path(data) / _UNSAVED))
    window.faults.install(log)
    collections = _repeat(collector.collect, _COLLECTION_MILLISECONDS)
    opened = paths or window.files.wanted_back
    for path in opened:
        window.files.open_path(path)
    if not opened:
        window.welcome()
    window.first_painted.connect(session.warm_up)
    window.first_painted.connect(window.files.play)
    if splash is not None:
        window.first_painted.connect(splash.close)
    if not ending.asked:
        appearance.begin()
        window.place()
        window.show()

        def end() -> None:
            window.end()
            application.quit()

        heartbeat = _repeat(lambda: ending.obey(end), _HEARTBEAT_MILLISECONDS)
        application.exec()
        heartbeat.stop()
    collections.stop()
    session.close()
    collector.leave()


def _begin() -> QApplication:
    """The application, with text as large as a person wishes it."""
    from PySide6.QtCore import QSettings

    with scaled(QSettings(NAME, NAME)):
        return make_application()


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
