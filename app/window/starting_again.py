"""Ends the window and starts the program anew: some wishes are obeyed only at a start.

What is saved is opened again; what is not waits in the new window to be brought back.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QProcess

from app.session.session import Session
from app.window.exports import Exports
from app.window.studies import Studies


class Ended(Protocol):
    """A window that can end without a question."""

    session: Session
    exports: Exports
    studies: Studies

    def end(self) -> None: ...


def start_again(window: Ended) -> None:
    """Ask about what is being computed or made, then end the window and start the program."""
    for busy in (window.studies, window.exports):
        if busy.is_busy:
            busy.before_the_end(partial(start_again, window))
            return
    session = window.session
    opened = None if session.modified else session.path
    window.end()
    QProcess.startDetached(sys.executable, _arguments(opened))


def _arguments(opened: Path | None) -> list[str]:
    """Those that this process was started with, but for its own, of which there is one at most."""
    own = len(sys.argv) - 1
    interpreter = sys.orig_argv[1 : len(sys.orig_argv) - own]
    return [*interpreter, *([] if opened is None else [str(opened.absolute())])]
