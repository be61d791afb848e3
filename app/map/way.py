"""The way from one view to another, for eyes that would lose their place in a jump."""

from __future__ import annotations

from PySide6.QtCore import QAbstractAnimation, QEasingCurve, QObject, QVariantAnimation

from app.map.drawing.view import View

MILLISECONDS = 240


class Way(QVariantAnimation):
    """Goes from a view that is left to the one that is looked at, which may change meanwhile."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._left: View | None = None
        self.setStartValue(0.0)
        self.setEndValue(1.0)
        self.setDuration(MILLISECONDS)
        self.setEasingCurve(QEasingCurve.Type.InOutCubic)

    def leave(self, view: View) -> None:
        """Begin at a view."""
        self._left = view
        self.start()

    def seen(self, goal: View) -> View:
        """What is seen now on the way to a view."""
        if self._left is None or self.state() != QAbstractAnimation.State.Running:
            return goal
        return between(self._left, goal, float(self.currentValue()))


def between(one: View, other: View, share: float) -> View:
    """The view at a share (0 … 1) of the way: sides shrink or grow evenly in their logarithm, and
    what both views show stays at rest as far as can be."""
    if share <= 0.0:
        return one
    if share >= 1.0:
        return other
    x, y = (
        _between(begin, end, share)
        for begin, end in zip((one.x, one.y), (other.x, other.y), strict=True)
    )
    return View(x, y)


def _between(
    one: tuple[float, float], other: tuple[float, float], share: float
) -> tuple[float, float]:
    first, last = one[1] - one[0], other[1] - other[0]
    side = first ** (1.0 - share) * last**share
    done = share if first == last else (side - first) / (last - first)
    low = one[0] + (other[0] - one[0]) * done
    return low, low + side
