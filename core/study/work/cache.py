"""Results of finished tasks on disk by the digest of what they depend on, so that work goes on."""

from __future__ import annotations

import contextlib
import os
import re
import struct
import time
import zipfile
import zlib
from pathlib import Path

import numpy as np

from core.files import reading, rewriting
from landscapes.base import Array

# What a damaged archive makes the readers of its layers raise.
_DAMAGES = (OSError, ValueError, KeyError, EOFError, RuntimeError, MemoryError, struct.error,
            zipfile.BadZipFile, zlib.error)  # fmt: skip
_ENTRY = re.compile(r"[0-9a-f]{64}\.npz")
MOST_SECONDS = 30 * 24 * 3600.0
MOST_BYTES = 4 * 10**9


class Cache:
    """A folder of results. An entry that cannot be read is not there, and is computed again.

    With `known` what an earlier study left is used; without it results are only kept, for the
    case that this one is interrupted. When it is done and written, it forgets them.
    """

    def __init__(self, folder: Path, *, known: bool = True) -> None:
        self._folder, self._known = folder, known
        self._grown = 0
        self._used: set[str] = set()
        self.kept = 0
        """How many results were put on the disk, or found there."""
        self.refusal: OSError | None = None
        """Why the last one that could not be kept was not."""

    def get(self, key: str) -> dict[str, Array] | None:
        """What is known under a key, None if nothing is."""
        if not self._known:
            return None
        try:
            with reading(self._path(key)) as file, np.load(file, allow_pickle=False) as entry:
                found = {name: entry[name] for name in entry.files}
        except _DAMAGES:
            return None
        self._used.add(key)
        self.kept += 1
        return found

    def put(self, key: str, ends: dict[str, Array]) -> None:
        """Keep a result; where the disk refuses it is only not kept, and `refusal` says why."""
        self._used.add(key)
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with rewriting(self._path(key)) as file:
                np.savez(file, **ends)
                self._grown += file.tell()
            self.kept += 1
        except OSError as error:
            self.refusal = error
        if self._grown > MOST_BYTES // 8:
            self.tidy()

    def tidy(self) -> None:
        """Delete what nobody has come back to for a month, and of what takes too much room the
        oldest."""
        entries, room = self._entries(), MOST_BYTES
        oldest = time.time() - MOST_SECONDS
        self._grown = 0
        for changed, size, path in sorted(entries, reverse=True):
            room -= size
            if room < 0 or changed < oldest:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def _entries(self) -> list[tuple[float, int, Path]]:
        """When each entry was written, how many bytes it has, and where it is."""
        entries = []
        with contextlib.suppress(OSError), os.scandir(self._folder) as found:
            for entry in found:
                if _ENTRY.fullmatch(entry.name):
                    with contextlib.suppress(OSError):
                        status = entry.stat(follow_symlinks=False)
                        entries.append((status.st_mtime, status.st_size, Path(entry.path)))
        return entries

    def forget(self) -> None:
        """Delete what was used and what was put, when all that needs it is done."""
        for key in self._used:
            with contextlib.suppress(OSError):
                self._path(key).unlink(missing_ok=True)
        self._used.clear()

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.npz"
