"""How large all text is, and everything else along with it: a person's wish, obeyed at the start.

Qt takes the scale of a screen once, when the application begins. What is painted by hand (maps,
charts, memories) then grows as menus and fields do, and stays as sharp as the screen is.
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


@contextlib.contextmanager
def scaled(settings: kept.Settings | None) -> Iterator[None]:
    """Let an application that begins within this have the size that is wished for.

    What the environment says already holds. It is as before afterwards: whatever the program
    starts, such as a player for a video, is not to be scaled.
    """
    size = kept.text(settings, KEY)
    if size == USUAL or size not in SIZES or _VARIABLE in os.environ:
        yield
        return
    os.environ[_VARIABLE] = f"{int(size) / 100:g}"
    try:
        yield
    finally:
        del os.environ[_VARIABLE]
