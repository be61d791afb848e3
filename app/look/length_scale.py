"""How many pixels of a screen one of the program's lengths takes: changed while windows are open.

Qt scales all that is shown by one factor, from fonts to the last gap, and stays as sharp as the
screen is. It reads the factor from `QT_SCALE_FACTOR` when the application begins. To change it
later it has a function that its own parts share, and no public one: that one is called where it is
found, and whether it did what it is called for is looked at. Where it is not, nothing is changed.
"""

from __future__ import annotations

import contextlib
import ctypes
import sys
from collections.abc import Callable, Iterator
from functools import cache

from PySide6 import QtGui
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

_NAME = "_ZN15QHighDpiScaling15setGlobalFactorEd"
_NAME_ON_WINDOWS = "?setGlobalFactor@QHighDpiScaling@@SAXN@Z"


def can_change() -> bool:
    """Whether this Qt has what is needed."""
    return _setter() is not None


def change(factor: float, before: float) -> bool:
    """Give every length `factor` pixels instead of `before`; whether that was possible.

    No window may have a native one meanwhile: whoever calls destroys them, and shows them again.
    """
    setter, screen = _setter(), QGuiApplication.primaryScreen()
    if setter is None or screen is None:
        return False
    wanted = screen.devicePixelRatio() * factor / before
    with _silenced():
        setter(factor)
    return abs(screen.devicePixelRatio() - wanted) < 1e-3 * wanted


@cache
def _setter() -> Callable[[float], None] | None:
    """Qt's own function; None where this Qt has none of that name."""
    try:
        if sys.platform == "win32":
            found = getattr(ctypes.CDLL("Qt6Gui.dll"), _NAME_ON_WINDOWS)
        else:  # a name is looked for in all that a library is linked with
            found = getattr(ctypes.CDLL(QtGui.__file__), _NAME)
    except (OSError, AttributeError):
        return None
    found.argtypes, found.restype = (ctypes.c_double,), None
    return found  # type: ignore[no-any-return]


@contextlib.contextmanager
def _silenced() -> Iterator[None]:
    """Without Qt's warning that there are windows: they have nothing native that could be stale."""

    def pass_over(kind: QtMsgType, context: object, message: str) -> None:
        pass

    before = qInstallMessageHandler(pass_over)
    try:
        yield
    finally:
        qInstallMessageHandler(before)
