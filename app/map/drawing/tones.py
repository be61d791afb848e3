"""The theme in the colour map that a person chose, calmed until trails stand out on all of it."""

from __future__ import annotations

import dataclasses
from functools import cache

import numpy as np

from app.look import shades
from app.look.contrast import LEAST, channels, contrast, luminance
from app.look.theme import Theme
from app.map.drawing.colours import grounds
from core.experiment.methods import METHODS
from core.experiment.view_colours import Colours

STEP, CALMEST = 0.02, 0.9


def toned(theme: Theme, colours: Colours) -> Theme:
    """The theme with the colour map chosen for it; the same theme where that is its own."""
    return _toned(theme, colours.dark if theme.is_dark else colours.light)


@cache
def _toned(theme: Theme, colormap: str) -> Theme:
    """Blended as little as can be, but never less than the theme's own map."""
    if colormap == theme.colormap:
        return theme
    for share in np.arange(theme.map_blend, CALMEST, STEP):
        found = dataclasses.replace(theme, colormap=colormap, map_blend=round(float(share), 4))
        if _stands_out(found):
            return found
    return found


def _stands_out(theme: Theme) -> bool:
    """Whether every method's colour or its edge, and a head's ring or its edge, has contrast with
    every ground."""
    beneath = [luminance(ground) for ground in grounds(theme)]
    edge = luminance(channels(theme.map_halo))
    left = [ground for ground in beneath if contrast(edge, ground) < LEAST]
    families = {(row.memory, row.sam) for row in METHODS.values()}
    inks = [theme.map_ink, *(each for family in families for each in shades.shades(theme, family))]
    return all(
        contrast(luminance(channels(ink)), ground) >= LEAST for ink in inks for ground in left
    )
