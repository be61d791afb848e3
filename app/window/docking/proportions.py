"""How much of a screen the window takes, and how it divides what it has among its panels."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QRect, QSize

USUAL = QSize(1440, 900)
SMALLEST = QSize(880, 540)
CROWDED = QSize(840, 500)
"""A window that is less wide or less high has no room for panels all around its map."""
_SHARE_OF_SCREEN = 0.85
_TITLE_BAR = 30
"""Of a window that is not shown yet, whose frame nobody knows."""

_CONTROLS, _INSIGHT = 320, 336
"""Widths at the usual size."""
_NARROW_CONTROLS, _WIDE_CONTROLS = 272, 400
_NARROW_INSIGHT = 250
_SHARE_OF_MEMORY = 0.46


def first_size(screen: QSize) -> QSize:
    """The size of a window that nobody has sized: the usual one, more on a large screen."""
    return USUAL.expandedTo(screen * _SHARE_OF_SCREEN)


def fitted(wanted: QRect, available: QRect, frame: QMargins | None) -> QRect:
    """A window's inner rectangle made no larger than the screen's free part, and moved into it.

    `frame` is how far its frame stands out; None where that is not known yet.
    """
    room = available.marginsRemoved(frame or QMargins(0, _TITLE_BAR, 0, 0))
    size = wanted.size().boundedTo(room.size())
    x = max(room.left(), min(wanted.left(), room.left() + room.width() - size.width()))
    y = max(room.top(), min(wanted.top(), room.top() + room.height() - size.height()))
    return QRect(x, y, size.width(), size.height())


def columns(width: int) -> tuple[int, int, int]:
    """Widths of controls, middle and insight: narrow in a small window, and from the usual one on
    the memory, of which two can stand side by side, grows with the map."""
    scale = width / USUAL.width()
    controls = round(min(_WIDE_CONTROLS, max(_NARROW_CONTROLS, _CONTROLS * scale)))
    beyond = max(0.0, scale - 1) * USUAL.width()
    insight = round(max(_NARROW_INSIGHT, _INSIGHT * min(1.0, scale) + 0.28 * beyond))
    return controls, max(0, width - controls - insight), insight


def memory_columns(width: int) -> tuple[int, int, int]:
    """The same where the memory is what is looked at: nearly as wide as the map."""
    controls, _, insight = columns(width)
    insight = max(insight, round(_SHARE_OF_MEMORY * width))
    return controls, max(0, width - insight), insight


def map_rows(height: int) -> tuple[int, int]:
    """Heights of map and charts; the charts keep to what one row of them needs."""
    charts = round(min(416.0, max(166.0, 0.28 * height + 16)))
    return max(0, height - charts), charts


def insight_rows(height: int) -> tuple[int, int]:
    """Heights of the memory, and of standing and anatomy."""
    standing = round(min(420.0, max(200.0, 0.33 * height)))
    return max(0, height - standing), standing
