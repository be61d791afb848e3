"""Qt made ready to paint for a command, which has no window."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def painting() -> Iterator[None]:
    """Qt ready to paint, without a screen where there may be none."""
    if sys.platform not in ("win32", "darwin"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication

    from app.look import fonts

    application = QGuiApplication.instance() or QGuiApplication([])
    fonts.install()
    yield
    del application
