"""Looking at the place of an output file before the long work that fills it."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

VIDEO_SUFFIXES = (".mp4",)


class SuffixError(ValueError):
    """The file's name asks for a format that is not written."""


def check_name(path: Path, suffixes: Sequence[str]) -> None:
    """See that `path` names a file of a known format in a folder that exists.

    Raises:
        SuffixError: the suffix is none of `suffixes`.
        OSError: the folder is missing, or `path` is a folder itself.
    """
    if path.suffix.lower() not in suffixes:
        allowed = " or ".join(suffixes)
        raise SuffixError(f"{path.name!r} is not allowed; a name that ends in {allowed}")
    if path.is_dir():
        raise _failure(errno.EISDIR, path)
    if not path.parent.exists():
        raise FileNotFoundError(errno.ENOENT, "the folder does not exist", str(path.parent))
    if not path.parent.is_dir():
        raise _failure(errno.ENOTDIR, path.parent)


def check_target(path: Path, suffixes: Sequence[str]) -> None:
    """See that a file can be put at `path`; nothing stays behind and an existing file is kept.

    Raises:
        SuffixError: as `check_name`.
        OSError: as `check_name`, or the folder refuses new files.
    """
    check_name(path, suffixes)
    try:
        # Only a real attempt tells: root, network drives and /proc pass os.access.
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise _failure(error.errno or errno.EACCES, path.parent) from error


def _failure(code: int, path: Path) -> OSError:
    return OSError(code, os.strerror(code), str(path))
