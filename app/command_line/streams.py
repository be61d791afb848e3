"""Standard streams that exist and take any character, however the program was started."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path
from typing import IO

_NAMES = ("stdin", "stdout", "stderr")


def make_ready() -> None:
    """Let nothing fail for a stream: one that is closed or absent leads nowhere, and a character
    that another encoding than UTF-8 does not have is written as an escape.

    In this order, a closed one's number from 0 to 2 is taken before a file of ours could get it:
    whoever writes to a closed standard error by its number would write into that file.
    """
    for name in _NAMES:
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _nowhere("r" if name == "stdin" else "w"))
        elif isinstance(stream, io.TextIOWrapper) and name != "stdin":
            stream.reconfigure(errors="backslashreplace")


def silence(name: str) -> None:
    """From now on what is said on a stream whose reader has gone leads nowhere, to its end."""
    stream = getattr(sys, name)
    with contextlib.suppress(OSError, ValueError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)


def _nowhere(mode: str) -> IO[str]:
    return Path(os.devnull).open(mode, encoding="utf-8")
