"""What is being worked on, kept on the disk while it is in no file: a killed window loses nothing.

Every window has a slot of its own, a file that it alone writes and that a lock names as its own
for as long as it lives. Slots without a living window are what others left behind.
"""

from __future__ import annotations

import contextlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLockFile, QObject, QTimer, Signal, Slot

from app.session.document import Document, Version, in_words
from app.session.result import Result
from app.session.session import Session
from core.experiment import experiment_file
from core.files import rewriting

WRITE_AFTER_MS = 500  # after the last change
_MORE_MS_PER_START = 0.05  # writing many points takes long, and must not be felt after each change
_SUFFIX, _LOCK_SUFFIX = ".unsaved.json", ".lock"
_LARGEST_BYTES = 2**29
_DAMAGES = (ValueError, TypeError, LookupError, AttributeError, RecursionError)


class LeftBehind(NamedTuple):
    """Work that a window which is gone had not saved, and when it was last changed, in seconds
    since 1970."""

    slot: Path
    version: Version
    changed_at: float

    @property
    def name(self) -> str:
        """The name of the file that it is an unsaved version of, empty where there is none."""
        path = self.version.document.path
        return path.name if path else ""


class WorkingCopy(QObject):
    """The slot of one window, written whenever its work has changed and a hand has rested.

    `failed(str)` tells once why it cannot be written, until it can be again.
    """

    failed = Signal(str)

    def __init__(self, session: Session, folder: Path, parent: QObject | None = None) -> None:
        """Take a slot in a folder, which is made where it is not there."""
        super().__init__(parent)
        self._session = session
        self._folder = folder
        self._slot = folder / f"{os.urandom(8).hex()}{_SUFFIX}"
        self._lock = _lock_of(self._slot)
        self._written: Version | None = None
        self._told = ""
        self._closed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.write)
        session.experiment_changed.connect(self._soon)
        session.document_changed.connect(self._soon)

    @Slot()
    def write(self) -> None:
        """Make the slot hold what is unsaved now, or nothing where everything is saved."""
        self._timer.stop()
        version = self._session.version
        try:
            if not version.modified:
                self._slot.unlink(missing_ok=True)
            elif version != self._written:
                self._take_slot()
                _write(self._slot, version)
        except OSError as error:
            self._tell(f"The unsaved work cannot be kept in {self._folder}: {in_words(error)}")
        else:
            self._written, self._told = version, ""

    def left_behind(self) -> tuple[LeftBehind, ...]:
        """What windows that are gone had not saved, the newest first."""
        found = [self._read(slot) for slot in self._slots()]
        return tuple(sorted(filter(None, found), key=lambda one: -one.changed_at))

    def take(self, found: LeftBehind) -> Result:
        """Go on with what was left behind, which is this window's work from now on: saving goes
        to its file, and undo returns to what is here now."""
        with _owning(found.slot) as ours:
            if not (ours and found.slot.exists()):
                return Result("Another window has taken this work already.")
            title = f"return to unsaved work on {found.name}" if found.name else "return to work"
            result = self._session.go_on_with(found.version, title)
            self.write()
            if result and not self._told:
                found.slot.unlink(missing_ok=True)
            return result

    def discard(self, found: LeftBehind) -> None:
        """Delete what was left behind."""
        with _owning(found.slot) as ours, contextlib.suppress(OSError):
            if ours:
                found.slot.unlink(missing_ok=True)

    def close(self, *, keep: bool = True) -> None:
        """Give the slot up: what is unsaved stays for the next start, unless it is not to be
        kept."""
        if self._closed:
            return
        self._closed = True
        if keep:
            self.write()
        else:
            with contextlib.suppress(OSError):
                self._slot.unlink(missing_ok=True)
        self._timer.stop()
        self._lock.unlock()

    @Slot()
    def _soon(self) -> None:
        starts = self._session.experiment.starts
        points = len(starts) if isinstance(starts, tuple) else 0
        if not self._closed:
            self._timer.start(WRITE_AFTER_MS + int(_MORE_MS_PER_START * points))

    def _take_slot(self) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        if not self._lock.isLocked():
            self._lock.tryLock(0)

    def _tell(self, message: str) -> None:
        if message != self._told:
            self._told = message
            self.failed.emit(message)

    def _slots(self) -> list[Path]:
        with contextlib.suppress(OSError):
            return [slot for slot in self._folder.glob(f"*{_SUFFIX}") if slot != self._slot]
        return []

    def _read(self, slot: Path) -> LeftBehind | None:
        """What a slot holds, if no living window owns it; a damaged one is passed over."""
        with _owning(slot) as ours, contextlib.suppress(OSError, *_DAMAGES):
            if ours:
                return LeftBehind(slot, _version(slot), slot.stat().st_mtime)
        return None


@contextlib.contextmanager
def _owning(slot: Path) -> Iterator[bool]:
    """Whether a slot is nobody's, and ours alone within the block."""
    lock = _lock_of(slot)
    ours = lock.tryLock(0)
    try:
        yield ours
    finally:
        if ours:
            lock.unlock()


def _lock_of(slot: Path) -> QLockFile:
    lock = QLockFile(str(slot.with_name(slot.name.removesuffix(_SUFFIX) + _LOCK_SUFFIX)))
    lock.setStaleLockTime(0)  # only the end of its owner makes it stale, however old it is
    return lock


def _write(slot: Path, version: Version) -> None:
    path, kept = version.document.path, version.document.kept
    tree = {
        "document": str(path) if path else None,
        "kept": experiment_file.dumps(kept) if kept else None,
        "experiment": experiment_file.dumps(version.experiment),
    }
    with rewriting(slot) as file:
        file.write(json.dumps(tree).encode())


def _version(slot: Path) -> Version:
    """The unsaved version in a slot; one of `_DAMAGES` where it is damaged, OSError where it cannot
    be read."""
    if slot.stat().st_size > _LARGEST_BYTES:
        raise ValueError("no window writes as much")
    tree = json.loads(slot.read_bytes())
    path, kept, experiment = tree["document"], tree["kept"], tree["experiment"]
    document = Document(Path(path) if path else None, experiment_file.loads(kept) if kept else None)
    return Version(experiment_file.loads(experiment), document)
