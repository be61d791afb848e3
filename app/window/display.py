"""Whether a window can be shown at all: Qt would abort the process to say that it cannot."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path

_NEEDS_SERVER = ("", "xcb", "wayland", "wayland-egl")
_X_PORT = 6000
_SECONDS = 3.0


def display_missing(
    environment: Mapping[str, str], platform: str = sys.platform, answers: bool = True
) -> bool:
    """Whether Qt would find no screen. With `answers`, a named X display must also answer.

    Only Unix desktops need a display server; macOS, Windows and Qt's offscreen platforms do not.
    """
    if platform in ("win32", "darwin", "cygwin"):
        return False
    wanted = environment.get("QT_QPA_PLATFORM", "").partition(":")[0].partition(";")[0]
    if wanted not in _NEEDS_SERVER:
        return False
    if environment.get("WAYLAND_DISPLAY"):
        return False
    display = environment.get("DISPLAY", "")
    return not display or (answers and not _x_answers(display))


def _x_answers(display: str) -> bool:
    """Whether an X server stands behind `host:number.screen`; True for forms we do not know."""
    match = re.fullmatch(r"(?:unix)?(?P<host>[^:/]*):(?P<number>\d+)(?:\.\d+)?", display)
    if match is None:
        return True
    number = int(match["number"])
    if match["host"]:
        import socket  # nobody waits for it where no X display is asked

        try:
            socket.create_connection((match["host"], _X_PORT + number), _SECONDS).close()
        except OSError:
            return False
        return True
    path = f"/tmp/.X11-unix/X{number}"
    return any(_connects(address) for address in (path, f"\0{path}") if _possible(address))


def _possible(address: str) -> bool:
    return address.startswith("\0") or Path(address).exists()


def _connects(address: str) -> bool:
    import socket  # nobody waits for it where no X display is asked

    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as server:
        server.settimeout(_SECONDS)
        try:
            server.connect(address)
        except OSError:
            return False
    return True
