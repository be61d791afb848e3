"""Thousands of separate straight lines, drawn without making an object for any of them.

Qt takes the address of its first line and how many there are: an array of numbers is just that.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QLineF
from PySide6.QtGui import QPainter
from shiboken6 import wrapInstance

from landscapes.base import Array


def draw_lines(painter: QPainter, segments: Array) -> None:
    """Draw finite segments (N, 2 ends, 2) with the painter's pen."""
    if not len(segments):
        return
    numbers = np.ascontiguousarray(segments, dtype=np.float64)
    painter.drawLines(wrapInstance(numbers.ctypes.data, QLineF), len(numbers))
