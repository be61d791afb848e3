"""How well one colour stands out from another, as WCAG 2.1 measures it."""

from __future__ import annotations

from functools import lru_cache

LEAST = 3.0
"""The contrast that a drawing needs with what surrounds it."""

_SHARES = 64
RGB = tuple[int, int, int]


def channels(colour: str) -> RGB:
    """Red, green and blue (0 … 255) of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: RGB) -> float:
    """Relative luminance of channels 0 … 255: 0 is black, 1 white."""
    red, green, blue = map(_linear, colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def contrast(one: float, other: float) -> float:
    """Of two luminances: 1 … 21, whichever is the lighter."""
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


@lru_cache(maxsize=256)
def seen_on(colour: str, ground: str) -> str:
    """A colour that stands out from a ground: itself, or else no farther from it than need be
    toward black or white, whichever is farther from the ground."""
    beneath = luminance(channels(ground))
    goal = 0 if contrast(beneath, 0.0) > contrast(beneath, 1.0) else 255
    for share in range(_SHARES + 1):
        mixed = [round(own + (goal - own) * share / _SHARES) for own in channels(colour)]
        if contrast(luminance((mixed[0], mixed[1], mixed[2])), beneath) >= LEAST:
            return colour if share == 0 else "#{:02x}{:02x}{:02x}".format(*mixed)
    return colour
