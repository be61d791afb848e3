"""What a layout lays out."""

from __future__ import annotations

from collections.abc import Iterator

import shiboken6
from PySide6.QtWidgets import QLayout, QWidget


def laid_out(layout: QLayout) -> Iterator[QWidget]:
    """Its widgets and those of the layouts within it, in their order.

    Python lets go of the items at once: Qt deletes one with its widget and does not say so, and the
    next object at that place would be taken for it.
    """
    for place in range(layout.count()):
        item = layout.itemAt(place)
        widget, inner = item.widget(), item.layout()
        if inner is None:  # a layout is its own item
            shiboken6.invalidate(item)
        if widget is not None:
            yield widget
        elif inner is not None:
            yield from laid_out(inner)
