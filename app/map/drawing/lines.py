"""Thousands of separate straight lines, drawn without making an object for any of them.

Qt wants its lines one object each. Here the objects are made once; all of them look into one
array of numbers, which is written anew before every use.
"""

from __future__ import annotations

import functools
import threading

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter
from shiboken6 import wrapInstance

from landscapes.base import Array

AT_ONCE = 4096
_SIZE = 4 * np.dtype(np.float64).itemsize


class _Lines(threading.local):
    """Every thread has its own, since two may paint at the same time."""

    def __init__(self) -> None:
        self.numbers = np.zeros((AT_ONCE, 2, 2))
        first = self.numbers.ctypes.data
        self.objects = [wrapInstance(first + _SIZE * n, QLineF) for n in range(AT_ONCE)]


@functools.cache  # when the first are drawn: the window opens before that
def _lines() -> _Lines:
    return _Lines()


def draw_lines(painter: QPainter, segments: Array) -> None:
    """Draw finite segments (N, 2 ends, 2) with the painter's pen."""
    room = _lines()
    for begin in range(0, len(segments), AT_ONCE):
        part = segments[begin : begin + AT_ONCE]
        room.numbers[: len(part)] = part
        painter.drawLines(room.objects[: len(part)])
