"""What a page needs of a surface that a person may turn: its heights, its colours, and what stands
on it, on the block whose sides are −1 … 1."""

from __future__ import annotations

from typing import Any

import numpy as np

from app.export.page.packing import packed
from app.look.contrast import channels
from app.map.drawing.camera import DEGREES_PER_PIXEL, STEP
from app.map.drawing.colours import band_fractions, shade
from app.map.drawing.marks import star_size
from app.map.drawing.relief.axes import APART
from app.map.drawing.relief.field import AMBIENT, DIRECT, LIGHT
from app.map.drawing.relief.frame import CLEAR, ReliefFrame
from app.map.drawing.relief.horizon import LIFT
from app.map.drawing.relief.projection import HEIGHT
from app.map.drawing.relief.raster import BRIGHTEST, LINE, WALL
from app.map.drawing.scene import Scene
from app.map.drawing.ticks import linear_ticks
from core.experiment.view_state import TILTS, ZOOMS
from core.measures.outcomes import minimum_names
from landscapes.base import Array

EVERY = 2
"""Points of the field's grid for one that is told."""
FULL, NONE = 65534, 65535
"""How the greatest height is told, and that there is none."""
UNIT = 8000
"""Parts that half a side of the block is told in; what lies four times as far is told as that."""
GONE = -32768


def surface_data(scene: Scene, frame: ReliefFrame, scale: float) -> dict[str, Any]:
    """The surface as JSON values; `scale` are the pixels of the page for one of the frame's."""
    field, layers, theme = frame.field, scene.layers, scene.theme
    projection = frame.projection
    assert field is not None and projection is not None and layers.camera is not None
    heights = field.heights[::EVERY, ::EVERY]
    told = np.where(np.isfinite(heights), np.rint(heights / HEIGHT * FULL), NONE)
    own = field.is_coloured_by_height
    fractions = np.nan_to_num(np.clip(field.fractions[::EVERY, ::EVERY], 0.0, 1.0))
    return {
        "points": [heights.shape[1], heights.shape[0]],
        "heights": packed(told, "<u2"),
        "tints": None if own else packed(np.rint(255 * fractions), "u1"),
        "edges": field.scale.fraction(np.array(field.scale.levels)).tolist(),
        "colours": [shade(theme, part).getRgb()[:3] for part in band_fractions(field.scale)],
        "line": [*channels(theme.map_line), LINE if layers.contours else 0.0],
        "grid": layers.grid_lines,
        "sides": projection.sides,
        "room": scale * projection.room,
        "high": HEIGHT,
        "clear": CLEAR,
        "lift": scale * LIFT,
        "light": LIGHT,
        "shares": [AMBIENT, DIRECT, WALL, BRIGHTEST],
        "unit": UNIT,
        "camera": layers.camera.numbers,
        "tilts": TILTS,
        "zooms": ZOOMS,
        "step": STEP,
        "drag": DEGREES_PER_PIXEL,
        "scale": scale,
        "axes": _axes(scene, frame),
        "minima": _minima(scene, frame),
        "ink": theme.map_ink,
        "halo": theme.map_halo,
    }


def on_block(points: Array, frame: ReliefFrame) -> str:
    """Points (..., 2) of the plane as places on the block, in parts of half its sides."""
    found = []
    for axis, (low, high) in enumerate((frame.x, frame.y)):
        with np.errstate(over="ignore", invalid="ignore"):
            found.append((2.0 * points[..., axis] - low - high) / (high - low))
    places = np.stack(found, -1)
    lost = ~np.isfinite(places)
    return packed(np.where(lost, GONE, np.rint(UNIT * np.clip(places, -4.0, 4.0))), "<i2")


def _axes(scene: Scene, frame: ReliefFrame) -> list[dict[str, Any]]:
    """Ticks along x and y as many as the longest edge has room for, each a share of the edge."""
    names = scene.on_plane.names if scene.on_plane else ("x", "y")
    most = max(2, int(0.5 * min(frame.plot.width(), frame.plot.height()) // APART))
    return [
        {
            "name": name,
            "ticks": [
                [(tick.value - low) / (high - low), tick.label]
                for tick in linear_ticks((low, high), most)
            ],
        }
        for name, (low, high) in zip(names, (frame.x, frame.y), strict=True)
    ]


def _minima(scene: Scene, frame: ReliefFrame) -> list[dict[str, Any]]:
    """The known minima that are shown, the global ones last, on top."""
    landscape, layers = scene.picture.experiment.landscape, scene.layers
    if not layers.minima:
        return []
    names = minimum_names(landscape) if layers.minima_names else [""] * len(landscape.minima)
    return [
        {
            "at": on_block(np.array(minimum.position), frame),
            "size": star_size(frame, landscape, minimum),
            "whole": minimum.is_global,
            "name": name,
        }
        for minimum, name in reversed(list(zip(landscape.minima, names, strict=True)))
    ]
