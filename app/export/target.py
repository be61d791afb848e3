"""A look at an output file's place before the long work for it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from core.files import check_replaceable


class SuffixError(ValueError):
    """The file's name asks for a format that is not written."""


def check_name(path: Path, suffixes: Sequence[str]) -> None:
    """See that `path` names a file of a known format in a folder that exists.

    Raises:
        SuffixError: the suffix is none of `suffixes`.
        OSError: no file can be put there; the message says why.
    """
    if path.suffix.lower() not in suffixes:
        allowed = " or ".join(suffixes)
        raise SuffixError(f"{path.name!r} is not allowed; a name that ends in {allowed}")
    check_replaceable(path)


def is_same(path: Path, other: Path | None) -> bool:
    """Whether both are one file that is there."""
    return other is not None and path.exists() and other.exists() and path.samefile(other)


def check_target(path: Path, suffixes: Sequence[str]) -> None:
    """See that a file can be put at `path`; nothing stays behind and an existing file is kept.

    Raises:
        SuffixError: as `check_name`.
        OSError: as `check_name`, or the folder refuses new files.
    """
    check_name(path, suffixes)
    try:
        # Only a real attempt tells: root, network drives and /proc pass every other check.
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise OSError(error.errno, f"no file can be put here, {error.strerror}",
                      str(path.parent)) from error  # fmt: skip
