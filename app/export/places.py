"""Where the parts of a picture stand: beside the map, or below it where that is no wider."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF

from app.export.parts import FIGURES

WIDE = 1.2
"""Pictures wider than high by this have their parts beside the map, others below it."""
ASIDE, LEAST_ASIDE, MOST_ASIDE = 0.32, 220.0, 440.0
"""The share of the width that parts beside a map take, and their pixels at least and at most."""
MAP = 380.0
"""Pixels that parts beside a map leave it; where they cannot, they stand below it."""
PAIR = 400.0
"""Pixels of width in which two parts stand beside one another."""
CHART = 150.0
"""The least height of a chart."""
BELOW, MOST_BELOW = 0.26, 0.44
"""The shares of the height that parts below a map take, and at most."""
EDGE = 10.0
"""Pixels above and below a part."""


Taken = Callable[[float, float], float]
"""How much of a box of a width and a height memories take."""


def placed(shown: frozenset[str], box: QRectF, taken: Taken) -> dict[str, QRectF]:
    """Where each of the figures that are shown stands in a box of logical pixels."""
    aside = [name for name in FIGURES[1:] if name in shown]
    if "map" not in shown:
        is_wide = box.width() >= max(PAIR, WIDE * box.height())
        return _beside(aside, box) if is_wide else _stacked(aside, box, taken)
    if not aside:
        return {"map": box}
    wide = min(MOST_ASIDE, max(LEAST_ASIDE, ASIDE * box.width()))
    if box.width() >= WIDE * box.height() and box.width() - wide >= MAP:
        place = QRectF(box.left(), box.top(), box.width() - wide, box.height())
        column = QRectF(place.right(), box.top(), wide, box.height())
        return {"map": place, **_stacked(aside, column, taken)}
    return _above(aside, box, taken)


def _above(aside: list[str], box: QRectF, taken: Taken) -> dict[str, QRectF]:
    """The map above, the others in one line below it, or in several where that is too narrow."""
    lines = 1 if box.width() >= PAIR else len(aside)
    wide, most = box.width() * lines / len(aside), MOST_BELOW * box.height()
    high = max(CHART, BELOW * box.height()) if "loss" in aside else 0.0
    if "memory" in aside:
        room = most - (high if lines > 1 else 0.0) - 2 * EDGE
        filled = taken(wide, room) + 2 * EDGE
        high = high + filled if lines > 1 else max(high, filled)
    high = min(high, most)
    place = QRectF(box.left(), box.top(), box.width(), box.height() - high)
    below = QRectF(box.left(), place.bottom(), box.width(), high)
    parts = _beside(aside, below) if lines == 1 else _stacked(aside, below, taken)
    return {"map": place, **parts}


def _beside(aside: list[str], box: QRectF) -> dict[str, QRectF]:
    """Parts of one width."""
    wide = box.width() / len(aside)
    return {
        name: QRectF(box.left() + place * wide, box.top() + EDGE, wide, box.height() - 2 * EDGE)
        for place, name in enumerate(aside)
    }


def _stacked(aside: list[str], box: QRectF, taken: Taken) -> dict[str, QRectF]:
    """Parts below one another: memories as high as what they show, the chart has the rest."""
    if len(aside) == 1:
        return {aside[0]: box.adjusted(0, EDGE, 0, -EDGE)}
    least = min(CHART, 0.4 * box.height())
    filled = taken(box.width(), box.height() - least - 3 * EDGE)
    chart = max(least, box.height() - filled - 3 * EDGE)
    upper = QRectF(box.left(), box.top() + EDGE, box.width(), chart - EDGE)
    top = box.top() + chart + EDGE
    lower = QRectF(box.left(), top, box.width(), box.bottom() - EDGE - top)
    return {"loss": upper, "memory": lower}
