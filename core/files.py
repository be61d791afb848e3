"""Writing a file whole or not at all: what stood there before survives every failure."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

SUFFIX = ".part"


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """The path of a `.part` file beside `path`; it takes its place when the block ends well.

    The block creates and closes the `.part` file. When it raises, a KeyboardInterrupt included,
    the `.part` file is deleted and what stood at `path` is left as it was. Where `path` is a
    link, the file it points to is replaced.

    Raises:
        OSError: the folder is missing or refuses, `path` is not an ordinary file, or it is
            write-protected; all but a full disk are found out before the block begins.
    """
    target = Path(os.path.realpath(path))
    check_replaceable(target)
    part = target.with_name(target.name + SUFFIX)
    try:
        part.touch()
        yield part
        with part.open("rb") as written:
            os.fsync(written.fileno())
        if target.exists():
            shutil.copymode(target, part)
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def rewriting(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """As `replacing`, but the open file instead of its path."""
    with replacing(path) as part, part.open("wb") as file:
        yield file


def check_replaceable(path: Path) -> None:
    """Raise OSError, saying why, when no file can be put at `path`."""
    folder = path.parent
    if not folder.exists():
        raise FileNotFoundError(errno.ENOENT, "the folder does not exist", str(folder))
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "this is not a folder", str(folder))
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "this is a folder", str(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "this is not an ordinary file", str(path))
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "the file is write-protected", str(path))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "the folder is write-protected", str(folder))
