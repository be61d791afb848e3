"""On Windows torch has to be loaded before Qt, or its libraries fail to (WinError 1114).

That takes seconds, which a splash of another process spans: it may load Qt.
"""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess


class Splash:
    """What is seen until the window stands: another process, which ends when it is `closed`, or
    with ours."""

    def __init__(self) -> None:
        import subprocess  # where no splash is needed, nothing else needs it on the way

        self._process: subprocess.Popen[bytes] | None = None
        with contextlib.suppress(OSError, ValueError):  # there is no need of it
            self._process = subprocess.Popen(
                [sys.executable, "-P", str(Path(__file__).with_name("splash.py"))],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    def close(self) -> None:
        """Let it vanish."""
        if self._process is not None:
            assert self._process.stdin is not None
            with contextlib.suppress(OSError):
                self._process.stdin.close()
            self._process = None


def load_torch_where_it_must_be_first() -> Splash | None:
    """Load torch, on Windows alone; call it before anything of Qt is imported. The splash that
    stands meanwhile is to be closed when the window is there."""
    if sys.platform != "win32":
        return None
    from app.running.simulation import load_simulate

    splash = Splash()
    with contextlib.suppress(Exception):  # the first run will say what is wrong with it
        load_simulate()
    return splash
