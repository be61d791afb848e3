"""Reading only what is a file, and writing one whole or not at all: what stood there before
survives every failure.

The new content grows in an unfinished file beside the old one, under a name that nobody can
guess. Its writer holds a lock on it for as long as it lives, so that the next writer in the same
folder can tell what a killed process left behind from what another one is still working on.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import stat
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

if sys.platform != "win32":
    import fcntl

_UNFINISHED = re.compile(r"\.basinscope-[0-9a-f]{16}\.part")
_LONGEST_NAME = 255  # bytes, where the file system does not say
_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_NO_WAIT = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_NO_LOCK_SECONDS = 3600.0  # what has no lock and has not changed for so long is nobody's


def reading(path: str | os.PathLike[str]) -> BinaryIO:
    """An ordinary file, open for reading; never a pipe or a device, which may have no end.

    Raises:
        OSError: it cannot be read, or is a folder or anything else but a file.
    """
    _check_ordinary(Path(path).stat(), path)
    # Should a pipe have taken its place meanwhile, opening must not wait for its other end.
    file = os.fdopen(os.open(path, os.O_RDONLY | _NO_WAIT), "rb")
    try:
        _check_ordinary(os.fstat(file.fileno()), path)
    except OSError:
        file.close()
        raise
    return file


@contextmanager
def replacing(path: str | os.PathLike[str]) -> Iterator[Path]:
    """The path of an empty unfinished file beside `path`; it takes its place when the block ends.

    The block writes the unfinished file by its path and closes it. When it raises, a
    KeyboardInterrupt included, that file is deleted and what stood at `path` is left as it was.
    Where `path` is a link, the file it points to is replaced. Of two writers at one time each
    writes its own, and the one that ends last stays.

    Raises:
        OSError: the folder is missing or refuses, `path` is not an ordinary file, its name is
            too long, or it is write-protected; all but a full disk are found out before the
            block begins. An error about the unfinished file names `path` instead.
    """
    target = Path(os.path.realpath(path))
    check_replaceable(target)
    _sweep(target.parent)
    held, part = _begin(target)
    try:
        yield part
        _finish(held, part, target)
    except OSError as error:
        _discard(held, part)
        if str(error.filename) == str(part):
            raise OSError(error.errno, error.strerror, str(path)) from error
        raise
    except BaseException:
        _discard(held, part)
        raise


@contextmanager
def rewriting(path: str | os.PathLike[str]) -> Iterator[BinaryIO]:
    """As `replacing`, but the open file instead of its path."""
    with replacing(path) as part, part.open("wb") as file:
        yield file


def _check_ordinary(status: os.stat_result, path: str | os.PathLike[str]) -> None:
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, "this is a folder", str(path))
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.EINVAL, "this is not an ordinary file", str(path))


def check_replaceable(path: Path) -> None:
    """Raise OSError, saying why, when no file can be put at `path`."""
    folder = path.parent
    if not folder.exists():
        raise FileNotFoundError(errno.ENOENT, "the folder does not exist", str(folder))
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "this is not a folder", str(folder))
    _check_name(path)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, "this is a folder", str(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, "this is not an ordinary file", str(path))
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "the file is write-protected", str(path))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "the folder is write-protected", str(folder))


def _check_name(path: Path) -> None:
    if "\0" in path.name:
        raise OSError(errno.EINVAL, "a file's name holds no null character", str(path))
    longest = _LONGEST_NAME
    if hasattr(os, "pathconf"):
        with contextlib.suppress(OSError, ValueError):
            longest = os.pathconf(path.parent, "PC_NAME_MAX")
    size = len(os.fsencode(path.name))
    if size > longest:
        words = f"the file's name takes {size} bytes; at most {longest} are possible"
        raise OSError(errno.ENAMETOOLONG, words, str(path))


def _begin(target: Path) -> tuple[BinaryIO, Path]:
    """A new file of ours beside the target, open and locked, as readable as the target is."""
    mode = stat.S_IMODE(target.stat().st_mode) if target.exists() else 0o666
    while True:
        part = target.with_name(f".basinscope-{os.urandom(8).hex()}.part")
        held = os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL | _NO_LINK, mode), "r+b")
        _lock(held.fileno(), wait=True)
        # Another writer may have taken it for a dead one before the lock was there.
        if part.exists():
            return held, part
        held.close()


def _finish(held: BinaryIO, part: Path, target: Path) -> None:
    """The unfinished file in the target's place, on the disk before and after."""
    written = os.open(part, os.O_RDWR | _NO_LINK)
    try:
        os.fsync(written)
    finally:
        os.close(written)
    if target.exists():
        part.chmod(stat.S_IMODE(target.stat().st_mode))
    if sys.platform == "win32":
        held.close()  # Windows moves no file that is open
        part.replace(target)
        return
    part.replace(target)
    held.close()
    with contextlib.suppress(OSError):  # not every file system has folders that can be synced
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _discard(held: BinaryIO, part: Path) -> None:
    held.close()
    part.unlink(missing_ok=True)


def _sweep(folder: Path) -> None:
    """Delete what killed writers of ours have left in a folder."""
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _UNFINISHED.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                with contextlib.suppress(OSError):
                    _sweep_one(Path(entry.path))


def _sweep_one(part: Path) -> None:
    if sys.platform == "win32":
        if time.time() - part.stat().st_mtime > _NO_LOCK_SECONDS:
            part.unlink()  # refused while its writer has it open
        return
    found = os.open(part, os.O_RDWR | os.O_NONBLOCK | _NO_LINK)
    try:
        if os.fstat(found).st_uid == os.geteuid() and _lock(found, wait=False):
            part.unlink()
    finally:
        os.close(found)


def _lock(file: int, *, wait: bool) -> bool:
    """Whether the file's only lock is ours now."""
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:  # someone else's, or a file system without locks
        return False
    return True
