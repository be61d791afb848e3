"""An export in a thread of its own, so that the window goes on while a file is made."""

from __future__ import annotations

import dataclasses
import threading
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, QThread, Signal, Slot

from app.export.formats import Format, Kind, Options
from app.map.drawing.scene import Scene
from app.running.plan import memory_depth
from app.running.shown import Picture
from app.running.to_end import run_to_end
from core.experiment.experiment import Experiment

MESSAGE_SECONDS = 1 / 30
PAUSE_SECONDS = 0.001  # after a frame, so that the GUI thread gets its turn at the interpreter


Report = Callable[[int, int], None]
"""Takes how much is done, of how much; where the export is cancelled it raises."""


class Work(Protocol):
    """What is to be made: a file at a path, of a kind, with a title for people. It is frozen: what
    is changed in the window later does not reach it."""

    @property
    def path(self) -> Path: ...
    @property
    def title(self) -> str: ...
    @property
    def kind(self) -> Kind: ...

    def make(self, report: Report, check: Report) -> None:
        """Write the file, whole or not at all; `check` is for work that comes before it.

        Raises:
            OSError: it cannot be written.
            ValueError: it cannot be made.
        """
        ...


@dataclasses.dataclass(frozen=True)
class Request:
    """What to export of a race and where to: an experiment, and a scene to show it in.

    The scene's picture may be an older one, or not whole.
    """

    path: Path
    format: Format
    options: Options
    experiment: Experiment
    scene: Scene

    @property
    def computed(self) -> Picture | None:
        """The picture, if it is that of the experiment and whole."""
        picture = self.scene.picture
        if picture.experiment != self.experiment:
            return None
        return picture if picture.ready == self.experiment.steps else None

    @property
    def title(self) -> str:
        """What kind of file it is, for people."""
        return self.format.title

    @property
    def kind(self) -> Kind:
        """Whether it moves, and so on."""
        return self.format.kind

    def make(self, report: Report, check: Report) -> None:
        """Compute what is missing, then write."""
        picture = self.computed
        if picture is None:
            depth = memory_depth(self.experiment)
            picture = Picture.of(run_to_end(self.experiment, depth, check))
        self.format.write(self.path, self.scene.of(picture), self.options, report)


class ExportJob(QObject):
    """Exports one file; every signal is emitted in the thread that made the job.

    Exactly one of `finished` (the path), `failed` (a message for people) and `cancelled` ends it.
    """

    progress = Signal(int, int)  # done, of how many
    finished = Signal(str)
    failed = Signal(str)
    cancelled = Signal()

    def __init__(self, work: Work, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread = QThread()
        self._thread.setObjectName("export")
        self._worker = _Worker(work)
        self._worker.moveToThread(self._thread)
        self._thread.started.connect(self._worker.run)
        self._worker.progress.connect(self.progress)
        self._worker.ended.connect(self._end)

    @property
    def running(self) -> bool:
        """Whether it still works."""
        return self._thread.isRunning()

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def cancel(self) -> None:
        """Stop after the current frame; `cancelled` follows."""
        self._worker.cancel.set()

    def close(self) -> None:
        """Cancel and wait until nothing runs any more and nothing partial is left."""
        self.cancel()
        self._thread.quit()
        self._thread.wait()

    @Slot(object)
    def _end(self, outcome: object) -> None:
        self._thread.quit()
        self._thread.wait()
        match outcome:
            case Path():
                self.finished.emit(str(outcome))
            case _CancelledError():
                self.cancelled.emit()
            case _:
                self.failed.emit(_message(outcome))


class _CancelledError(Exception):
    """Raised where progress is reported, to leave the export from there."""


class _Worker(QObject):
    """Lives in the exporting thread."""

    progress = Signal(int, int)
    ended = Signal(object)  # the path, or the exception that ended it

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.cancel = threading.Event()
        self._work = work
        self._told = 0.0

    @Slot()
    def run(self) -> None:
        """Make it."""
        try:
            self._work.make(self._report, self._check)
        except (_CancelledError, OSError, ValueError, MemoryError) as error:
            self.ended.emit(error)
        except Exception as error:
            traceback.print_exc()
            self.ended.emit(error)
        else:
            self.ended.emit(self._work.path)

    def _check(self, done: int, total: int) -> None:
        if self.cancel.is_set():
            raise _CancelledError
        time.sleep(PAUSE_SECONDS)

    def _report(self, done: int, total: int) -> None:
        self._check(done, total)
        now = time.perf_counter()
        if done == total or now - self._told >= MESSAGE_SECONDS:
            self._told = now
            self.progress.emit(done, total)


def _message(error: object) -> str:
    match error:
        case OSError(filename=str(place), strerror=str(problem)):
            return f"{place}: {problem}"
        case MemoryError():
            return "There is not enough memory for it."
        case ValueError() | OSError():
            return str(error)
        case _:
            return f"{type(error).__name__}: {error}"
