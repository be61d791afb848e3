"""The map's colours: the theme's colour map, calmed so that trails stand out on it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from PySide6.QtGui import QColor

import resources
from app.look.theme import Theme
from core.measures.surface import Scale
from landscapes.base import Array

SHADES = 256
BRIGHTEST = 0.88
"""Where the colour map is cut: its last yellow would swallow the orange trails."""


@cache
def shades(theme: Theme) -> Array:
    """SHADES colours from low to high, (SHADES, 3) in 0 … 255."""
    whole = _palette(theme.colormap)
    places = np.linspace(0.0, BRIGHTEST * (len(whole) - 1), SHADES)
    table = np.stack([np.interp(places, np.arange(len(whole)), channel) for channel in whole.T], 1)
    toward = np.array(QColor(theme.map_toward).getRgb()[:3])
    return np.rint(table + (toward - table) * theme.map_blend).astype(np.uint8)


def _palette(name: str) -> Array:
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
    red, green, blue = _channels(colour) if isinstance(colour, str) else colour.getRgb()[:3]
    return QColor(red, green, blue, round(255 * alpha))


@cache
def _channels(colour: str) -> tuple[int, int, int]:
    red, green, blue, _ = QColor(colour).getRgb()
    return red, green, blue


def mixed(colour: str | QColor, other: str | QColor, share: float) -> QColor:
    """A colour moved by a share (0 … 1) toward another."""
    a, b = QColor(colour), QColor(other)
    return QColor.fromRgbF(
        *(x + (y - x) * share for x, y in zip(a.getRgbF()[:3], b.getRgbF()[:3], strict=True))
    )
