"""Results of finished tasks on disk by the digest of what they depend on, so that work goes on."""

from __future__ import annotations

import contextlib
import struct
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from core.files import reading, rewriting
from landscapes.base import Array

# What a damaged archive makes the readers of its layers raise.
_DAMAGES = (OSError, ValueError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error,
            struct.error)  # fmt: skip


class Cache:
    """A folder of results. An entry that cannot be read is not there, and is computed again.

    With `known` what an earlier study left is used; without it results are only kept, for the
    case that this one is interrupted.
    """

    def __init__(self, folder: Path, *, known: bool = True) -> None:
        self._folder, self._known = folder, known

    def get(self, key: str) -> dict[str, Array] | None:
        """What is known under a key, None if nothing is."""
        if not self._known:
            return None
        try:
            with reading(self._path(key)) as file, np.load(file, allow_pickle=False) as entry:
                return {name: entry[name] for name in entry.files}
        except _DAMAGES:
            return None

    def put(self, key: str, ends: dict[str, Array]) -> None:
        """Keep a result; where the disk refuses it is only not kept."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            with rewriting(self._path(key)) as file:
                np.savez(file, **ends)

    def forget(self, keys: Iterable[str]) -> None:
        """Delete results, when all that needs them is done."""
        for key in keys:
            with contextlib.suppress(OSError):
                self._path(key).unlink(missing_ok=True)

    def _path(self, key: str) -> Path:
        return self._folder / f"{key}.npz"
