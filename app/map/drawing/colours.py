"""The map's colours: the theme's colour map, calmed so that trails stand out on it."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor

import resources
from app.look.contrast import LEAST, RGB, channels, contrast, luminance
from app.look.theme import Theme
from core.measures.surface import Scale
from landscapes.base import Array

SHADES = 256
BRIGHTEST = 0.88
"""Where the colour map is cut: its last yellow would swallow the orange trails."""
OUTSIDE_VEIL = 0.4
"""How far the ground outside the landscape's domain goes toward the theme's quiet colour."""


@cache
def shades(theme: Theme) -> Array:
    """SHADES colours from low to high, (SHADES, 3) in 0 … 255."""
    whole = palette(theme.colormap)
    places = np.linspace(0.0, BRIGHTEST * (len(whole) - 1), SHADES)
    table = np.stack([np.interp(places, np.arange(len(whole)), channel) for channel in whole.T], 1)
    toward = np.array(QColor(theme.map_toward).getRgb()[:3])
    return np.rint(table + (toward - table) * theme.map_blend).astype(np.uint8)


@cache
def grounds(theme: Theme) -> tuple[RGB, ...]:
    """Every colour that may lie beneath a trail: in the domain, outside, where no loss is."""
    inside = shades(theme).astype(np.float64)
    toward = np.array(channels(theme.map_toward))
    every = np.concatenate([inside, inside + (toward - inside) * OUTSIDE_VEIL])
    found = {tuple(row) for row in np.rint(every).astype(int).tolist()}
    return (*sorted(found), channels(theme.window))


@cache
def edge_colour(colour: str, theme: Theme) -> str:
    """What a colour is edged with, so that one of both stands out from any ground.

    The theme's dark edge, or its ink where a person chose a colour as dark as the ground.
    """
    own, edge = luminance(channels(colour)), luminance(channels(theme.map_halo))
    secured = all(
        max(contrast(own, ground), contrast(edge, ground)) >= LEAST
        for ground in map(luminance, grounds(theme))
    )
    return theme.map_halo if secured else theme.map_ink


@cache
def palette(name: str) -> Array:
    """The rows of `resources/palettes/<name>.csv`, (N, 3) from low to high."""
    path = Path(resources.__file__).parent / "palettes" / f"{name}.csv"
    rows = [row for row in path.read_text(encoding="utf-8").splitlines() if row[0] != "#"]
    return np.array([row.split(",") for row in rows], dtype=np.float64)


def shade(theme: Theme, fraction: float) -> QColor:
    """The colour at a fraction (0 … 1) of the scale."""
    red, green, blue = shades(theme)[round(fraction * (SHADES - 1))]
    return QColor(int(red), int(green), int(blue))


def band_fractions(scale: Scale) -> list[float]:
    """The fraction of each band's middle: below the first level, between levels, above the last."""
    edges = scale.fraction(np.array([scale.low, *scale.levels, scale.high]))
    return [float(value) for value in 0.5 * (edges[:-1] + edges[1:])]


def faded(colour: str | QColor, alpha: float) -> QColor:
    """A colour with an opacity of 0 … 1."""
    if isinstance(colour, str):
        return _named(colour, round(255 * alpha))
    red, green, blue, _ = colour.getRgb()
    return QColor(red, green, blue, round(255 * alpha))


@lru_cache(maxsize=1024)
def _named(colour: str, alpha: int) -> QColor:
    red, green, blue, _ = QColor(colour).getRgb()
    return QColor(red, green, blue, alpha)


def mixed(colour: str | QColor, other: str | QColor, share: float) -> QColor:
    """A colour moved by a share (0 … 1) toward another."""
    a, b = QColor(colour), QColor(other)
    return QColor.fromRgbF(
        *(x + (y - x) * share for x, y in zip(a.getRgbF()[:3], b.getRgbF()[:3], strict=True))
    )
