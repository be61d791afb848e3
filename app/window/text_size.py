"""How large all text is, and everything else along with it, when the program starts.

What is painted by hand (maps, charts, memories) grows as menus and fields do, and stays as sharp as
the screen is.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

from app import settings as kept

SIZES = ("80", "90", "100", "110", "125", "150")
"""Per cent of the usual size."""
USUAL = "100"
KEY = "preferences/text_size"
_VARIABLE = "QT_SCALE_FACTOR"


def factor(size: str) -> float:
    """What Qt is to scale by for one of the sizes: on top of what the environment asks for."""
    try:
        asked = float(os.environ.get(_VARIABLE, "1"))
    except ValueError:
        asked = 1.0
    return (asked if asked > 0 else 1.0) * int(size) / 100


@contextlib.contextmanager
def scaled(settings: kept.Settings | None) -> Iterator[None]:
    """Let an application that begins within this have the size that is wished for.

    The environment is as before afterwards: whatever the program starts, such as a player for a
    video, is not to be scaled.
    """
    size = kept.text(settings, KEY)
    if size == USUAL or size not in SIZES:
        yield
        return
    before = os.environ.get(_VARIABLE)
    os.environ[_VARIABLE] = f"{factor(size):g}"
    try:
        yield
    finally:
        if before is None:
            del os.environ[_VARIABLE]
        else:
            os.environ[_VARIABLE] = before
