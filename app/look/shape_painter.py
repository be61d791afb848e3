"""A painter on a device that keeps paths and words as such."""

from __future__ import annotations

from PySide6.QtGui import QPainter


class ShapePainter(QPainter):
    """A painter on an SVG or a PDF: its kind is known at no cost, where asking the device takes
    longer than some marks take to draw."""
