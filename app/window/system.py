"""What program, libraries, system and screen this is: for reports, with nothing personal in it."""

from __future__ import annotations

import platform
import sys
from importlib import metadata

from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

_NAMED = ("basinscope", "PySide6-Essentials", "numpy", "torch", "pyqtgraph", "contourpy", "av")


def versions() -> list[str]:
    """A line for the system and one for each library, none of which is imported for it."""
    found = [f"Python {platform.python_version()} on {platform.platform()}, Qt {qVersion()}"]
    for name in _NAMED:
        try:
            found.append(f"{name} {metadata.version(name)}")
        except metadata.PackageNotFoundError:
            found.append(f"{name}: not installed as a package")
    found.append(f"torch is {'loaded' if 'torch' in sys.modules else 'not loaded'}")
    return found


def screens() -> list[str]:
    """What Qt paints through, and a line for each screen."""
    found = [f"Qt platform {QGuiApplication.platformName()}"]
    for screen in QGuiApplication.screens():
        size = screen.size()
        found.append(
            f"screen {size.width()}×{size.height()}, {screen.devicePixelRatio():g} pixels a point, "
            f"{screen.refreshRate():g} Hz"
        )
    return found


def information(theme: str) -> str:
    """All of it as lines of text, with the theme in use."""
    return "\n".join((*versions(), *screens(), f"theme {theme}"))
