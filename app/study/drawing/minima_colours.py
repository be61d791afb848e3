"""Colours of basins: a hue for each minimum, which leaves the lightness to tell the steps."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from app.look.theme import Theme
from landscapes.base import Array

HUES = (250.0, 60.0, 150.0, 330.0, 105.0, 200.0, 20.0, 290.0)
"""Degrees in OKLab, neighbours far apart; blue and orange first, which nobody mistakes."""
CHROMA = 0.13
LEVELS = 48
SPAN = {"dark": (0.86, 0.36), "light": (0.90, 0.42)}
"""Lightness of those that were there at once, and of those that took all steps."""


@lru_cache(maxsize=16)
def shades(theme: Theme, count: int) -> Array:
    """Colours (count, LEVELS, 3), 0 … 255: of each minimum, from few steps to many."""
    first, last = SPAN[theme.name]
    lightness = np.linspace(first, last, LEVELS)
    place = np.arange(count)
    # Beyond the hues that can be told apart they come again, in between and greyer.
    again = place // len(HUES)
    hue = np.radians(np.array(HUES)[place % len(HUES)] + 22.5 * again)
    chroma = CHROMA * 0.72 ** np.minimum(again, 3)
    a, b = chroma * np.cos(hue), chroma * np.sin(hue)
    lab = np.empty((count, LEVELS, 3))
    lab[..., 0] = lightness
    # The eye takes little colour where it is very dark or light.
    bend = np.sqrt(np.clip(1 - (2 * lightness - 1.25) ** 2, 0.2, 1))
    lab[..., 1], lab[..., 2] = a[:, None] * bend, b[:, None] * bend
    return _srgb(lab)


_TO_CONES = np.array([[1, 0.3963377774, 0.2158037573], [1, -0.1055613458, -0.0638541728],
                      [1, -0.0894841775, -1.2914855480]])  # fmt: skip
_TO_RGB = np.array([[4.0767416621, -3.3077115913, 0.2309699292],
                    [-1.2684380046, 2.6097574011, -0.3413193965],
                    [-0.0041960863, -0.7034186147, 1.7076147010]])  # fmt: skip


def _srgb(lab: Array) -> Array:
    """OKLab (..., 3) as sRGB (..., 3), 0 … 255. Source: B. Ottosson, A perceptual color space for
    image processing (2020)."""
    linear = np.clip((lab @ _TO_CONES.T) ** 3 @ _TO_RGB.T, 0.0, 1.0)
    curved = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(255 * curved).astype(np.uint8)
