"""From where a landscape is seen as a surface: three numbers, kept in the experiment's file."""

from __future__ import annotations

from typing import NamedTuple

from core.experiment.view_state import TILTS, ZOOMS

STEP = 5.0
"""Degrees of a key."""
DEGREES_PER_PIXEL = 0.4
"""Of a hand that drags."""


class Camera(NamedTuple):
    """`azimuth` in degrees (0 … 360) is how far the landscape is turned counter-clockwise, seen
    from above; at 0 the x axis runs to the right, as on the map. `tilt` in degrees is the height of
    the eye over the horizon, 90 is straight from above. `zoom` 1 lets the whole of it be seen.
    """

    azimuth: float = 325.0
    tilt: float = 46.0
    zoom: float = 1.0

    def turned(self, azimuth: float, tilt: float = 0.0) -> Camera:
        """Turned and tilted by some degrees, tilted no farther than is allowed."""
        low, high = TILTS
        return self._replace(
            azimuth=(self.azimuth + azimuth) % 360.0,
            tilt=min(max(self.tilt + tilt, low), high),
        )

    def dragged(self, right: float, down: float) -> Camera:
        """Turned as by a hand that takes the near side along by some pixels."""
        return self.turned(DEGREES_PER_PIXEL * right, DEGREES_PER_PIXEL * down)

    def zoomed(self, factor: float) -> Camera:
        """Closer by a factor, no closer than is allowed."""
        low, high = ZOOMS
        return self._replace(zoom=min(max(self.zoom * factor, low), high))

    @property
    def numbers(self) -> tuple[float, float, float]:
        """As they stand in a file."""
        return (self.azimuth, self.tilt, self.zoom)
