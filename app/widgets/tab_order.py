"""In which order Tab goes through the parts of a panel: as one reads, whenever they were made."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from PySide6.QtWidgets import QWidget


def read_in_order(parts: Iterable[QWidget]) -> None:
    """Let Tab go through these widgets of one window in this order, from the first one's place."""
    for one, other in itertools.pairwise(parts):
        QWidget.setTabOrder(one, other)
