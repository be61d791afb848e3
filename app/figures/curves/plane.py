"""Where times and values are in a chart, in pixels: what everything painted over it asks."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QRectF

from app.figures.curves.scale import Scale


@dataclasses.dataclass(frozen=True)
class Plane:
    """The `area` of pixels in which curves are drawn, and what it shows.

    `window` are the times at its left and right end, `span` the places along the scale at its
    bottom and top.
    """

    area: QRectF
    window: tuple[float, float]
    span: tuple[float, float]
    scale: Scale

    def x_of(self, time: float) -> float:
        """Where a time is."""
        left, right = self.window
        return self.area.left() + (time - left) / (right - left) * self.area.width()

    def y_of(self, value: float) -> float:
        """Where a value is; NaN where it is nowhere."""
        bottom, top = self.span
        share = (self.scale.place(value) - bottom) / (top - bottom)
        return self.area.bottom() - share * self.area.height()

    def time_at(self, x: float, steps: int) -> int:
        """The step of a run that is nearest to a place."""
        left, right = self.window
        time = left + (x - self.area.left()) / max(1.0, self.area.width()) * (right - left)
        return round(min(max(time, 0.0), float(steps)))
