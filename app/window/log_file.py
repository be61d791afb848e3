"""The program's log: what went wrong inside it, and where the process stood when it crashed."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO

NAME = "basinscope.log"
LARGEST = 512 * 1024
"""Bytes after which the log begins anew; the one before is kept beside it."""


def log_folder(platform: str, environment: Mapping[str, str], home: Path) -> Path:
    """Where programs of a system keep their logs."""
    if platform == "darwin":
        return home / "Library" / "Logs" / "Basinscope"
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / "Basinscope" / "Logs"
    state = environment.get("XDG_STATE_HOME", "")
    return (Path(state) if Path(state).is_absolute() else home / ".local" / "state") / "basinscope"


class LogFile:
    """A text file that only grows, up to a size; a crash of the process is written to it too.

    Where it cannot be written it keeps nothing, and `path` is None.
    """

    def __init__(self, folder: Path) -> None:
        self._wanted = folder / NAME
        self._file: TextIO | None = None
        with contextlib.suppress(OSError):
            self._open()

    @property
    def path(self) -> Path | None:
        """The file, where it can be written."""
        return self._wanted if self._file else None

    def write(self, text: str) -> None:
        """Add a text, and have it on the disk before anything else goes wrong."""
        if self._file is None:
            return
        with contextlib.suppress(OSError, ValueError):  # a full disk stops nobody
            if self._wanted.stat().st_size > LARGEST:
                self.close()
                self._open()
            self._file.write(text.rstrip("\n") + "\n")
            self._file.flush()

    def close(self) -> None:
        """Write no more."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None

    def _open(self) -> None:
        self._wanted.parent.mkdir(parents=True, exist_ok=True)
        if self._wanted.exists() and self._wanted.stat().st_size > LARGEST:
            self._wanted.replace(self._wanted.with_suffix(".1.log"))
        self._file = self._wanted.open("a", encoding="utf-8", errors="backslashreplace")
        faulthandler.enable(self._file)


def users_log() -> LogFile:
    """The log of the person who runs the program."""
    return LogFile(log_folder(sys.platform, os.environ, Path.home()))
