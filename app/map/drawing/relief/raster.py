"""The pixels of a surface: the map's own colours, lit; walls in the same colours, in the shade."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from app.look.contrast import channels
from app.look.theme import Theme
from app.map.drawing.colours import band_fractions, shade
from app.map.drawing.relief.field import AMBIENT, DIRECT, LIGHT, Field
from app.map.drawing.relief.horizon import Horizon
from app.map.drawing.relief.projection import HEIGHT, Projection
from core.measures.surface import Scale
from landscapes.base import Array

FRACTIONS, TONES = 1024, 64
"""How many heights and how many lights are told apart."""
BRIGHTEST = 1.25
WALL = 0.8
"""How much darker a wall is than a slope that looks the same way."""
LINE = 0.2
"""Opacity of the contour lines."""
_OPAQUE = np.uint32(0xFF000000)


def pixels_of(
    field: Field, horizon: Horizon, projection: Projection, theme: Theme, rows: int,
    pixel: float, *, lines: bool,
) -> Array:  # fmt: skip
    """Pixels (rows, U) from the top down, as Format_ARGB32_Premultiplied; 0 where nothing is.

    A pixel is `pixel` of the projection's; `lines` draws the contours.
    """
    first = horizon.first(rows, pixel)
    points, columns = horizon.reached.shape
    heights = (np.arange(rows, dtype=np.float32)[:, None] + np.float32(0.5)) * np.float32(pixel)
    seen = first < points
    there = np.where(seen, first, 1)
    np.maximum(there, 1, out=there)
    there *= columns
    there += np.arange(columns, dtype=np.int32)
    rises, fractions = horizon.rises.ravel(), horizon.fractions.ravel()
    with np.errstate(invalid="ignore", divide="ignore"):
        before = rises.take(there - columns)
        share = (heights - before) / (rises.take(there) - before)
        share = np.fmax(np.fmin(share, np.float32(1.0)), np.float32(0.0))  # 1 where it is no number
        # Beyond a place without a loss the surface begins anew: what is lower is seen through.
        seen &= np.isfinite(before) | (first == 0)
        low = fractions.take(there - columns)
        found = low + (fractions.take(there) - low) * share
        light = horizon.light.ravel().take(there)
    walls = _paint_walls(field, found, light, first, horizon, projection, heights, seen)
    with np.errstate(invalid="ignore"):
        place = found * np.float32(FRACTIONS - 1)
        place += np.float32(0.5)
        place = np.fmin(np.fmax(place, 0), FRACTIONS - 1).astype(np.int32)
    tone = np.clip(light * np.float32((TONES - 1) / BRIGHTEST), 0, TONES - 1).astype(np.int32)
    bands, table = _bands(field.scale), _table(field.scale, theme)
    image = table.ravel().take(place * TONES + tone)
    if lines:
        _draw_lines(image, np.where(walls, np.uint8(0), bands.take(place)), theme)
    image[~seen] = 0
    _soften(image, horizon.reached[-1] / np.float32(pixel))
    return image[::-1]


def _paint_walls(
    field: Field, found: Array, light: Array, first: Array, horizon: Horizon,
    projection: Projection, heights: Array, seen: Array,
) -> Array:  # fmt: skip
    """The sides of the block that face the eye, in the colours of their heights, or of the edge
    above where it is something else that is coloured; below them nothing is seen. Returns where
    they are."""
    along, up = projection.slants
    near, _ = projection.chords(horizon.u)
    cut = horizon.near > near + 1e-6  # the block's edge is below the picture
    middle = 0.5 * projection.plot.height()
    base = (horizon.near * along - 0.5 * HEIGHT * up) * projection.scale + middle
    base = np.where(cut, -np.inf, base).astype(np.float32)
    wall = (first == 0) & ~cut
    span = HEIGHT * up * projection.scale
    if span > 0.5:
        x, y = projection.back(horizon.u, horizon.near)
        on_x = np.abs(np.abs(x) - projection.sides[0]) < np.abs(np.abs(y) - projection.sides[1])
        light_x, light_y = projection.back(np.array(LIGHT[0]), np.array(LIGHT[1]))
        facing = np.where(on_x, np.sign(x) * float(light_x), np.sign(y) * float(light_y))
        tone = WALL * (AMBIENT + DIRECT * np.maximum(facing, 0.0)).astype(np.float32)
        if field.is_coloured_by_height:
            np.copyto(found, (heights - base) / np.float32(span), where=wall)
        else:
            np.copyto(found, np.broadcast_to(horizon.fractions[0], found.shape), where=wall)
        np.copyto(light, np.broadcast_to(tone, light.shape), where=wall)
    seen &= ~(wall & (heights < base))
    return wall


def _draw_lines(image: Array, bands: Array, theme: Theme) -> None:
    """Where two bands meet, on the higher one."""
    edge = np.zeros(bands.shape, dtype=bool)
    edge[1:] |= bands[1:] > bands[:-1]
    edge[:-1] |= bands[:-1] > bands[1:]
    edge[:, 1:] |= bands[:, 1:] > bands[:, :-1]
    edge[:, :-1] |= bands[:, :-1] > bands[:, 1:]
    ink = np.array(channels(theme.map_line), dtype=np.float64)
    packed = image[edge]
    parts = np.stack([(packed >> shift) & 255 for shift in (16, 8, 0)], -1).astype(np.float64)
    image[edge] = _packed(parts + (ink - parts) * LINE)


def _soften(image: Array, tops: Array) -> None:
    """Let the topmost pixel of each column be seen as far as it is covered."""
    whole = np.flatnonzero(np.isfinite(tops) & (tops >= 1.0) & (tops < len(image) - 1))
    if not len(whole):
        return
    top = tops[whole]
    row = np.floor(top).astype(np.intp)
    covered = np.ceil(top - 0.5).astype(np.intp) - 1
    packed = image[np.maximum(covered, 0), whole]
    share = (top - row)[:, None]
    parts = np.stack([(packed >> shift) & 255 for shift in (24, 16, 8, 0)], -1) * share
    parts = np.rint(parts).astype(np.uint32)
    image[row, whole] = parts[:, 0] << 24 | parts[:, 1] << 16 | parts[:, 2] << 8 | parts[:, 3]


@lru_cache(maxsize=8)
def _bands(scale: Scale) -> Array:
    """The band of each of FRACTIONS heights."""
    edges = scale.fraction(np.array(scale.levels))
    places = np.linspace(0.0, 1.0, FRACTIONS)
    return np.searchsorted(edges, places, side="right").astype(np.uint8)


@lru_cache(maxsize=8)
def _table(scale: Scale, theme: Theme) -> Array:
    """The colour of each of FRACTIONS heights under each of TONES lights."""
    colours = np.array(
        [shade(theme, fraction).getRgb()[:3] for fraction in band_fractions(scale)], np.float64
    )[_bands(scale)]
    tones = np.linspace(0.0, BRIGHTEST, TONES)[:, None]
    return _packed(np.clip(colours[:, None] * tones, 0, 255))


def _packed(parts: Array) -> Array:
    """Red, green and blue (..., 3) in 0 … 255 as opaque pixels."""
    whole = np.rint(parts).astype(np.uint32)
    return _OPAQUE | whole[..., 0] << 16 | whole[..., 1] << 8 | whole[..., 2]
